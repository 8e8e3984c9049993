/** What an option of curl means for the request; `skip` takes a value that is of no use here. */
export type CurlOption =
  | "method"
  | "header"
  | "data"
  | "dataRaw"
  | "dataUrlencode"
  | "json"
  | "user"
  | "bearer"
  | "url"
  | "cookie"
  | "userAgent"
  | "referer"
  | "get"
  | "head"
  | "form"
  | "flag"
  | "harmless"
  | "skip";

/** Long options by name; short ones stand for them. */
const longOptions: Readonly<Record<string, CurlOption>> = {
  request: "method",
  header: "header",
  data: "data",
  "data-ascii": "data",
  "data-binary": "data",
  "data-raw": "dataRaw",
  "data-urlencode": "dataUrlencode",
  json: "json",
  user: "user",
  "oauth2-bearer": "bearer",
  url: "url",
  cookie: "cookie",
  "user-agent": "userAgent",
  referer: "referer",
  get: "get",
  head: "head",
  form: "form",
  "form-string": "form",
  ...listed(
    "harmless",
    "silent show-error verbose include compressed globoff no-progress-meter progress-bar no-buffer basic",
  ),
  ...listed(
    "flag",
    `insecure location fail fail-with-body http1.0 http1.1 http2 http3 ipv4 ipv6 anyauth digest negotiate ntlm
     path-as-is remote-name remote-header-name tlsv1 tlsv1.1 tlsv1.2 tlsv1.3 ssl-reqd no-keepalive parallel
     location-trusted next proxy-insecure remove-on-error retry-all-errors retry-connrefused disable junk-session-cookies`,
  ),
  ...listed(
    "skip",
    `abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
     cookie-jar create-file-mode crlfile dns-servers doh-url dump-header engine expect100-timeout hsts interface
     keepalive-time key key-type limit-rate local-port max-filesize max-redirs max-time netrc-file noproxy output
     output-dir parallel-max pass pinnedpubkey preproxy proto proxy proxy-header proxy-user range rate resolve retry
     retry-delay retry-max-time service-name socks5 socks5-hostname speed-limit speed-time stderr time-cond tls-max
     trace trace-ascii unix-socket upload-file variable write-out`,
  ),
};

const shortOptions: Readonly<Record<string, string>> = {
  ...{ X: "request", H: "header", d: "data", u: "user", b: "cookie", A: "user-agent" },
  ...{ e: "referer", G: "get", I: "head", F: "form", s: "silent", S: "show-error", v: "verbose" },
  ...{ i: "include", g: "globoff", N: "no-buffer", "#": "progress-bar", k: "insecure" },
  ...{ L: "location", f: "fail", O: "remote-name", J: "remote-header-name", o: "output" },
  ...{ w: "write-out", x: "proxy", m: "max-time", c: "cookie-jar", D: "dump-header", E: "cert" },
  ...{ K: "config", r: "range", T: "upload-file", U: "proxy-user", y: "speed-time" },
  ...{ Y: "speed-limit", z: "time-cond", C: "continue-at", "0": "http1.0", "1": "tlsv1" },
  ...{ "4": "ipv4", "6": "ipv6", q: "disable", j: "junk-session-cookies", ":": "next" },
};

/** The long name of a short option, or the letter itself. */
export function longNameOf(letter: string): string {
  return (Object.hasOwn(shortOptions, letter) ? shortOptions[letter] : undefined) ?? letter;
}

/** What the option of a long name means; undefined where curl's manual of this day knows none. */
export function optionOf(longName: string): CurlOption | undefined {
  return Object.hasOwn(longOptions, longName) ? longOptions[longName] : undefined;
}

/** Whether an option has a value behind it. */
export function takesValue(option: CurlOption): boolean {
  return !["get", "head", "flag", "harmless"].includes(option);
}

function listed(option: CurlOption, names: string): Readonly<Record<string, CurlOption>> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, option]));
}
