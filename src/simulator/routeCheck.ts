import { type Operation, type OperationName, operations } from "../chat/operations";
import { type Explanation, type Place, type Reading, refusal, withHeader } from "./answers";
import { assumptions, type RefusalChoice } from "./assumptions";
import { operationOf, type RecordedRequest } from "./recording";
import type { ServerState } from "./state";

const agentPath = /^\/engagement\/api\/agent\/(?<site>[^/]+)\/v1\/(?<name>.+)$/;

/** Finds the operation of a request by the exact path, and checks method and pool. */
export function routeOf(request: RecordedRequest, state: ServerState): Reading<OperationName> {
  const [path, query] = splitAtQuery(request.url);
  const came = `${request.method} ${request.url} came.`;
  const operation = operationOf(path);
  if (operation === undefined || path !== pathOf(state, operations[operation])) {
    const place = path.startsWith("/services/") ? "site" : "chatServer";
    const meant = operationMeant(path);
    return no(place, assumptions.unknownRoute.value, {
      came,
      expected: servedSentence(state, meant === undefined ? Object.values(operations) : [meant]),
      differs: pathDifference(path, state, meant),
      remedy: "Check the site and the operation in the path, letter by letter.",
    });
  }
  const { method, place } = operations[operation];
  if (request.method !== method) {
    const answer = refusal(place, assumptions.wrongMethod.value, {
      came,
      expected: servedSentence(state, [operations[operation]]),
      differs: `The method is ${request.method} instead of ${method}.`,
      remedy: `Send the request with ${method}.`,
    });
    return { ok: false, refusal: withHeader(answer, "Allow", method) };
  }
  const pools = new URLSearchParams(query).getAll("pool");
  if (place === "site" || (pools.length === 1 && state.pools.accepts(pools[0] ?? ""))) {
    return { ok: true, value: operation };
  }
  return no(place, assumptions.wrongPool.value, {
    came,
    expected: `The query must hold the pool of the site: ?pool=${state.pool}.`,
    differs: poolDifference(pools, state),
    remedy: `Put ?pool=${state.pool} behind the path; in a shell, quote the URL.`,
  });
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

function pathOf({ site }: ServerState, { name, path }: Operation): string {
  return path ?? `/engagement/api/agent/${site}/v1/${name}`;
}

function servedSentence(state: ServerState, served: readonly Operation[]): string {
  const routes = served.map((operation) => {
    const pool = operation.place === "site" ? "" : `?pool=${state.pool}`;
    return `${operation.method} ${pathOf(state, operation)}${pool}`;
  });
  return `This simulator serves ${routes.join(", ")}.`;
}

/** The operation whose path comes near: of another site, in other letter case, or with a slash behind. */
function operationMeant(path: string): Operation | undefined {
  const name = agentPath.exec(path)?.groups?.["name"];
  const plain = (text: string): string => text.toLowerCase().replace(/\/+$/, "");
  return Object.values(operations).find((operation) =>
    operation.place === "site"
      ? plain(path) === plain(operation.path)
      : name !== undefined && plain(name) === plain(operation.name),
  );
}

function pathDifference(path: string, state: ServerState, meant: Operation | undefined): string {
  const { site, name } = agentPath.exec(path)?.groups ?? {};
  if (site === undefined || name === undefined) {
    return meant === undefined
      ? "The path is none of these."
      : `The path is '${path}' instead of '${pathOf(state, meant)}'.`;
  }
  const differences: string[] = [];
  if (site !== state.site) {
    differences.push(`The site is '${site}' instead of '${state.site}'.`);
  }
  if (meant === undefined) {
    differences.push(`The operation '${name}' is not served.`);
  } else if (name !== meant.name) {
    differences.push(`The operation is '${name}' instead of '${meant.name}'.`);
  }
  return differences.join(" ");
}

function splitAtQuery(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function no(place: Place, choice: RefusalChoice, explanation: Explanation): Reading<OperationName> {
  return { ok: false, refusal: refusal(place, choice, explanation) };
}
