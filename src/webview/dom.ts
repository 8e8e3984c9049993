import type { IconName } from "./iconNames";

/** What an element is made of besides its children. Text is always text, never markup. */
export interface Attributes {
  readonly class?: string;
  readonly id?: string;
  readonly role?: string;
  readonly title?: string;
  readonly text?: string;
  readonly hidden?: boolean;
  readonly data?: Readonly<Record<string, string>>;
  readonly aria?: Readonly<Record<string, string>>;
}

/** A child of an element; what is undefined is left out. */
export type Child = Node | string | undefined;

/** Makes an element. There is no way to hand it markup, nor an attribute that runs or loads anything. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  const { class: classes, id, role, title, text, hidden, data = {}, aria = {} } = attributes;
  const plain = { class: classes, id, role, title };
  for (const [attribute, value] of Object.entries(plain)) {
    if (value !== undefined) {
      element.setAttribute(attribute, value);
    }
  }
  for (const [key, value] of Object.entries(aria)) {
    element.setAttribute(`aria-${key}`, value);
  }
  Object.assign(element.dataset, data);
  if (hidden === true) {
    element.hidden = true;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A picture beside words; screen readers hear the words only. */
export function icon(name: IconName, classes = ""): HTMLElement {
  return el("span", {
    class: `codicon codicon-${name} ${classes}`.trim(),
    aria: { hidden: "true" },
  });
}
