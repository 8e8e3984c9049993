import { parseTree } from "jsonc-parser";
import { wrongValue } from "../chat/client";
import { credentialHeaderNames } from "../chat/credentials";
import { headerOf, type Exchange, type Header } from "../chat/exchange";
import type { FieldToken } from "../chat/fields";
import { allOperations, type OperationId } from "../chat/operations";
import { mask } from "../chat/redact";
import type { KeptRecord } from "../exchanges/history/storedExchange";
import { readJson } from "../util/json";
import { escapeTokens } from "./tokens";
import { membersOf } from "./tree";
import type { DocumentParts } from "./writeDocument";

/** What every request says that nobody wrote a header for. */
const usualHeaders: Readonly<Record<string, RegExp>> = {
  accept: /^application\/json$/,
  "content-type": /^application\/json; charset=utf-8$/,
  "user-agent": /^engagement-desk\//,
};

/** What a kept request lacks to be the one that was sent. */
export type Lack =
  /** Something in it was masked. */
  | "secret"
  /** It was too long to be kept whole. */
  | "end";

type KeptRequest = Pick<KeptRecord, "exchange" | "profile" | "cut">;

/** What a kept request lacks to be sent once more; undefined where nothing does. */
export function lackOf({ exchange, cut }: KeptRequest): Lack | undefined {
  if (cut?.request !== undefined) {
    return "end";
  }
  const { operation, request } = exchange;
  const isMasked =
    [textOf(exchange), poolOf(exchange) ?? ""].some((text) => text.includes(mask)) ||
    ownHeadersOf(operation, request.headers).some(([, value]) => value.includes(mask));
  return isMasked ? "secret" : undefined;
}

const lackComments: Readonly<Record<Lack, string>> = {
  secret: `A secret stood in this request. It was not kept: ${mask} stands in its place, and a header that held it is left out.`,
  end: "The body was too long to be kept: this is its beginning.",
};

/**
 * What a request document needs to hold to send the same request once more. Its number and its time
 * become tokens: the same number twice would be another experiment. What is masked stays masked.
 */
export function documentPartsOf(record: KeptRequest): DocumentParts {
  const { exchange, profile } = record;
  const { operation, request } = exchange;
  const { credentials, pool: poolUse } = allOperations[operation];
  const pool = poolOf(exchange);
  const isOtherPool =
    poolUse !== "none" && pool !== undefined && pool !== profile.pool && !pool.includes(mask);
  const headers = ownHeadersOf(operation, request.headers);
  const lack = lackOf(record);
  return {
    operation,
    ...bodyOf(exchange),
    ...(isOtherPool && { pool }),
    headers: headers.filter(([, value]) => !value.includes(mask)),
    credentials: switchesOf(credentialHeaderNames[credentials], request.headers),
    ...(lack && { comments: [lackComments[lack]] }),
  };
}

/** The body, or what stands in the query in its place. */
function textOf({ operation, request }: Exchange): string {
  const { queryParameter } = allOperations[operation];
  return queryParameter
    ? (parametersOf(request.url)?.get(queryParameter.name) ?? "")
    : request.body;
}

function poolOf({ request }: Exchange): string | undefined {
  return parametersOf(request.url)?.get("pool") ?? undefined;
}

function parametersOf(url: string): URLSearchParams | undefined {
  return URL.canParse(url) ? new URL(url).searchParams : undefined;
}

/** The headers that somebody wrote, but for those that say as whom the call is made. */
function ownHeadersOf(operation: OperationId, headers: readonly Header[]): readonly Header[] {
  const { credentials } = allOperations[operation];
  const ofCredentials = new Set(
    [
      ...credentialHeaderNames[credentials],
      ...(credentials === "basic" ? ["OSvC-CREST-Application-Context"] : []),
    ].map((name) => name.toLowerCase()),
  );
  return headers.filter(([name, value]) => {
    const key = name.toLowerCase();
    return !ofCredentials.has(key) && usualHeaders[key]?.test(value) !== true;
  });
}

function bodyOf(exchange: Exchange): Pick<DocumentParts, "json" | "bodyText"> {
  const text = textOf(exchange);
  if (text === "") {
    // Only a body, be it an empty one, has a type.
    const { headers } = exchange.request;
    return headerOf(headers, "content-type") === undefined ? {} : { bodyText: "" };
  }
  return readJson(text).ok ? { json: withTokens(escapeTokens(text)) } : { bodyText: text };
}

const renewed: Readonly<Record<string, FieldToken>> = {
  sequenceNumber: "$next",
  timeCreated: "$now",
};

/** The body with tokens in the place of its number and its time. */
function withTokens(json: string): string {
  return membersOf(parseTree(json)).reduceRight((text, { name, value }) => {
    const token = Object.hasOwn(renewed, name) ? renewed[name] : undefined;
    // A number that the server is to refuse is the point of the request.
    const isOrdinary =
      value?.type === "number" &&
      /^\d{1,19}$/.test(text.slice(value.offset, value.offset + value.length));
    return token === undefined || !isOrdinary
      ? text
      : text.slice(0, value.offset) +
          JSON.stringify(token) +
          text.slice(value.offset + value.length);
  }, json);
}

function switchesOf(
  names: readonly string[],
  headers: readonly Header[],
): Readonly<Record<string, "omit" | "wrong">> {
  return Object.fromEntries(
    names.flatMap((name): [string, "omit" | "wrong"][] => {
      const value = headerOf(headers, name.toLowerCase());
      return value === undefined ? [[name, "omit"]] : value === wrongValue ? [[name, "wrong"]] : [];
    }),
  );
}
