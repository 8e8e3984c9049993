import { type OperationName, operations } from "../chat/operations";
import type { Answer, Place, Reading } from "./answers";
import { refuseContext } from "./authorizationCheck";
import { readBody, refuseMediaType } from "./bodyCheck";
import { readCaller } from "./callers";
import type { Call } from "./call";
import type { RecordedRequest } from "./recording";
import { routeOf } from "./routeCheck";
import type { ServerState } from "./state";

/** What the checks of form came to: a call to carry out, or the refusal to answer. */
export type CheckedRequest = Reading<Call<OperationName>>;

/** The headers that a place asks for besides the credentials. */
const refuseHeaders: Readonly<Record<Place, (request: RecordedRequest) => Answer | undefined>> = {
  chatServer: refuseMediaType,
  site: refuseContext,
};

/** Holds a request against what the reference documents, in the assumed order of checks. */
export function checkRequest(
  request: RecordedRequest,
  state: ServerState,
  signal: AbortSignal,
): CheckedRequest {
  const route = routeOf(request, state);
  if (!route.ok) {
    return route;
  }
  const operation = route.value;
  const { credentials, method, place } = operations[operation];
  const caller = readCaller[credentials](request, state);
  if (!caller.ok) {
    return caller;
  }
  const refused =
    place === "chatServer" && method === "GET" ? undefined : refuseHeaders[place](request);
  if (refused !== undefined) {
    return { ok: false, refusal: refused };
  }
  const body = readBody(operation, request);
  if (!body.ok) {
    return body;
  }
  const { receivedAt } = request;
  return {
    ok: true,
    value: { operation, caller: caller.value, body: body.value, receivedAt, signal },
  };
}
