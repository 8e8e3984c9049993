import type { BulkView, ExchangeView, Fact, PanelView, ProfileLine, Tone } from "../panel/view";
import { badge } from "./controls";
import { el, icon } from "./dom";
import { factList } from "./facts";
import type { IconName } from "./iconNames";

/** How a tone looks and is said; colour alone never tells. */
const tones: Readonly<Record<Tone, ToneLook>> = {
  success: { picture: "pass", word: "Succeeded", counted: "succeeded" },
  warning: { picture: "warning", word: "Warning", counted: "with a warning" },
  failure: { picture: "error", word: "Failed", counted: "failed" },
  unknown: { picture: "question", word: "Outcome unknown", counted: "with an unknown outcome" },
};

interface ToneLook {
  readonly picture: IconName;
  readonly word: string;
  /** What stands behind a number. */
  readonly counted: string;
}

/** The picture of a tone in its colour. */
export function toneIcon(tone: Tone): HTMLElement {
  return icon(tones[tone].picture, tone);
}

/** The tone in words. */
export function toneWord(tone: Tone): string {
  return tones[tone].word;
}

/** The title of a view, and as whom and where it happened. */
export function headerOf(view: PanelView): HTMLElement[] {
  if (view.kind === "empty") {
    return [];
  }
  return [el("h1", { text: view.title, data: { find: "" } }), profileLine(view.profile)];
}

/** What came of it, in words; this is what a screen reader is told when it changes. */
export function verdictOf(view: PanelView): HTMLElement | undefined {
  switch (view.kind) {
    case "empty":
      return undefined;
    case "exchange":
      return exchangeVerdict(view);
    case "bulk":
      return bulkVerdict(view);
  }
}

function profileLine(profile: ProfileLine): HTMLElement {
  const parts = [profile.name, profile.site, profile.pool].filter((part) => part !== "");
  const chip = el("div", {
    class: "profile",
    title: `Profile ${profile.name}\nSite ${profile.site}\nPool ${profile.pool}\nServer ${profile.origin}`,
    data: { find: "" },
  });
  for (const [index, part] of parts.entries()) {
    const item = el("span", { class: "item" }, el("span", { class: "part", text: part }));
    if (index < parts.length - 1) {
      item.append(el("span", { text: "·", aria: { hidden: "true" } }));
    }
    chip.append(item);
  }
  if (profile.isSimulator) {
    chip.append(badge("SIMULATOR", "simulator"));
  }
  if (profile.isProduction) {
    chip.append(badge("PRODUCTION", "production"));
  }
  return chip;
}

function exchangeVerdict(view: ExchangeView): HTMLElement {
  const { tone, headline, explanation, advice } = view.verdict;
  const text = el(
    "div",
    { class: "verdict-text", data: { find: "" } },
    el(
      "p",
      { class: "headline" },
      el("span", { text: headline }),
      el("span", { class: "tone-word", text: toneWord(tone) }),
    ),
    explanation === "" ? undefined : el("p", { text: explanation }),
    advice === ""
      ? undefined
      : el("p", { class: "advice" }, el("strong", { text: "What to do: " }), advice),
  );
  const card = el("div", { class: `verdict ${tone}` }, toneIcon(tone), text);
  const status = factList(statusFacts(view), "status");
  return el("div", {}, card, status);
}

function statusFacts({ status, exceptionCode, verdict }: ExchangeView): Fact[] {
  const facts: Fact[] = [
    {
      name: "HTTP status",
      value:
        status === undefined ? "None: no answer arrived" : `${status.code} ${status.text}`.trim(),
    },
  ];
  if (exceptionCode !== undefined) {
    const { code, meaning, advice } = exceptionCode;
    const note = [meaning, advice === verdict.advice ? "" : advice].filter((part) => part !== "");
    facts.push({ name: "Exception code", value: code, note: note.join(" ") });
  }
  return facts;
}

function bulkVerdict({ rows }: BulkView): HTMLElement {
  const order: readonly Tone[] = ["success", "warning", "failure", "unknown"];
  const counts = el("div", { class: "counts" });
  for (const tone of order) {
    const count = rows.filter((row) => row.tone === tone).length;
    if (count > 0) {
      const words = `${count.toLocaleString("en")} ${tones[tone].counted}`;
      counts.append(el("span", { class: "count" }, toneIcon(tone), el("span", { text: words })));
    }
  }
  return counts;
}
