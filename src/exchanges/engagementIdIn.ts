import type { Exchange } from "../chat/exchange";
import { allOperations } from "../chat/operations";
import { parseInt64 } from "../util/int64";
import { isJsonObject, numberText, readJson } from "../util/json";

/** The engagement that a request is about, as its body or its query says; undefined for none. */
export function engagementIdIn({ operation, request }: Exchange): bigint | undefined {
  const { queryParameter } = allOperations[operation];
  const text = queryParameter ? parameterOf(request.url, queryParameter.name) : request.body;
  const reading = text === "" ? undefined : readJson(text);
  if (!reading?.ok || !isJsonObject(reading.value)) {
    return undefined;
  }
  const { engagementId, destinationId, destinationType } = reading.value;
  const digits = numberText(
    operation === "postMessage" && destinationType === "ENGAGEMENT" ? destinationId : engagementId,
  );
  const id = digits === undefined ? undefined : parseInt64(digits);
  return id?.ok ? id.value : undefined;
}

function parameterOf(url: string, name: string): string {
  return URL.canParse(url) ? (new URL(url).searchParams.get(name) ?? "") : "";
}
