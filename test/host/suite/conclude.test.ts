import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { EngagementDeskApi } from "../../../src/extension";
import { activatedDesk, hasTab, nodeOf, rows, run, setSetting, treeText, until } from "./desk";

describe("concluding engagements", () => {
  let api: EngagementDeskApi;

  before(async () => {
    // Modal dialogs are refused in test runs of VS Code; the browser tests answer them.
    await setSetting("confirmConclude", "never");
    api = (await activatedDesk()).exports;
    await run("startSimulator");
  });

  after(async () => {
    await run("stopSimulator");
    await setSetting("confirmConclude", undefined);
  });

  it("shows the simulator's engagements as active", async () => {
    assert.deepEqual(await treeText(api), [
      "[comment-discussion] 1000 active",
      "[comment-discussion] 1001 active",
      "[comment-discussion] 1002 active",
      "[comment-discussion] 1003 active",
      "[comment-discussion] 1004 active",
    ]);
  });

  it("gives every row an id of its own and a label for screen readers", async () => {
    const all = await rows(api);
    assert.equal(new Set(all.map(({ item }) => item.id)).size, all.length);
    const [first] = all;
    assert.equal(
      first?.item.accessibilityInformation?.label,
      "Engagement 1000, active, for less than a minute",
    );
    assert.equal(
      first.item.contextValue,
      "engagement.active+post+reroute+conclude=post=conclude",
      "what the menus are matched against",
    );
  });

  it("concludes the engagement of a row and opens the panel", async () => {
    await run("concludeEngagement", await nodeOf(api, "1000"));
    assert.equal((await treeText(api))[0], "[pass] 1000 wrap-up");
    await until("the panel's tab", () => hasTab("Engagement Desk"));
  });

  it("concludes a selection of rows with one command", async () => {
    const nodes = [await nodeOf(api, "1001"), await nodeOf(api, "1002")];
    await run("concludeEngagement", nodes[0], nodes);
    assert.deepEqual((await treeText(api)).slice(0, 4), [
      "[pass] 1000 wrap-up",
      "[pass] 1001 wrap-up",
      "[pass] 1002 wrap-up",
      "[comment-discussion] 1003 active",
    ]);
  });

  it("sends nothing again for a row of the selection that is concluded", async () => {
    const nodes = [await nodeOf(api, "1003"), await nodeOf(api, "1000")];
    await run("concludeEngagement", nodes[0], nodes);
    const text = await treeText(api);
    assert.equal(text[0], "[pass] 1000 wrap-up", "a second request would have been refused");
    assert.equal(text[3], "[pass] 1003 wrap-up");
  });

  it("takes an id as text, to the last digit, and shows that the server refused it", async () => {
    await run("concludeEngagement", "9223372036854775807");
    assert.equal((await treeText(api)).at(-1), "[warning] 9223372036854775807 refused tracked");
  });

  it("forgets an engagement without asking the server", async () => {
    await run("stopTracking", await nodeOf(api, "9223372036854775807"));
    assert.equal((await treeText(api)).length, 5);
  });

  it("starts one simulator for two clicks, and stops it for two", async () => {
    await Promise.all([run("stopSimulator"), run("stopSimulator")]);
    assert.deepEqual(await treeText(api), []);
    await Promise.all([run("startSimulator"), run("startSimulator")]);
    assert.equal((await treeText(api)).length, 5);
    await run("stopSimulator");
    await until("the simulator's rows are gone", async () => (await treeText(api)).length === 0);
    await run("startSimulator");
  });

  it("leaves neither profile nor engagements behind when the simulator stops", async () => {
    await run("stopSimulator");
    assert.deepEqual(await treeText(api), []);
    await run("startSimulator");
    assert.equal((await treeText(api)).length, 5);
  });
});
