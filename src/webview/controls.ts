import "@vscode-elements/elements/dist/vscode-badge/index.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { el, icon } from "./dom";
import type { IconName } from "./iconNames";

/** A button with a picture before its words. `key` names it across renderings, to keep the focus. */
export function button(
  key: string,
  label: string,
  picture: IconName,
  onClick: () => void,
): HTMLElementTagNameMap["vscode-button"] {
  const made = el("vscode-button", { data: { key } }, icon(picture, "before"), label);
  made.querySelector("span")?.setAttribute("slot", "content-before");
  made.secondary = true;
  made.addEventListener("click", onClick);
  return made;
}

/** A small button that shows a picture only; the words are its name and tooltip. */
export function iconButton(
  key: string,
  label: string,
  picture: IconName,
  onClick: () => void,
): HTMLElementTagNameMap["vscode-toolbar-button"] {
  const made = el("vscode-toolbar-button", { title: label, data: { key } }, icon(picture));
  made.label = label;
  made.addEventListener("click", onClick);
  return made;
}

/** A text-only button for choices about what stands below it. */
export function textButton(
  key: string,
  label: string,
  onClick: () => void,
): HTMLElementTagNameMap["vscode-toolbar-button"] {
  const made = el("vscode-toolbar-button", { class: "words", data: { key } }, label);
  made.addEventListener("click", onClick);
  return made;
}

/** A short word that has to be seen, such as PRODUCTION. */
export function badge(text: string, kind: string): HTMLElement {
  return el("vscode-badge", { class: kind, text });
}
