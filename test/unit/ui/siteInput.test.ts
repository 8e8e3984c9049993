import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseSite, siteText, userNameText } from "../../../src/ui/siteInput";

describe("the box for a site", () => {
  for (const [text, origin] of [
    ["acme.custhelp.com", "https://acme.custhelp.com"],
    [" https://acme.custhelp.com ", "https://acme.custhelp.com"],
    ["https://acme.custhelp.com/AgentWeb/?x=1#y", "https://acme.custhelp.com"],
    ["acme.custhelp.com/app/home", "https://acme.custhelp.com"],
    ["https://acme.custhelp.com:8443/a", "https://acme.custhelp.com:8443"],
    ["127.0.0.1:8085", "http://127.0.0.1:8085"],
    ["http://localhost:8085/x", "http://localhost:8085"],
  ] as const) {
    it(`takes ${text} for ${origin}`, () => {
      const reading = parseSite(text);
      assert.ok(reading.ok);
      assert.equal(reading.origin, origin);
    });
  }

  for (const [text, sentence] of [
    ["", /^Enter the host of the site, /],
    ["acme custhelp", /^A host has no blanks /],
    ["https://", /^This is neither a host nor an address\. /],
    ["ftp://acme.custhelp.com", /^A site is not served over ftp\. /],
    [
      "http://acme.custhelp.com/x",
      /^Plain http would send the password in clear to acme\.custhelp/,
    ],
    ["https://ada:x@acme.custhelp.com/x", /^User and password do not belong in the address\. /],
  ] as const) {
    it(`says what is wrong with “${text}”`, () => {
      const reading = parseSite(text);
      assert.ok(!reading.ok);
      assert.match(siteText(reading.problem), sentence);
    });
  }
});

describe("the box for a user name", () => {
  for (const [text, sentence] of [
    ["ada", undefined],
    ["Ada Lovelace", undefined],
    ["ada@example.com", undefined],
    ["ädä", undefined],
    [" ", "Enter the user name of the agent's account."],
    ["a:b", "A user name has no colon and no control character in it."],
    ["a\tb", "A user name has no colon and no control character in it."],
  ] as const) {
    it(`${sentence === undefined ? "takes" : "does not take"} ${JSON.stringify(text)}`, () => {
      assert.equal(userNameText(text), sentence);
    });
  }
});
