import type { TimelineAct, TimelineHeader } from "../../panel/timelineView";
import type { ProfileLine } from "../../panel/view";
import { el, icon } from "../dom";
import { ageText } from "./times";

/** What the header's buttons do. */
export interface HeaderContext {
  readonly act: (act: TimelineAct) => void;
  readonly copyMarkdown: () => void;
}

/** What stands above the rows: whom it is about, how it stands, what can be done. */
export function headerParts(header: TimelineHeader, context: HeaderContext): HTMLElement[] {
  const { title, customer, presence, question, queue, state, warning, profile, acts } = header;
  const name = el("div", { class: "name" }, el("h1", { text: title }));
  if (customer !== undefined) {
    const said = el("span", { class: "customer-name", text: customer });
    said.dir = "auto";
    name.append(said);
  }
  if (presence) {
    name.append(el("span", { class: `presence ${presence.tone}`, text: presence.text }));
  }
  const facts = el("div", { class: "profile" });
  if (state) {
    facts.append(
      el(
        "span",
        { class: "state" },
        state.isPending ? icon("loading") : undefined,
        el("span", { class: `state-word ${state.tone}`, text: state.text }),
        sinceOf(state.since),
      ),
    );
  }
  if (queue !== undefined) {
    facts.append(el("span", { class: "part", text: `queue ${queue}`, title: `Queue ${queue}` }));
  }
  if (profile) {
    facts.append(...profileParts(profile));
  }
  const asked =
    question === undefined
      ? undefined
      : el("p", { class: "question", text: question, title: question });
  if (asked) {
    asked.dir = "auto";
  }
  return [
    el("div", { class: "about-engagement" }, name, asked),
    el(
      "div",
      { class: "acts", role: "toolbar", aria: { label: "Actions" } },
      ...acts.map(({ act, label }) => {
        const isNext = acts.length <= 2 && (act === "accept" || act === "release");
        return pushButton(label, `act-${act}`, isNext, () => {
          context.act(act);
        });
      }),
      pushButton("Copy as Markdown", "copy", false, context.copyMarkdown),
    ),
    facts,
    ...(warning === undefined
      ? []
      : [
          el(
            "p",
            { class: "header-warning" },
            icon("warning", "warning"),
            el("span", { text: warning }),
          ),
        ]),
  ];
}

/** Brings the ages that the header tells up to date. */
export function refreshAges(header: HTMLElement): void {
  for (const age of header.querySelectorAll<HTMLElement>("[data-since]")) {
    age.textContent = `for ${ageText(Date.now() - Number(age.dataset["since"]))}`;
  }
}

/** A button in the looks of VS Code's. `key` names it across renderings, to keep the focus. */
export function pushButton(
  label: string,
  key: string,
  isPrimary: boolean,
  onClick: () => void,
): HTMLButtonElement {
  const made = el("button", {
    class: isPrimary ? "push primary" : "push",
    text: label,
    data: { key },
  });
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

function sinceOf(since: number): HTMLElement {
  const age = ageText(Date.now() - since);
  const title = `Since ${new Date(since).toISOString()}`;
  return el("span", { text: `for ${age}`, title, data: { since: String(since) } });
}

function profileParts(profile: ProfileLine): HTMLElement[] {
  const { name, site, pool, origin } = profile;
  const title = `Profile ${name}\nSite ${site}\nPool ${pool}\nServer ${origin}`;
  const parts = [el("span", { class: "part", text: `profile ${name}`, title })];
  if (profile.isSimulator) {
    parts.push(el("span", { class: "badge simulator", text: "SIMULATOR" }));
  }
  if (profile.isProduction) {
    parts.push(el("span", { class: "badge production", text: "PRODUCTION" }));
  }
  return parts;
}
