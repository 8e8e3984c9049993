import type { Header } from "../../chat/exchange";
import {
  unreadable,
  type ImportedRequest,
  type ImportProblem,
  type ImportReading,
} from "./imported";

/** The longest HAR file that is read, in UTF-16 units. */
const maxHarLength = 200_000_000;

/**
 * Reads the requests of a HAR file, or of one entry of it, in their order. Bodies stand in it as
 * text, so no digit is lost. Never throws.
 */
export function readHarEntry(text: string): ImportReading {
  if (text.trim() === "") {
    return unreadable({ kind: "empty" });
  }
  if (text.length > maxHarLength) {
    return unreadable({ kind: "tooLong", limit: maxHarLength });
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return unreadable({ kind: "notHar", reason: "json" });
  }
  const entries = entriesOf(value);
  if (entries === undefined || entries.length === 0) {
    return unreadable({ kind: "notHar", reason: "noEntries" });
  }
  const [first, ...others] = entries.flatMap(requestOf);
  return first === undefined
    ? unreadable({ kind: "notHar", reason: "noRequest" } satisfies ImportProblem)
    : { ok: true, requests: [first, ...others] };
}

/** The entries of a file, of its log, of an array, or the entry itself. */
function entriesOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) {
    return value as readonly unknown[];
  }
  const log = member(value, "log");
  const entries = member(log, "entries") ?? member(value, "entries");
  if (Array.isArray(entries)) {
    return entries as readonly unknown[];
  }
  return isText(member(value, "url")) || member(value, "request") !== undefined
    ? [value]
    : undefined;
}

function requestOf(entry: unknown): readonly ImportedRequest[] {
  const request = member(entry, "request") ?? entry;
  const [method, url] = [member(request, "method"), member(request, "url")];
  if (!isText(url)) {
    return [];
  }
  const body = bodyOf(member(request, "postData"));
  return [
    {
      method: isText(method) ? method.toUpperCase() : "GET",
      url,
      headers: headersOf(member(request, "headers")),
      ...(body !== undefined && { body }),
      notes: [],
    },
  ];
}

/** Names with a colon before them are HTTP/2's own. */
function headersOf(list: unknown): readonly Header[] {
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((header): Header[] => {
    const [name, value] = [member(header, "name"), member(header, "value")];
    return isText(name) && isText(value) && !name.startsWith(":") ? [[name, value]] : [];
  });
}

/** Some programs write bytes in base64 and say so in a member that HAR has for answers only. */
function bodyOf(postData: unknown): string | undefined {
  const text = member(postData, "text");
  if (!isText(text)) {
    return undefined;
  }
  return member(postData, "encoding") === "base64" ? Buffer.from(text, "base64").toString() : text;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
