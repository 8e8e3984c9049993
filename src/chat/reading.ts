import { isJsonText, readJson, type JsonObject } from "../util/json";
import { decode, readAnswer, type AnswerForm, type ReadText } from "./answer";
import { headerOf, type Envelope, type ReceivedAnswer } from "./exchange";
import type { Failure } from "./failure";
import { createRedactor, type Redactor } from "./redact";
import type { WireAnswer } from "./transport";

/** What came from the wire, with what is needed to make sense of it. Plain data, not to be kept. */
export interface Arrival {
  /** What a success has to look like. */
  readonly form: AnswerForm;
  readonly answer: WireAnswer;
  /** Why the answer is only a beginning; absent when it arrived whole. */
  readonly failure?: Failure;
  /** The credentials of the call, which are masked wherever they stand in the answer. */
  readonly secrets: readonly string[];
}

/** What an arrival says. Plain data. But for `value`, no secret is in it. */
export interface Reading {
  readonly answer: ReceivedAnswer;
  readonly result: Envelope | { readonly failure: Failure };
  /** The whole answer of a success, with the secrets in it. */
  readonly value?: JsonObject;
}

/** Reads an arrival elsewhere than on the caller's thread; all of it comes back but `value`. */
export type ReadAside = (arrival: Arrival) => Promise<Omit<Reading, "value">>;

/**
 * Answers of more bytes are read aside: reading this many takes about 10 ms, and their value is not
 * needed by anybody.
 */
export const largeAnswerBytes = 256 * 1024;

/** Decodes, reads and redacts what came. Takes long where it is large; never throws. */
export function readArrival(
  { form, answer, failure, secrets }: Arrival,
  readText?: ReadText,
): Reading {
  if (failure) {
    const redactor = createRedactor(secrets);
    const decoded = decode(answer.bytes, headerOf(answer.headers, "content-type"));
    return {
      answer: received(answer, decoded, redactor),
      result: { failure: redactor.facts(failure) },
    };
  }
  const whole = readAnswer(form, answer, readText);
  const { result, value } = whole;
  const redactor = createRedactor([...secrets, ...secretsIn(value)]);
  const shown = received(answer, whole, redactor);
  return {
    answer: shown,
    result:
      "failure" in result
        ? { failure: redactor.facts(asShown(result.failure, shown.body)) }
        : redactor.facts(result),
    ...(value && { value }),
  };
}

function received(
  answer: WireAnswer,
  { text, charset }: { readonly text: string; readonly charset: string },
  redactor: Redactor,
): ReceivedAnswer {
  const body = redactor.text(text);
  return {
    status: answer.status,
    statusText: redactor.text(answer.statusText),
    headers: redactor.headers(answer.headers),
    body,
    isJson: isJsonText(body),
    byteLength: answer.bytes.length,
    charset: redactor.text(charset),
  };
}

/** The credentials that an answer brings; they are masked wherever else they stand in it. */
function secretsIn({ sessionId, sessionToken, channelToken }: JsonObject = {}): string[] {
  return [sessionId, sessionToken, channelToken].filter((member) => typeof member === "string");
}

/** A failure whose position in the body is that in the body as it is shown, with masks in it. */
function asShown(failure: Failure, shown: string): Failure {
  if (failure.kind !== "unreadable" || failure.fault.reason !== "json") {
    return failure;
  }
  const reading = readJson(shown);
  return reading.ok ? failure : { ...failure, fault: { reason: "json", fault: reading.fault } };
}
