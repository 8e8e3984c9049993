import {
  type ConsumerOperationName,
  consumerOperations,
  type Operation,
} from "../../chat/operations";
import { type Place, type Reading, refusal, withHeader } from "../answers";
import { assumptions } from "../assumptions";
import type { RecordedRequest } from "../recording";
import type { ServerState } from "../state";

/** What of the server stands in an address. */
type Address = Pick<ServerState, "site" | "pool" | "pools">;

const root = "/engagement/api/consumer/";
const consumerPath = /^\/engagement\/api\/consumer\/(?<site>[^/]+)\/v1\/(?<name>.+)$/;
const all: readonly Operation[] = Object.values(consumerOperations);

/** Whether a request is for the consumer side, however wrong the rest of its path may be. */
export function isForConsumers({ url }: Pick<RecordedRequest, "url">): boolean {
  const { path } = partsOf(url);
  return path.toLowerCase().startsWith(root) || meantAtSite(path) !== undefined;
}

/** Finds the operation of a consumer's request by the exact path, and checks method and pool. */
export function routeOf(request: RecordedRequest, state: Address): Reading<ConsumerOperationName> {
  const { path, query } = partsOf(request.url);
  const came = `${request.method} ${request.url} came.`;
  const operation = all.find((candidate) => path === pathOf(state, candidate));
  if (operation === undefined) {
    const meant = meantBy(path);
    return {
      ok: false,
      refusal: refusal(placeOf(path), assumptions.unknownRoute.value, {
        came,
        expected: servedSentence(state, meant === undefined ? all : [meant]),
        differs: pathDifference(path, state, meant),
        remedy: "Check the site and the operation in the path, letter by letter.",
      }),
    };
  }
  const { method, place } = operation;
  if (request.method !== method) {
    const answer = refusal(place, assumptions.wrongMethod.value, {
      came,
      expected: servedSentence(state, [operation]),
      differs: `The method is ${request.method} instead of ${method}.`,
      remedy: `Send the request with ${method}.`,
    });
    return { ok: false, refusal: withHeader(answer, "Allow", method) };
  }
  const difference = poolDifference(operation, new URLSearchParams(query).getAll("pool"), state);
  if (difference !== undefined) {
    return {
      ok: false,
      refusal: refusal(place, assumptions.wrongPool.value, {
        came,
        expected: `The query must hold the pool of the site: ?pool=${state.pool}.`,
        differs: difference,
        remedy: `Put ?pool=${state.pool} behind the path; in a shell, quote the URL.`,
      }),
    };
  }
  return { ok: true, value: operation.name as ConsumerOperationName };
}

/** Path and query of a request target, nothing decoded. */
export function partsOf(url: string): { readonly path: string; readonly query: string } {
  const at = url.indexOf("?");
  return at < 0 ? { path: url, query: "" } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

function poolDifference(
  { pool: wanted }: Operation,
  pools: readonly string[],
  state: Address,
): string | undefined {
  const [pool] = pools;
  if (wanted === "none") {
    return undefined;
  }
  if (pool === undefined) {
    return wanted === "optional" ? undefined : "The query holds no pool.";
  }
  if (pools.length > 1) {
    return `The query holds ${pools.length} pools.`;
  }
  return state.pools.accepts(pool)
    ? undefined
    : `The pool is '${pool}' instead of '${state.pool}'.`;
}

function pathOf({ site }: Address, { name, path }: Operation): string {
  return path ?? `${root}${site}/v1/${name}`;
}

function servedSentence(state: Address, served: readonly Operation[]): string {
  const routes = served.map((operation) => {
    const pool = operation.pool === "required" ? `?pool=${state.pool}` : "";
    return `${operation.method} ${pathOf(state, operation)}${pool}`;
  });
  return `To customers this simulator serves ${routes.join(", ")}.`;
}

/** The operation whose path comes near: of another site, in other letter case, or with a slash behind. */
function meantBy(path: string): Operation | undefined {
  const name = consumerPath.exec(path)?.groups?.["name"];
  return name === undefined
    ? meantAtSite(path)
    : all.find(
        (operation) => operation.place === "chatServer" && plain(name) === plain(operation.name),
      );
}

function meantAtSite(path: string): Operation | undefined {
  return all.find(
    (operation) => operation.path !== undefined && plain(path) === plain(operation.path),
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\/+$/, "");
}

function placeOf(path: string): Place {
  return meantAtSite(path) === undefined ? "chatServer" : "site";
}

function pathDifference(path: string, state: Address, meant: Operation | undefined): string {
  const { site, name } = consumerPath.exec(path)?.groups ?? {};
  if (site === undefined || name === undefined) {
    return meant === undefined
      ? "The path is none of these."
      : `The path is '${path}' instead of '${pathOf(state, meant)}'.`;
  }
  return [
    site === state.site ? [] : [`The site is '${site}' instead of '${state.site}'.`],
    meant === undefined ? [`The operation '${name}' is not served.`] : [],
    meant === undefined || name === meant.name
      ? []
      : [`The operation is '${name}' instead of '${meant.name}'.`],
  ]
    .flat()
    .join(" ");
}
