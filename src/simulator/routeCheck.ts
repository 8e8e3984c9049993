import { type OperationName, operations } from "../chat/operations";
import { type Answer, type Explanation, refusal } from "./answers";
import { assumptions, type RefusalChoice } from "./assumptions";
import { operationOf, type RecordedRequest } from "./recording";
import type { ServerState } from "./state";

/** The operation that a request is for, or the refusal of a path, method or pool not served. */
export type Route =
  | { readonly ok: true; readonly operation: OperationName }
  | { readonly ok: false; readonly refusal: Answer };

/** Finds the operation of a request by the exact path, and checks method and pool. */
export function routeOf(request: RecordedRequest, state: ServerState): Route {
  const [path, query] = splitAtQuery(request.url);
  const came = `${request.method} ${request.url} came.`;
  const operation = operationOf(path);
  if (operation === undefined || path !== pathOf(state, operation)) {
    return no(assumptions.unknownRoute.value, {
      came,
      expected: servedSentence(state),
      differs: pathDifference(path, state),
      remedy: "Check the site and the operation in the path, letter by letter.",
    });
  }
  const { method } = operations[operation];
  if (request.method !== method) {
    const answer = refusal(assumptions.wrongMethod.value, {
      came,
      expected: servedSentence(state),
      differs: `The method is ${request.method} instead of ${method}.`,
      remedy: `Send the request with ${method}.`,
    });
    return { ok: false, refusal: { ...answer, headers: [...answer.headers, ["Allow", method]] } };
  }
  const pools = new URLSearchParams(query).getAll("pool");
  if (pools.length === 1 && pools[0] === state.pool) {
    return { ok: true, operation };
  }
  return no(assumptions.wrongPool.value, {
    came,
    expected: `The query must hold the pool of the site: ?pool=${state.pool}.`,
    differs: poolDifference(pools, state),
    remedy: `Put ?pool=${state.pool} behind the path; in a shell, quote the URL.`,
  });
}

function servedRoutes(state: ServerState): readonly string[] {
  return Object.values(operations).map(
    ({ name, method }) => `${method} ${pathOf(state, name)}?pool=${state.pool}`,
  );
}

function poolDifference(pools: readonly string[], state: ServerState): string {
  const [pool] = pools;
  if (pool === undefined) {
    return "The query holds no pool.";
  }
  return pools.length > 1
    ? `The query holds ${pools.length} pools.`
    : `The pool is '${pool}' instead of '${state.pool}'.`;
}

function pathOf(state: ServerState, operation: string): string {
  return `/engagement/api/agent/${state.site}/v1/${operation}`;
}

function servedSentence(state: ServerState): string {
  return `This simulator serves ${servedRoutes(state).join(" and ")}.`;
}

function pathDifference(path: string, state: ServerState): string {
  const parts = /^\/engagement\/api\/agent\/(?<site>[^/]+)\/v1\/(?<operation>.+)$/.exec(
    path,
  )?.groups;
  const site = parts?.["site"];
  const operation = parts?.["operation"];
  if (site === undefined || operation === undefined) {
    return "The path has another form: it must be /engagement/api/agent/{fqSiteName}/v1/{operation}.";
  }
  const differences: string[] = [];
  if (site !== state.site) {
    differences.push(`The site is '${site}' instead of '${state.site}'.`);
  }
  if (!Object.hasOwn(operations, operation)) {
    const alike = Object.keys(operations).find(
      (name) => name.toLowerCase() === operation.toLowerCase().replace(/\/+$/, ""),
    );
    differences.push(
      alike === undefined
        ? `The operation '${operation}' is not served.`
        : `The operation is '${operation}' instead of '${alike}'.`,
    );
  }
  return differences.join(" ");
}

function splitAtQuery(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function no(choice: RefusalChoice, explanation: Explanation): Route {
  return { ok: false, refusal: refusal(choice, explanation) };
}
