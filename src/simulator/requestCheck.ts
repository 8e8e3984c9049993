import type { OperationName } from "../chat/operations";
import type { Answer } from "./answers";
import { readBody, refuseMediaType } from "./bodyCheck";
import { refuseCredentials } from "./credentialCheck";
import type { Call } from "./handlers";
import type { RecordedRequest } from "./recording";
import { routeOf } from "./routeCheck";
import type { ServerState } from "./state";

/** What the checks of form came to: a call to carry out, or the refusal to answer. */
export type CheckedRequest =
  | { readonly ok: true; readonly call: Call<OperationName> }
  | { readonly ok: false; readonly refusal: Answer };

/** Holds a request against what the reference documents, in the assumed order of checks. */
export function checkRequest(request: RecordedRequest, state: ServerState): CheckedRequest {
  const route = routeOf(request, state);
  if (!route.ok) {
    return route;
  }
  const refused = refuseCredentials(request, state) ?? refuseMediaType(request);
  if (refused !== undefined) {
    return { ok: false, refusal: refused };
  }
  const { operation } = route;
  const body = readBody(operation, request);
  return body.ok
    ? { ok: true, call: { operation, body: body.value, receivedAt: request.receivedAt } }
    : body;
}
