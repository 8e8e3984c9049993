import type { Header } from "../chat/exchange";
import { writeJson } from "../util/json";
import { assumptions } from "./assumptions";

/** An answer to be sent whole. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string | Buffer;
}

/** The media type of the page's response example, letter by letter. */
export const jsonMediaType = "application/json;charset=utf-8";

/** An explanation in whole sentences: what came, what was expected, what differs, what to do. */
export interface Explanation {
  readonly came: string;
  readonly expected: string;
  /** Left out where the first two say it. */
  readonly differs?: string;
  readonly remedy: string;
}

/** A value as JSON, in the documented media type. */
export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: [["Content-Type", jsonMediaType]], body: writeJson(value, 2) };
}

/** An error of the chat server, as far as its shape is known. */
export function errorAnswer(status: number, exceptionCode: string, message: string): Answer {
  const names = assumptions.errorBody.value;
  return jsonAnswer(status, { [names.code]: exceptionCode, [names.message]: message });
}

/** An error of the chat server that says what to do about it. */
export function refusal(
  { status, exceptionCode }: { readonly status: number; readonly exceptionCode: string },
  explanation: Explanation,
): Answer {
  return errorAnswer(status, exceptionCode, sentences(explanation));
}

/** A refusal of the simulator itself, which no chat server would give. */
export function plainRefusal(status: number, explanation: Explanation): Answer {
  return {
    status,
    headers: [["Content-Type", "text/plain; charset=utf-8"]],
    body: `${sentences(explanation)}\n`,
  };
}

function sentences({ came, expected, differs, remedy }: Explanation): string {
  return [came, expected, differs, remedy].filter((part) => part !== undefined).join(" ");
}
