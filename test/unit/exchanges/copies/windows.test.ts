import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import type { SentRequest } from "../../../../src/chat/exchange";
import { copyOf } from "../../../../src/exchanges/copies/copy";
import { cmdArguments, powerShellValues } from "./windowsShells";

const variables = {
  X_JSESSIONID: "node01h8m13&|<>^(x)",
  PATH: "C:\\Windows",
  A: "never",
  AB: "never",
};

const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."'\"\\$`\n !%^&|<>()[]{},;=~AB:aé’‘😀\u2028".split("")) }),
  fc.string({ unit: "binary" }).map((text) => text.replaceAll("\r", "")),
);
const headerValues = fc
  .string({ unit: fc.constantFrom(..."'\"\\$` !%^&|<>()[]{},;=~AB:a".split("")) })
  .map((text) => `v${text}`)
  .filter((text) => text.trim() === text);

function requestWith(url: string, header: string, body: string): SentRequest {
  return {
    method: "POST",
    url,
    headers: [
      ["X-Trace", header],
      ["X-JSESSIONID", "•••"],
    ],
    body,
  };
}

describe("the copy for cmd", () => {
  const check = "if not defined X_JSESSIONID (echo X_JSESSIONID: set it to the session id) else ";

  it("asks for the variable first, on one line with the command", () => {
    const copy = copyOf("curlCmd", requestWith("http://127.0.0.1:1/a%7B", "1", '{"a":1}'));
    assert.equal(
      copy,
      `${check}curl --request POST ^"http://127.0.0.1:1/a^%^7B^" ^
  --header ^"X-Trace: 1^" ^
  --header X-JSESSIONID": %X_JSESSIONID%" ^
  --data-raw ^"{\\^"a\\^":1}^"`,
    );
  });

  it("is one command with these arguments, whatever the parts", () => {
    fc.assert(
      fc.property(texts, headerValues, texts, (url, header, body) => {
        const copy = copyOf("curlCmd", requestWith(`http://h/${url}`, header, body));
        assert.ok(copy.startsWith(check));
        const words = cmdArguments(copy.slice(check.length), variables);
        assert.deepEqual(
          words.filter((word) => word !== "--globoff"),
          [
            ...["curl", "--request", "POST", `http://h/${url}`, "--header", `X-Trace: ${header}`],
            ...["--header", `X-JSESSIONID: ${variables.X_JSESSIONID}`, "--data-raw", body],
          ],
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("the copy for PowerShell", () => {
  /** The body that the script writes to its file, and the words of its command. */
  function parts(copy: string): {
    readonly body: string | undefined;
    readonly words: readonly string[];
  } {
    const [, written = ""] = /WriteAllText\(\$body, (.*)\)\n/.exec(copy) ?? [];
    const [, command = ""] = /^ {2}(curl\.exe (?:.|`\n)*)\n\} finally/m.exec(copy) ?? [];
    return {
      body: powerShellValues(written, variables)[0],
      words: powerShellValues(command, variables),
    };
  }

  it("checks the variable, writes the body to a file, sends that and removes it", () => {
    assert.equal(
      copyOf("curlPowerShell", requestWith("http://127.0.0.1:1/a", "1", '{"a":"it\'s\n"}')),
      `if (-not $env:X_JSESSIONID) { throw 'X_JSESSIONID: set it to the session id' }
$body = [IO.Path]::GetTempFileName()
try {
  [IO.File]::WriteAllText($body, ('{"a":"it''s' + [char]10 + '"}'))
  curl.exe --request 'POST' 'http://127.0.0.1:1/a' \`
    --header 'X-Trace: 1' \`
    --header ('X-JSESSIONID: ' + $env:X_JSESSIONID) \`
    --data-binary "@$body"
} finally { Remove-Item -LiteralPath $body }`,
    );
  });

  it("refuses releases that lose quotation marks where a header has one", () => {
    const refusal = /^if \(\$PSVersionTable\.PSVersion -lt \[version\]'7\.3'\) \{ throw /;
    assert.match(copyOf("curlPowerShell", requestWith("http://h/", 'a"b', "{}")), refusal);
    assert.doesNotMatch(
      copyOf("curlPowerShell", requestWith("http://h/", "ab", '{"a":1}')),
      refusal,
    );
  });

  it("sends a GET without a body, in one command", () => {
    const copy = copyOf("curlPowerShell", {
      method: "GET",
      url: "http://h/",
      headers: [],
      body: "",
    });
    assert.equal(copy, "curl.exe --request 'GET' 'http://h/'");
  });

  it("holds the same body, address and headers, whatever they are", () => {
    fc.assert(
      fc.property(texts, headerValues, texts, (url, header, body) => {
        const copy = copyOf("curlPowerShell", requestWith(`http://h/${url}`, header, body));
        const read = parts(copy);
        assert.equal(read.body, body);
        assert.deepEqual(
          read.words.filter((word) => word !== "--globoff"),
          [
            ...["curl.exe", "--request", "POST", `http://h/${url}`],
            ...["--header", `X-Trace: ${header}`],
            ...["--header", `X-JSESSIONID: ${variables.X_JSESSIONID}`],
            ...["--data-binary", '"@$body"'],
          ],
        );
      }),
      { numRuns: 500 },
    );
  });
});
