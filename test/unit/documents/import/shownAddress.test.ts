import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { shownAddress } from "../../../../src/documents/import/shownAddress";

const base = "https://chat.example.com/engagement/api/agent/acme/v1";

function shown(url: string, headers: readonly (readonly [string, string])[] = []): string {
  return shownAddress({ method: "POST", url, headers, notes: [] });
}

describe("shownAddress", () => {
  it("leaves an address that tells no secret as it is", () => {
    for (const url of [`${base}/concludeChat`, "{{host}}/v1/concludeChat", "not an address"]) {
      assert.equal(shown(url), url);
    }
  });

  it("masks user info, the parameters of path and query, and the fragment", () => {
    assert.equal(
      shown("https://ada:s3cret@chat.example.com/v1/x;jsessionid=node0abc?token=abc&pool=1:1#abc"),
      "https://•••@chat.example.com/v1/x;jsessionid=•••?token=•••&pool=•••#•••",
    );
  });

  it("masks the credentials of the request's own headers wherever they stand in it", () => {
    assert.equal(
      shown(`${base}/node0abcdef/concludeChat`, [
        ["X-JSESSIONID", "node0abcdef"],
        ["X-AID", "acme"],
      ]),
      `${base}/•••/concludeChat`,
    );
  });
});
