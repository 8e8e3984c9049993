import type { Failure, NetworkReason, ServerWord, UnreadableFault } from "../../chat/failure";
import type { JsonFault } from "../../util/json";
import { isRecord, type Fields } from "./fields";

/** Reads a failure that was stored as it is; undefined when it is none. */
export function parseFailure(value: unknown): Failure | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { kind } = value;
  return isKind(kind) ? parsers[kind](value) : undefined;
}

type Kind = Failure["kind"];

const parsers: Readonly<Record<Kind, (fields: Fields) => Failure | undefined>> = {
  network: ({ reason, code, maybeSent }) =>
    isNetworkReason(reason) && typeof code === "string" && typeof maybeSent === "boolean"
      ? { kind: "network", reason, code, maybeSent }
      : undefined,
  unsendable: ({ header }) =>
    typeof header === "string" ? { kind: "unsendable", header } : undefined,
  timeout: ({ timeoutMs }) =>
    typeof timeoutMs === "number" ? { kind: "timeout", timeoutMs } : undefined,
  cancelled: ({ maybeSent }) =>
    typeof maybeSent === "boolean" ? { kind: "cancelled", maybeSent } : undefined,
  unauthorized: (fields) => parseRefusal("unauthorized", fields),
  refused: (fields) => parseRefusal("refused", fields),
  systemError: (fields) => {
    const { status } = fields;
    return typeof status === "number"
      ? { kind: "systemError", status, ...wordOf(fields) }
      : undefined;
  },
  redirected: ({ status, location }) =>
    typeof status === "number" && isTextOrAbsent(location)
      ? { kind: "redirected", status, location }
      : undefined,
  unreadable: ({ status, fault }) => {
    const parsed = isRecord(fault) ? parseFault(fault) : undefined;
    return typeof status === "number" && parsed
      ? { kind: "unreadable", status, fault: parsed }
      : undefined;
  },
  tooLarge: ({ status, limitBytes }) =>
    typeof status === "number" && typeof limitBytes === "number"
      ? { kind: "tooLarge", status, limitBytes }
      : undefined,
};

/** Every kind of failure. */
export function isKind(value: unknown): value is Kind {
  return typeof value === "string" && Object.hasOwn(parsers, value);
}

function parseRefusal(kind: "unauthorized" | "refused", fields: Fields): Failure | undefined {
  const { status, isChatServer } = fields;
  return typeof status === "number" && typeof isChatServer === "boolean"
    ? { kind, status, isChatServer, ...wordOf(fields) }
    : undefined;
}

function wordOf({ exceptionCode, message }: Fields): ServerWord {
  return {
    ...(typeof exceptionCode === "string" && { exceptionCode }),
    ...(typeof message === "string" && { message }),
  };
}

function parseFault(fields: Fields): UnreadableFault | undefined {
  const { reason, contentType, charset, receivedBytes, announcedBytes, code, fault, missing } =
    fields;
  switch (reason) {
    case "empty":
      return { reason };
    case "contentType":
      return isTextOrAbsent(contentType) ? { reason, contentType } : undefined;
    case "charset":
    case "encoding":
      return typeof charset === "string" ? { reason, charset } : undefined;
    case "truncated":
      return typeof receivedBytes === "number" &&
        (announcedBytes === undefined || typeof announcedBytes === "number")
        ? { reason, receivedBytes, announcedBytes }
        : undefined;
    case "compression":
      return typeof code === "string" ? { reason, code } : undefined;
    case "json":
      return isJsonFault(fault) ? { reason, fault } : undefined;
    case "shape":
      return isTextOrAbsent(missing) ? { reason, missing } : undefined;
    default:
      return undefined;
  }
}

function isJsonFault(value: unknown): value is JsonFault {
  return (
    isRecord(value) &&
    typeof value["message"] === "string" &&
    typeof value["line"] === "number" &&
    typeof value["column"] === "number"
  );
}

const networkReasons: Readonly<Record<NetworkReason, true>> = {
  refusedConnection: true,
  unknownHost: true,
  unreachable: true,
  certificate: true,
  clientCertificate: true,
  tls: true,
  reset: true,
  other: true,
};

function isNetworkReason(value: unknown): value is NetworkReason {
  return typeof value === "string" && Object.hasOwn(networkReasons, value);
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
