import { isJsonObject, readJson, writeJson } from "../util/json";
import { type Answer, jsonMediaType } from "./answers";

const note = "Grüße aus Köln";

/** The answer with a body that is declared, and as far as Node can encoded, in a charset. */
export function inCharset(answer: Answer, label: string): Answer {
  const text = withMember(answer, "simNote", note);
  return {
    ...answer,
    headers: [["Content-Type", `application/json;charset=${label}`]],
    body: encode(text, label.toLowerCase()),
  };
}

/** The answer with a string in it that is not UTF-8, although declared so. */
export function inBrokenUtf8(answer: Answer): Answer {
  const [before = "", after = ""] = withMember(answer, "simNote", note).split("ü");
  return {
    ...answer,
    body: Buffer.concat([Buffer.from(before), Buffer.of(0xfc), Buffer.from(after)]),
  };
}

/** The answer padded to a number of bytes. */
export function padded(answer: Answer, bytes: number): Answer {
  const bare = Buffer.from(withMember(answer, "simPadding", ""));
  const end = bare.lastIndexOf('"');
  const padding = Buffer.alloc(Math.max(0, bytes - bare.length), "x");
  return { ...answer, body: Buffer.concat([bare.subarray(0, end), padding, bare.subarray(end)]) };
}

/** The answer in which the first `…String` twin says something else. */
export function withTwin(answer: Answer, twin: string | undefined): Answer {
  const body = answer.body
    .toString()
    .replace(
      /("\w+String": ")(\d+)"/,
      (_match, start: string, id: string) => `${start}${twin ?? (BigInt(id) + 1n).toString()}"`,
    );
  return { ...answer, body };
}

/** The body with the fault of the documentation's example: a comma before a closing brace. */
export function withStrayComma({ body }: Answer): string {
  return body.toString().replace(/\n *\}/, ",$&");
}

/** HTTP 200 with text in place of the envelope. */
export function withText(text: string): Answer {
  return { status: 200, headers: [["Content-Type", jsonMediaType]], body: text };
}

function withMember({ body }: Answer, name: string, value: string): string {
  const reading = readJson(body.toString());
  return reading.ok && isJsonObject(reading.value)
    ? writeJson({ ...reading.value, [name]: value }, 2)
    : body.toString();
}

function encode(text: string, label: string): Buffer {
  switch (label) {
    case "iso-8859-1":
    case "latin1":
      return Buffer.from(text, "latin1");
    case "utf-16":
      return Buffer.from(`\uFEFF${text}`, "utf16le");
    case "utf-16le":
      return Buffer.from(text, "utf16le");
    case "utf-16be":
      return Buffer.from(text, "utf16le").swap16();
    default:
      return Buffer.from(text);
  }
}
