import { allOperations, type OperationId } from "../../chat/operations";
import type { Operation } from "../../chat/operations/operation";
import type { Header } from "../../chat/exchange";
import { readJson } from "../../util/json";
import { escapeTokens } from "../tokens";
import type { DocumentParts } from "../writeDocument";
import { maskBody, sortHeaders, type FoundCredential } from "./credentials";
import { distinct, type ImportedRequest, type ImportNote, type ImportProblem } from "./imported";

/** Where the request went; for comparing with a profile, never written to the document. */
interface ImportedAddress {
  /** Absent where the text leaves the host to a variable or says none. */
  readonly origin?: string;
  readonly fqSiteName?: string;
  readonly pool?: string;
}

/** What became of a request. The parts hold no secret, no host and no pool; `found` holds secrets. */
export type DocumentConversion =
  | {
      readonly ok: true;
      readonly parts: DocumentParts;
      readonly found: readonly FoundCredential[];
      readonly address: ImportedAddress;
      readonly notes: readonly ImportNote[];
    }
  | { readonly ok: false; readonly problem: ImportProblem };

/**
 * Makes a request document's parts of an imported request: the operation is that of its path,
 * credentials are taken out, and headers that the client writes itself are left away. Never throws.
 */
export function toRequestDocument(request: ImportedRequest): DocumentConversion {
  const place = takeApart(request.url);
  const match = operationAt(place.path, request.method);
  if (!match) {
    return {
      ok: false,
      problem: {
        kind: "notOperation",
        method: request.method.slice(0, 20),
        path: place.path.slice(0, 200),
        paths: knownPaths,
      },
    };
  }
  const operation = allOperations[match.id];
  const sorted = sortHeaders(request.headers);
  const found = [...place.found, ...sorted.found];
  const carried = carriedBody(operation, place.query, request.body);
  const body = maskBody(carried.text, found);
  const others = [...place.query.keys()].filter(
    (name) => name !== "pool" && name !== operation.queryParameter?.name,
  );
  const content = contentOf(operation, body.text);
  const harmless = sorted.headers.map((header) =>
    withoutSecrets(header, [...found, ...body.found]),
  );
  const pool = place.query.get("pool");
  return {
    ok: true,
    parts: {
      operation: match.id,
      ...content.parts,
      ...(harmless.length > 0 && { headers: harmless }),
    },
    found: [...found, ...body.found],
    address: {
      ...(place.origin !== undefined && { origin: place.origin }),
      ...(match.site !== undefined && { fqSiteName: match.site }),
      ...(pool !== null && pool !== "" && { pool }),
    },
    notes: distinct([
      ...request.notes,
      ...sorted.notes,
      ...methodNotes(request.method, operation),
      ...carried.notes,
      ...content.notes,
      ...(others.length > 0 ? [{ kind: "queryDropped" as const, names: others }] : []),
      ...(body.isMasked ? [{ kind: "secretMasked" as const, where: "body" as const }] : []),
      ...(place.found.length > 0
        ? [{ kind: "secretMasked" as const, where: "address" as const }]
        : []),
    ]),
  };
}

interface Place {
  readonly origin?: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly found: readonly FoundCredential[];
}

/** The parts of an URL that need not be whole: its host may be a variable, or missing. */
function takeApart(written: string): Place {
  const [address = "", ...parameters] = (written.split("#", 1)[0] ?? "").trim().split("?");
  const [, host = "", rest = ""] =
    /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^/]*)(\/.*)?$/is.exec(address) ?? [];
  const found: FoundCredential[] = [];
  const path = rest.replace(/;([^/;=]*)=?([^/;]*)/g, (_, name: string, value: string) => {
    found.push({ kind: "other", header: name, value });
    return "";
  });
  const whole = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  const url = host !== "" && URL.canParse(whole) ? new URL(whole) : undefined;
  if (url && (url.username !== "" || url.password !== "")) {
    const user = `${decoded(url.username)}:${decoded(url.password)}`;
    found.push({
      kind: "basic",
      header: "Authorization",
      value: Buffer.from(user).toString("base64"),
    });
  }
  return {
    ...(url && !/[{}]/.test(host) && { origin: url.origin }),
    path,
    query: new URLSearchParams(parameters.join("?")),
    found: found.filter(({ value }) => value !== ""),
  };
}

const chatPath =
  /^\/engagement\/api\/(?<side>agent|consumer)\/(?<site>[^/]+)\/v1\/(?<name>[^/]+)\/?$/;

function operationAt(
  path: string,
  method: string,
): { readonly id: OperationId; readonly site?: string } | undefined {
  const { side, site, name } = chatPath.exec(path)?.groups ?? {};
  const candidates = operationIds.filter((id) => {
    const operation = allOperations[id];
    return operation.path === undefined
      ? operation.side === side && operation.name === name
      : operation.path === path.replace(/\/$/, "");
  });
  const id = candidates.find((each) => allOperations[each].method === method) ?? candidates[0];
  return id && { id, ...(site !== undefined && !/[{}]/.test(site) && { site: decoded(site) }) };
}

const operationIds = Object.keys(allOperations) as OperationId[];

const knownPaths = operationIds.map((id) => {
  const { method, side, name, path } = allOperations[id];
  return `${method} ${path ?? `/engagement/api/${side}/{site}/v1/${name}`}`;
});

function methodNotes(given: string, { method }: Operation): readonly ImportNote[] {
  return given === method
    ? []
    : [{ kind: "methodDiffers", given: given.slice(0, 20), documented: method }];
}

/** The text that carries the operation's JSON: its parameter where it has one, else the body. */
function carriedBody(
  { queryParameter }: Operation,
  query: URLSearchParams,
  body = "",
): { readonly text: string; readonly notes: readonly ImportNote[] } {
  const parameter = queryParameter && query.get(queryParameter.name);
  if (!queryParameter || body.trim() === "") {
    return { text: parameter ?? body, notes: [] };
  }
  return parameter
    ? { text: parameter, notes: [{ kind: "bodyDropped" }] }
    : { text: body, notes: [{ kind: "bodyToQuery", parameter: queryParameter.name }] };
}

function contentOf(
  { body }: Operation,
  text: string,
): {
  readonly parts: Pick<DocumentParts, "json" | "bodyText">;
  readonly notes: readonly ImportNote[];
} {
  if (text.trim() === "") {
    return { parts: Object.keys(body).length === 0 ? {} : { bodyText: text }, notes: [] };
  }
  return readJson(text).ok
    ? { parts: { json: escapeTokens(text.trim()) }, notes: [] }
    : { parts: { bodyText: text }, notes: [{ kind: "notJson" }] };
}

function withoutSecrets([name, value]: Header, found: readonly FoundCredential[]): Header {
  return [name, maskBody(value, found).text];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
