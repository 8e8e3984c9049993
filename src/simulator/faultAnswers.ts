import { type OperationName, operations } from "../chat/operations";
import { type Answer, errorAnswer, jsonAnswer } from "./answers";
import { assumptions } from "./assumptions";
import type { Delivery } from "./delivery";
import { documentedBrokenAnswers } from "./documentation";
import type { Fault } from "./faults";
import { systemErrorEnvelope } from "./envelope";
import { handle } from "./handlers";
import type { CheckedRequest } from "./requestCheck";
import {
  inBrokenUtf8,
  inCharset,
  padded,
  withStrayComma,
  withText,
  withTwin,
} from "./spoiledAnswers";
import type { ServerState } from "./state";

/** A fault that acts at once. */
type ImmediateFault = Exclude<Fault, { readonly kind: "delay" }>;

/** An answer with the way it is to be sent. */
export interface FaultyResponse {
  readonly answer: Answer;
  readonly delivery: Delivery;
}

const nothing: Answer = { status: 200, headers: [], body: "" };

/** What a healthy server answers; carries the call out. What is held comes later. */
export function healthyAnswer(
  state: ServerState,
  checked: CheckedRequest,
): Answer | Promise<Answer> {
  return checked.ok ? handle(state, checked.value) : checked.refusal;
}

/** What a request for an operation gets when a fault is due. `check` is called only by faults that need it. */
export async function faultyResponse(
  fault: ImmediateFault,
  operation: OperationName,
  state: ServerState,
  check: () => CheckedRequest,
): Promise<FaultyResponse> {
  const whole = (answer: Answer): FaultyResponse => ({ answer, delivery: "whole" });
  const healthy = async (): Promise<Answer> => await healthyAnswer(state, check());
  switch (fault.kind) {
    case "status":
      return whole(statusAnswer(fault, operation));
    case "raw":
      return whole({ ...fault, body: Buffer.from(fault.body) });
    case "redirect":
      return whole({ status: fault.status, headers: [["Location", fault.location]], body: "" });
    case "wrongContentType":
      return whole({
        status: 200,
        headers: [["Content-Type", "text/html; charset=utf-8"]],
        body: "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to the proxy</h1></body></html>\n",
      });
    case "systemError": {
      const checked = check();
      const error = fault.error ?? assumptions.systemError.value;
      return whole(
        checked.ok
          ? jsonAnswer(200, systemErrorEnvelope(state, checked.value, error))
          : checked.refusal,
      );
    }
    case "brokenJson": {
      const broken = withStrayComma(await healthy());
      return whole(withText(fault.text ?? documentedBrokenAnswers[operation] ?? broken));
    }
    case "wrongTwin":
      return whole(withTwin(await healthy(), fault.twin));
    case "emptyBody":
      return whole({ ...(await healthy()), body: "" });
    case "charset":
      return whole(inCharset(await healthy(), fault.label));
    case "invalidUtf8":
      return whole(inBrokenUtf8(await healthy()));
    case "large":
      return whole(padded(await healthy(), fault.bytes));
    case "truncated":
      return { answer: await healthy(), delivery: "truncated" };
    case "drop":
      return fault.at === "beforeHeaders"
        ? { answer: nothing, delivery: "dropBeforeHeaders" }
        : {
            answer: await healthy(),
            delivery: fault.at === "inHeaders" ? "dropInHeaders" : "dropInBody",
          };
    case "hang":
      return fault.at === "inBody"
        ? { answer: await healthy(), delivery: "hangInBody" }
        : { answer: nothing, delivery: "hangBeforeHeaders" };
  }
}

function statusAnswer(
  fault: Extract<Fault, { readonly kind: "status" }>,
  operation: OperationName,
): Answer {
  const { status, exceptionCode, message, body, contentType } = fault;
  if (body !== undefined) {
    return {
      status,
      headers: contentType === undefined ? [] : [["Content-Type", contentType]],
      body,
    };
  }
  return errorAnswer(
    operations[operation].place,
    status,
    exceptionCode,
    message ?? `This simulator was told to answer with HTTP ${status}.`,
  );
}
