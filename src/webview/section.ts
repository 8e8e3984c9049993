import type { PageContext } from "./context";
import { el, icon, type Child } from "./dom";

/** A part of the page under a heading that folds; whether it is open survives. */
export function foldingSection(
  page: PageContext,
  {
    key,
    title,
    about = "",
    isOpen,
  }: {
    readonly key: string;
    readonly title: string;
    /** A few words beside the title, to be seen while it is closed. */
    readonly about?: string;
    /** Until the user decides. */
    readonly isOpen: boolean;
  },
  ...children: readonly Child[]
): HTMLElement {
  const heading = el("h2", { text: title });
  const summary = el(
    "summary",
    { data: { key: `section-${key}` } },
    icon("chevron-right", "twisty"),
    heading,
    about === "" ? undefined : el("span", { class: "about", text: about }),
  );
  const section = el("details", { class: "section", data: { section: key } }, summary);
  section.append(el("div", { class: "section-body" }, ...children));
  section.open = page.state.sections[key] ?? isOpen;
  section.addEventListener("toggle", () => {
    page.state.sections[key] = section.open;
    page.stateChanged();
    page.textChanged();
  });
  return section;
}
