import {
  timelineActs,
  type TimelineHeader,
  type TimelineRow,
} from "../../../src/panel/timelineView";
import type { ExchangeView, Fact, ProfileLine } from "../../../src/panel/view";
import type { Script, Step } from "./inPage";

/** Gives one text after the other. */
export type Next = () => string;

/** The texts from one on, round and round. */
export function textsFrom(texts: readonly string[], from: number): Next {
  let at = from;
  return () => {
    const text = texts[at % texts.length] ?? "";
    at += 1;
    return text;
  };
}

/** An exchange with a text in each of its places: JSON in the answer, text with a fault in the request. */
export function hostileExchange(next: Next): Script {
  const [title, exchangeId, remedy] = [next(), next(), next()];
  const profile = profileOf(next);
  const [headline, explanation, advice] = [next(), next(), next()];
  const verdict = { tone: "failure", headline, explanation, advice } as const;
  const status = { code: 418, text: next() };
  const exceptionCode = { code: next(), meaning: next(), advice: next() };
  const notices = [next(), next()];
  const [result, timings, headers, sent] = [facts(next), facts(next), facts(next), facts(next)];
  const members = Array.from({ length: 8 }, () => [next(), next()] as const);
  const answer = `{${members.map((pair) => pair.map((text) => JSON.stringify(text)).join(":")).join()}}`;
  const line = next();
  const raw = [next(), next(), next()].join("\n");
  const fault = { message: next(), line: 1, column: 4 };
  const view: ExchangeView = {
    kind: "exchange",
    ...{ exchangeId, title, profile, verdict, status, exceptionCode, notices },
    ...{ remedy, result, timings, isSending: false, canSendAgain: true },
    answer: { headers, body: { text: answer, language: "json", byteLength: answer.length } },
    request: {
      ...{ line, headers: sent },
      body: { text: raw, language: "text", byteLength: raw.length, fault },
    },
  };
  const note = [exceptionCode.meaning, exceptionCode.advice].filter(
    (part, index) => index === 0 || part !== verdict.advice,
  );
  const places: Record<string, readonly string[]> = {
    h1: [title],
    ...placesOf(profile),
    ".headline > span:first-child": [verdict.headline],
    ".verdict-text > p:nth-child(2)": [verdict.explanation],
    ".advice": [`What to do: ${verdict.advice}`],
    ".status .fact-value": [`418 ${status.text}`.trim(), exceptionCode.code],
    ".status .fact-note": [note.join(" ")],
    ".notices li > span:last-child": notices,
    '[data-key="remedy"]': [remedy],
    ...placesOfFacts(".content > section:not(.body)", result),
    ...placesOfFacts('[data-section="timings"] > div', timings),
    ...placesOfFacts('[data-section="headers"] > div', headers),
    ...placesOfFacts('[data-section="request"] > div', sent),
    ".request-line": [line],
    '[data-body="answer"] .key': members.map(([key]) => JSON.stringify(key)),
    '[data-body="answer"] .value': members.map(([, value]) => JSON.stringify(value)),
    '[data-body="request"] .code': raw.split(/\r?\n/),
    ".fault-note": [fault.message],
    ".fault-line > span:last-child": [`Line 1, column 4: ${fault.message}`],
  };
  return {
    steps: [{ tell: { type: "render", view, canGoBack: true } }],
    places,
  };
}

/** Outcomes of several engagements with a text in each place. */
export function hostileOutcomes(next: Next): Script {
  const profile = profileOf(next);
  const title = next();
  const rows = (["success", "warning", "failure", "unknown"] as const).map((tone) => ({
    ...{ engagementId: next(), tone, outcome: next(), exchangeId: next() },
  }));
  return {
    steps: [
      { tell: { type: "render", view: { kind: "bulk", title, profile, rows }, canGoBack: false } },
    ],
    places: {
      h1: [title],
      "table.outcomes @aria-label": [title],
      ...placesOf(profile),
      "tbody th": rows.map(({ engagementId }) => engagementId),
      "tbody th button @data-key": rows.map(({ exchangeId }) => `exchange-${exchangeId}`),
      "tbody td:last-child": rows.map(({ outcome }) => outcome),
    },
  };
}

/** A timeline with a text in each place, JSON unfolded, a line refused and rows that come later. */
export function hostileTimeline(next: Next): Script {
  const header: TimelineHeader = {
    ...{ title: next(), customer: next(), question: next(), queue: next(), warning: next() },
    presence: { text: next(), tone: "warning" },
    state: { text: next(), tone: "unknown", since: start, isPending: true },
    profile: profileOf(next),
    acts: timelineActs.map((act) => ({ act, label: next() })),
    answerLine: { kind: "open", hint: next() },
  };
  const { profile } = header;
  const rows = kinds.map((kind, index) => rowOf(next, kind, index));
  const added = (["line", "message"] as const).map((kind, index) =>
    rowOf(next, kind, index + kinds.length),
  );
  const all = [...rows, ...added];
  const unfolded = all.filter(({ hasRaw }) => hasRaw);
  const raws = unfolded.map(({ key }) => ({ type: "raw", key, text: next() }) as const);
  const [typed, sentence] = [`x ${next()}`, next()];
  const identity = { profileId: next(), stream: "1000" };
  const steps: Step[] = [
    { tell: { type: "render", identity, header, rows } },
    { tell: { type: "append", added, changed: [] } },
    { click: '[data-key^="json-"][aria-expanded="false"]' },
    ...raws.map((raw) => ({ tell: raw })),
    { type: typed, into: "textarea" },
    { refuseLine: sentence },
  ];
  const told = ({ title, isUnknown, text = "", detail = "", run }: TimelineRow): string =>
    [title, isUnknown === true ? "unknown type" : "", text, detail, run ? "3 times" : ""]
      .filter((part) => part !== "")
      .join(", ");
  return {
    steps,
    places: {
      h1: [header.title],
      ".customer-name": [header.customer ?? ""],
      ".presence": [header.presence?.text ?? ""],
      ".question": [header.question ?? ""],
      ".question @title": [header.question ?? ""],
      ".header-warning > span:last-child": [header.warning ?? ""],
      ".state-word": [header.state?.text ?? ""],
      ".profile .part": [`queue ${header.queue ?? ""}`, `profile ${profile?.name ?? ""}`],
      ".profile .part @title": [`Queue ${header.queue ?? ""}`, profile ? tooltip(profile) : ""],
      '.acts [data-key^="act-"]': header.acts.map(({ label }) => label),
      ".composer-note": [header.answerLine.kind === "open" ? header.answerLine.hint : ""],
      ".composer-problem": [sentence],
      "textarea @value": [typed.replace(/\r\n?/g, "\n")],
      ".entry @data-row": all.map(({ key }) => key),
      ".entry .title": all.map(({ title }) => title),
      ".entry p.text": all.map(({ text = "" }) => text),
      ".entry .detail:not(:has(~ .detail))": all.map(({ detail = "" }) => detail),
      ".entry pre.json": raws.map(({ text }) => text),
      ".entry pre.json @aria-label": unfolded.map(({ title }) => `JSON of ${title}`),
      ".entry @aria-label": all.map(told),
      ".spoken p:nth-last-child(-n+2)": added.map(told),
    },
  };
}

const start = Date.UTC(2026, 2, 4, 9, 30);

const kinds = ["line", "activity", "call", "message", "state", "line"] as const;

const sides = ["customer", "agent", "server", "desk"] as const;

function rowOf(next: Next, kind: TimelineRow["kind"], index: number): TimelineRow {
  return {
    key: `${index} ${next()}`,
    at: start + index * 60_000,
    serverAt: start + index,
    side: sides[index % sides.length] ?? "desk",
    kind,
    title: next(),
    text: next(),
    detail: next(),
    tone: "failure",
    ...(kind === "activity" && { run: { count: 3, until: start + 90_000 } }),
    ...(kind === "message" && { isUnknown: true }),
    ...(kind === "state" && { isPending: true }),
    hasRaw: kind === "message",
    exchangeId: next(),
  };
}

function profileOf(next: Next): ProfileLine {
  const [name, site, origin, pool] = [next(), next(), next(), next()];
  return { name, site, origin, pool, isSimulator: true, isProduction: true };
}

function tooltip({ name, site, pool, origin }: ProfileLine): string {
  return `Profile ${name}\nSite ${site}\nPool ${pool}\nServer ${origin}`;
}

function placesOf(profile: ProfileLine): Record<string, readonly string[]> {
  const { name, site, pool } = profile;
  return { ".profile .part": [name, site, pool], ".profile @title": [tooltip(profile)] };
}

function facts(next: Next): readonly Required<Fact>[] {
  return [0, 1].map(() => ({ name: next(), value: next(), note: next() }));
}

function placesOfFacts(
  within: string,
  given: readonly Required<Fact>[],
): Record<string, readonly string[]> {
  return {
    [`${within} > dl dt`]: given.map(({ name }) => name),
    [`${within} > dl .fact-value`]: given.map(({ value }) => value),
    [`${within} > dl .fact-note`]: given.map(({ note }) => note),
  };
}
