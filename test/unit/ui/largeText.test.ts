import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExchangeView } from "../../../src/panel/view";
import { LargeTextSender } from "../../../src/ui/largeText";
import { panelContent } from "../../../src/ui/panelContent";
import { concludeAt, recordOf, withServer } from "../chat/setup";

/** What the panel shows of a conclude, but for the text of its answer. */
async function viewWith(text: string): Promise<ExchangeView> {
  const { view } = await withServer(async ({ url }) =>
    panelContent(recordOf(await concludeAt(url))),
  );
  assert.ok(view.kind === "exchange");
  return withText(view, text);
}

function withText(view: ExchangeView, text: string): ExchangeView {
  assert.ok(view.answer);
  const { answer } = view;
  return { ...view, answer: { ...answer, body: { ...answer.body, text } } };
}

const large = `{"text":"${"ü😀".repeat(150_000)}"}`;

describe("the text of a large answer", () => {
  it("goes to the page as bytes apart from the view, every character of it", async () => {
    const view = await viewWith(large);
    const part = new LargeTextSender().partOf(view);
    assert.ok(part.answerText instanceof ArrayBuffer);
    assert.equal(new TextDecoder().decode(part.answerText), large);
    assert.deepEqual(part.view, withText(view, ""));
    assert.ok(JSON.stringify(part).length < 10_000);
  });

  it("goes there once, until the page is made anew or was sent another", async () => {
    const view = await viewWith(large);
    const other = await viewWith(`${large} `);
    const sender = new LargeTextSender();
    const sent = (shown: ExchangeView): unknown => {
      const { answerText } = sender.partOf(shown);
      return typeof answerText === "string" ? answerText : answerText?.byteLength;
    };
    const bytes = Buffer.byteLength(large);
    assert.deepEqual([sent(view), sent({ ...view, isSending: true })], [bytes, "kept"]);
    sender.forget();
    assert.deepEqual([sent(view), sent(other), sent(view)], [bytes, bytes + 1, bytes]);
  });

  it("is left in the view where it is short, and where there is no answer", async () => {
    const { answer, ...view } = await viewWith("{}");
    const sender = new LargeTextSender();
    assert.ok(answer);
    assert.deepEqual(sender.partOf({ ...view, answer }), { view: { ...view, answer } });
    assert.deepEqual(sender.partOf(view), { view });
    assert.deepEqual(sender.partOf({ kind: "empty" }), { view: { kind: "empty" } });
  });
});
