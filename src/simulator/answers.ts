import type { ExceptionCode } from "../chat/exceptionCodes";
import type { Header } from "../chat/exchange";
import type { Operation } from "../chat/operations";
import { writeJson } from "../util/json";
import { assumptions } from "./assumptions";

/** An answer to be sent whole. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string | Buffer;
  /** Called when the answer could not be sent whole. */
  readonly undelivered?: () => void;
}

/** Something read from a request, or the answer that refuses it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Answer };

/** Who answers: the chat server or the site. The shapes of their errors differ. */
export type Place = Operation["place"];

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

/**
 * An error in the shape of its place, as far as that is known. The site has no exception codes and
 * leaves it out.
 */
export function errorAnswer(
  place: Place,
  status: number,
  exceptionCode: string | undefined,
  message: string,
): Answer {
  const names = assumptions.errorBody.value;
  const shapes: Readonly<Record<Place, () => Readonly<Record<string, string>>>> = {
    chatServer: () => ({
      [names.code]: exceptionCode ?? ("UNKNOWN_EXCEPTION" satisfies ExceptionCode),
      [names.message]: message,
    }),
    site: () => ({ [assumptions.siteErrorBody.value.detail]: message }),
  };
  return jsonAnswer(status, shapes[place]());
}

/** An error of the chat server or the site that says what to do about it. */
export function refusal(
  place: Place,
  { status, exceptionCode }: { readonly status: number; readonly exceptionCode?: string },
  explanation: Explanation,
): Answer {
  return errorAnswer(place, status, exceptionCode, sentences(explanation));
}

/** A refusal of the simulator itself, which no server of the API would give. */
export function plainRefusal(status: number, explanation: Explanation): Answer {
  return {
    status,
    headers: [["Content-Type", "text/plain; charset=utf-8"]],
    body: `${sentences(explanation)}\n`,
  };
}

/** The answer with one header more. */
export function withHeader(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: [...answer.headers, [name, value]] };
}

function sentences({ came, expected, differs, remedy }: Explanation): string {
  return [came, expected, differs, remedy].filter((part) => part !== undefined).join(" ");
}
