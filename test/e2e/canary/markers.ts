import { randomBytes } from "node:crypto";
import type { Header } from "../../../src/chat/exchange";

/** A secret that nothing else in the world has in it. */
export interface Marker {
  readonly name: string;
  /**
   * Letters and digits only, so that escapes of JSON, URLs and HTML leave them as they are: whatever else the secret
   * holds, this much of it can be found in all of those.
   */
  readonly heart: string;
}

const nonce = randomBytes(8).toString("hex");

/** The password of the agent, with what every kind of escape has to change. */
export const password = `Kanarie:"${nonce}Gelb\\/+&<7`;

/** The id of the session that the n-th sign-in begins. */
export function sessionIdOf(count: number): string {
  return `node0canary${nonce}n${count}pid42`;
}

/** A session that is typed by hand. */
export const readySession = `node0ready${nonce}pid42`;

/** Every secret of the run that is known before it begins. */
export const markers: readonly Marker[] = [
  { name: "password", heart: `${nonce}Gelb` },
  { name: "session id of a sign-in", heart: `node0canary${nonce}n` },
  { name: "session id typed by hand", heart: readySession },
  { name: "session id of the extension's own simulator", heart: "node0simulator00000000000001" },
  {
    name: "JWT",
    heart: Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url"),
  },
];

/** Secrets that were made meanwhile, as markers: their longest piece without a punctuation mark. */
export function markersOf(name: string, secrets: Iterable<string>): readonly Marker[] {
  return [...new Set(secrets)].flatMap((secret) => {
    const [heart = ""] = secret.split(/[^A-Za-z0-9]+/).sort((a, b) => b.length - a.length);
    return heart.length >= 12 ? [{ name, heart }] : [];
  });
}

/** The bytes in which a marker may stand in a file: as itself, in hexadecimal, within base64, all also in UTF-16. */
export function formsOf({ heart }: Marker): readonly Buffer[] {
  const bytes = [Buffer.from(heart), Buffer.from(heart, "utf16le")];
  const texts = bytes.flatMap((encoded) => [
    encoded.toString("hex"),
    encoded.toString("hex").toUpperCase(),
    ...[0, 1, 2].map((shift) => insideBase64(encoded, shift)),
  ]);
  return [heart, ...texts].flatMap((text) => [Buffer.from(text), Buffer.from(text, "utf16le")]);
}

/** The digits of base64 that do not depend on what stands around the bytes. */
function insideBase64(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  return whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

/** A secret in the encodings in which a server may give it back, one a line. */
export function echoOf(secret: string): string {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret),
    JSON.stringify(JSON.stringify(secret)),
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
    Array.from(secret, (letter) => `&#${letter.charCodeAt(0)};`).join(""),
    Array.from(secret, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(
      "",
    ),
    ...["", "a", "ab"].map((before) => Buffer.from(`${before}${secret}z`).toString("base64")),
    Buffer.from(`ab${secret}`).toString("base64url"),
    Buffer.from(`agent:${secret}`).toString("base64"),
    Buffer.from(secret, "utf16le").toString("base64"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ].join("\n");
}

/** The same as headers: those that may be shown, those that may not, and in a name. */
export function echoHeaders(secret: string): readonly Header[] {
  const forms = echoOf(secret).split("\n");
  return [
    ["Content-Type", "application/json;charset=utf-8"],
    [
      "Location",
      `https://elsewhere.invalid/${encodeURIComponent(secret)}?a=${forms[8] ?? ""}#${forms[12] ?? ""}`,
    ],
    ["Set-Cookie", `JSESSIONID=${encodeURIComponent(secret)}`],
    ["X-Powered-By", forms[9] ?? ""],
    ["Via", `1.1 ${Buffer.from(secret).toString("hex")}`],
    ["Server", forms.join(" ")],
    ["X-Unheard-Of", secret],
    [`X-${Buffer.from(secret).toString("hex")}`, "in a name"],
  ];
}
