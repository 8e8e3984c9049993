import {
  isJsonObject,
  nestedTooDeeply,
  numberText,
  readJson,
  writeJson,
  type JsonFault,
  type JsonObject,
  type JsonReading,
} from "../util/json";
import { headerOf, type Envelope, type TwinDifference } from "./exchange";
import type { Failure, ServerWord } from "./failure";
import type { Operation } from "./operations";
import type { WireAnswer } from "./transport";

/** What of an operation says how its answer is read. */
export type AnswerForm = Pick<Operation, "requiredMembers" | "resultMember" | "resultEvidence">;

/** An answer that was read as far as it can be. */
export interface ReadAnswer {
  /** The decoded body; undecodable bytes appear as U+FFFD. */
  readonly text: string;
  readonly charset: string;
  readonly result: Envelope | { readonly failure: Failure };
  /** The whole answer of a success, with the secrets in it. */
  readonly value?: JsonObject;
}

/** Reads a text as JSON; the twins that differ are looked for in its value unless it has found them itself. */
export type ReadText = (
  text: string,
) => JsonReading & { readonly twinDifferences?: readonly TwinDifference[] };

/**
 * Reads an answer that arrived whole as the answer of an operation. Never throws.
 * @param readText reads what must be JSON: every digit of it, or of a large text as much as an envelope needs
 */
export function readAnswer(
  form: AnswerForm,
  answer: WireAnswer,
  readText: ReadText = readJson,
): ReadAnswer {
  const contentType = headerOf(answer.headers, "content-type");
  const { text, charset, problem } = decode(answer.bytes, contentType);
  const read = (result: ReadAnswer["result"]): ReadAnswer => ({ text, charset, result });
  const { status } = answer;

  if (status < 200 || status > 299) {
    return read({ failure: refusalOf(answer, text) });
  }
  if (answer.bytes.length === 0) {
    return read({ failure: { kind: "unreadable", status, fault: { reason: "empty" } } });
  }
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? "")) {
    const fault = { reason: "contentType", contentType } as const;
    return read({ failure: { kind: "unreadable", status, fault } });
  }
  if (problem) {
    return read({ failure: { kind: "unreadable", status, fault: { reason: problem, charset } } });
  }
  const json = readText(text);
  const notJson = (fault: JsonFault): ReadAnswer =>
    read({ failure: { kind: "unreadable", status, fault: { reason: "json", fault } } });
  if (!json.ok) {
    return notJson(json.fault);
  }
  try {
    const result = readEnvelope(form, status, json.value, json.twinDifferences);
    return isJsonObject(json.value) ? { ...read(result), value: json.value } : read(result);
  } catch (error) {
    if (error instanceof RangeError) {
      return notJson(nestedTooDeeply);
    }
    throw error;
  }
}

/** The text of a body, decoded as its content type says, or as UTF-8 as documented. */
export function decode(
  bytes: Uint8Array,
  contentType: string | undefined,
): { text: string; charset: string; problem?: "charset" | "encoding" } {
  const label = /;\s*charset\s*=\s*"?(?<label>[^\s;"]+)/i.exec(contentType ?? "")?.groups?.[
    "label"
  ];
  const charset = (label ?? "utf-8").toLowerCase();
  if (!isKnownCharset(charset)) {
    return { text: new TextDecoder().decode(bytes), charset, problem: "charset" };
  }
  try {
    return { text: new TextDecoder(charset, { fatal: true }).decode(bytes), charset };
  } catch {
    return { text: new TextDecoder(charset).decode(bytes), charset, problem: "encoding" };
  }
}

function isKnownCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}

function refusalOf(answer: WireAnswer, text: string): Failure {
  const { status } = answer;
  const location = headerOf(answer.headers, "location");
  if (status >= 300 && status <= 399 && status !== 304) {
    return { kind: "redirected", status, location };
  }
  const json = readJson(text);
  const word = json.ok && isJsonObject(json.value) ? wordOf(json.value) : undefined;
  const isChatServer = word?.exceptionCode !== undefined;
  const isUnauthorized =
    status === 401 || status === 403 || word?.exceptionCode === "ACCESS_DENIED";
  return { kind: isUnauthorized ? "unauthorized" : "refused", status, isChatServer, ...word };
}

/**
 * The words of an error object. `exceptionCode` and `message`, else `detail`, are what the sample
 * client reads from error bodies; that a `chatSystemError` has the same members is assumed.
 */
function wordOf(error: JsonObject): ServerWord {
  const { exceptionCode, message, detail } = error;
  const said = typeof message === "string" ? message : detail;
  return {
    ...(typeof exceptionCode === "string" && { exceptionCode }),
    ...(typeof said === "string" && { message: said }),
  };
}

function readEnvelope(
  form: AnswerForm,
  status: number,
  value: unknown,
  twinDifferences?: readonly TwinDifference[],
): Envelope | { failure: Failure } {
  const lacks = (missing?: string): { failure: Failure } => ({
    failure: { kind: "unreadable", status, fault: { reason: "shape", missing } },
  });
  if (!isJsonObject(value)) {
    return lacks();
  }
  const { chatSystemError } = value;
  if (chatSystemError !== null && chatSystemError !== undefined) {
    const word = isJsonObject(chatSystemError) ? wordOf(chatSystemError) : {};
    return { failure: { kind: "systemError", status, ...word } };
  }
  const missing = form.requiredMembers.find((name) => (value[name] ?? null) === null);
  if (missing !== undefined) {
    return lacks(missing);
  }
  const { resultMember, resultEvidence } = form;
  const given = resultMember === undefined ? undefined : value[resultMember];
  if (resultEvidence === "documented" && !isJsonObject(given)) {
    return lacks(resultMember);
  }
  const result = isJsonObject(given) ? given : {};
  return {
    result: Object.entries(result).map(([name, member]) => [name, textOf(member)]),
    ...digitsOf(value, "clientSendTime"),
    ...digitsOf(value, "serviceStartTime"),
    ...digitsOf(value, "serviceFinishTime"),
    ...digitsOf(value, "clientId"),
    ...digitsOf(value, "sequenceNumber"),
    twinDifferences: twinDifferences ?? twinDifferencesOf(value),
  };
}

type DigitMember =
  "clientSendTime" | "serviceStartTime" | "serviceFinishTime" | "clientId" | "sequenceNumber";

function digitsOf(envelope: JsonObject, member: DigitMember): Pick<Envelope, DigitMember> {
  const digits = numberText(envelope[member]);
  return digits === undefined ? {} : { [member]: digits };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : writeJson(value);
}

/** Every `x`/`xString` pair below a value whose digits differ. */
function twinDifferencesOf(value: unknown, path = ""): TwinDifference[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => twinDifferencesOf(item, `${path}[${index}]`));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const here = path === "" ? name : `${path}.${name}`;
    const number = numberText(member);
    const twin = value[`${name}String`];
    const own: TwinDifference[] =
      number !== undefined && typeof twin === "string" && twin !== number
        ? [{ member: here, number, twin }]
        : [];
    return [...own, ...twinDifferencesOf(member, here)];
  });
}
