import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { startSecureFront } from "../../fixtures/tls/secureFront";
import { rootAuthority } from "../../fixtures/tls/selfSigned";
import { afterTest, cleanUpAll } from "../engagements/setup";
import { documentOf, setupDocuments as setup } from "./callsSetup";

describe("DocumentCalls over TLS", () => {
  afterEach(cleanUpAll);

  it("asks for what the profile trusts at the site, and is answered under it", async () => {
    const root = rootAuthority();
    const asked: (readonly [string, string])[] = [];
    const { documents, profile, simulator } = await setup({
      parts: {
        tlsFor: (profileId, origin) => {
          asked.push([profileId, origin]);
          return Promise.resolve({ authorities: [root.cert] });
        },
      },
    });
    const front = await startSecureFront(simulator, root.issue());
    afterTest(() => front.close());
    const secured = { ...profile, signIn: { siteOrigin: front.origin, userName: "ada" } };
    const outcome = await documents.send(secured, documentOf("serviceSettings"), {
      signal: new AbortController().signal,
    });
    assert.equal(outcome.kind, "answered");
    assert.ok(outcome.record.exchange.result.ok);
    assert.deepEqual(asked, [[profile.id, front.origin]]);
  });
});
