import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { EngagementDeskApi } from "../../../src/extension";
import {
  activatedDesk,
  finish,
  hasTab,
  labelOf,
  rowIn,
  rows,
  run,
  runTakingDefaults,
  setSetting,
  treeText,
  until,
} from "./desk";

describe("the live session", () => {
  let api: EngagementDeskApi;

  before(async () => {
    // Modal dialogs are refused in test runs of VS Code; the browser tests answer them.
    await setSetting("confirmConclude", "never");
    await setSetting("releaseAfterConclude", "never");
    api = (await activatedDesk()).exports;
    await run("startSimulator");
    // What the simulator begins with is out of the way: one slot is asked for, and one is there.
    await finish(api, ["1000", "1001", "1002", "1003", "1004"]);
    await run("clearEnded");
  });

  after(async () => {
    await run("stopSimulator");
    await setSetting("releaseAfterConclude", undefined);
    await setSetting("confirmConclude", undefined);
  });

  it("shows the offer of a customer to the agent who is available and asked for one", async () => {
    await run("goAvailable");
    await runTakingDefaults("requestAssignment");
    await runTakingDefaults("simulateCustomer");
    const { item, text } = await rowIn(api, "offered");
    assert.match(text, /^\[bell-dot\] \S.* \d+ offered \S/, "customer, id, state, question");
    assert.equal(item.contextValue, "engagement.offered+accept+decline=accept=decline");
  });

  it("accepts the offer of a row, and opens its timeline", async () => {
    const { item, node, text } = await rowIn(api, "offered");
    await run("acceptEngagement", node);
    const accepted = text
      .replace("[bell-dot]", "[comment-discussion]")
      .replace("offered", "active");
    assert.deepEqual(await treeText(api), [accepted]);
    const [, id = ""] = / (\d+) offered/.exec(text) ?? [];
    const title = `${id} · ${labelOf(item)}`;
    await until(`a tab ${title}`, () => hasTab(title));
  });

  it("concludes it, and offers the next customer only once it is released", async () => {
    const { node } = await rowIn(api, "active");
    await run("concludeEngagement", node);
    const { item } = await rowIn(api, "wrapUp");
    assert.equal(item.contextValue, "engagement.wrapUp+release=release");
    await runTakingDefaults("simulateCustomer");
    assert.equal((await treeText(api)).length, 1, "wrap-up holds the slot");
    await run("releaseEngagement", node);
    await rowIn(api, "offered");
  });

  it("declines an offer, and keeps what ended in a group of its own", async () => {
    const { node } = await rowIn(api, "offered");
    await run("declineEngagement", node);
    const group = (await rows(api)).at(-1);
    assert.equal(group?.text, "[] Ended 2");
    const ended = (await rows(api, group)).map(({ text }) => text);
    assert.match(ended[0] ?? "", /^\[check-all\] \S.* \d+ released \S/);
    assert.match(ended[1] ?? "", /^\[circle-slash\] \S.* \d+ declined \S/);
    await run("clearEnded");
    assert.deepEqual(await treeText(api), []);
  });

  it("sends nothing once the agent has logged off, and works on after signing in again", async () => {
    await run("logOff");
    await run("concludeEngagement", "4711");
    assert.deepEqual(await treeText(api), [], "a request would leave its engagement behind");
    await run("signIn");
    await run("concludeEngagement", "4711");
    assert.deepEqual(await treeText(api), ["[warning] 4711 refused tracked"]);
  });
});
