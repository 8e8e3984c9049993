import { createRedactor, mask } from "../../chat/redact";

/** How much of a body is kept on disk, in bytes of UTF-8. */
export const maxBodyBytes = 1024 * 1024;

/** What is kept of a body. */
export interface KeptBody {
  readonly text: string;
  /** How long the whole body is, in bytes of UTF-8; present when only its beginning is kept. */
  readonly wholeBytes?: number;
}

const redactor = createRedactor([]);

/** A JSON Web Token whose end was cut off, which nothing tells from other words any more. */
const tornToken = /(?<![\w-])eyJ[\w-]*(?:\.[\w-]*){0,2}$/;

/**
 * What is kept of a body: as much of its beginning as {@link maxBodyBytes} allows, ending with a
 * whole character, and with whatever looks like a credential masked.
 */
export function keptBody(body: string): KeptBody {
  const start = beginningOf(body);
  const isCut = start.length < body.length;
  const redacted = redactor.text(isCut ? start.replace(tornToken, mask) : start);
  // A mask may be longer than what it stands for.
  const text = beginningOf(redacted);
  return isCut || text.length < redacted.length
    ? { text, wholeBytes: Buffer.byteLength(body) }
    : { text };
}

/** The beginning of a text, as many whole characters as there is room for. */
function beginningOf(text: string): string {
  // No character takes less than a byte: what lies beyond has no room in any case.
  const bytes = Buffer.from(text.slice(0, maxBodyBytes + 1));
  if (bytes.length <= maxBodyBytes) {
    return text;
  }
  let end = maxBodyBytes;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) {
    end -= 1;
  }
  return bytes.toString("utf8", 0, end);
}
