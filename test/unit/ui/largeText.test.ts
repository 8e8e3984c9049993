import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { beginningLength } from "../../../src/panel/protocol";
import type { ExchangeView, PanelView } from "../../../src/panel/view";
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

/** All parts of the messages about a view. */
function parts(sender: LargeTextSender, view: PanelView) {
  return [...sender.partsOf(view)];
}

describe("the text of a large answer", () => {
  it("goes to the page as bytes apart from the view, every character of it", async () => {
    const view = await viewWith(large);
    const part = parts(new LargeTextSender(), view).at(-1);
    assert.ok(part?.answerText instanceof ArrayBuffer);
    assert.equal(new TextDecoder().decode(part.answerText), large);
    assert.deepEqual(part.view, withText(view, ""));
    assert.ok(JSON.stringify(part).length < 10_000);
  });

  it("is preceded by its beginning, unless that cannot be read by itself", async () => {
    const view = await viewWith(large);
    const [first, second, ...others] = parts(new LargeTextSender(), view);
    assert.deepEqual(first, {
      view: withText(view, large.slice(0, beginningLength)),
      isBeginning: true,
    });
    assert.equal(second?.isBeginning, undefined);
    assert.deepEqual(others, []);
    assert.ok(view.answer);
    const body = { ...view.answer.body, language: "text" } as const;
    const page = { ...view, answer: { ...view.answer, body } };
    assert.equal(parts(new LargeTextSender(), page).length, 1);
  });

  it("goes there once, until the page is made anew or was sent another", async () => {
    const view = await viewWith(large);
    const other = await viewWith(`${large} `);
    const sender = new LargeTextSender();
    const sent = (shown: ExchangeView): unknown => {
      const { answerText } = parts(sender, shown).at(-1) ?? {};
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
    assert.deepEqual(parts(sender, { ...view, answer }), [{ view: { ...view, answer } }]);
    assert.deepEqual(parts(sender, view), [{ view }]);
    assert.deepEqual(parts(sender, { kind: "empty" }), [{ view: { kind: "empty" } }]);
  });
});
