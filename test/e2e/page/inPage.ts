/** One thing that is done on a page, from within. */
export type Step =
  /** The host tells the page something. */
  | { readonly tell: object }
  /** Everything that a selector finds until it was clicked is clicked. */
  | { readonly click: string }
  /** A text is typed into a field, and Enter pressed. */
  | { readonly type: string; readonly into: string }
  /** The host says why the line that the page handed over last was not sent. */
  | { readonly refuseLine: string };

/** What is done, and which texts are to be where then. */
export interface Script {
  readonly steps: readonly Step[];
  /** By selector; ` @` and a name behind it is about an attribute, or the value of a field. */
  readonly places: Readonly<Record<string, readonly string[]>>;
}

/** What a page is made of at a moment. */
export interface Look {
  /** The texts by place, in their order in the document. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  /** Elements with their attributes and classes, each named once; shadow roots included. */
  readonly vocabulary: readonly string[];
  /** The values of all attributes that load, lead or send somewhere. */
  readonly addresses: readonly string[];
  /** Members of its own that every object has got. */
  readonly inherited: readonly string[];
}

/**
 * Does in a page, one after the other, what scripts say, and looks at it after each. Scripts and looks
 * are JSON, so that texts survive that are not well-formed. To be run within the page.
 */
export async function playInPage(scriptsJson: string): Promise<string> {
  const scripts = JSON.parse(scriptsJson) as readonly Script[];
  const { messages } = window as unknown as { readonly messages: { readonly lineId?: string }[] };

  const tell = (message: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      // Added after the page's own listener, so told after it.
      window.addEventListener("message", resolve, { once: true });
      window.postMessage(message, "*");
    });
  const play = async (step: Step): Promise<void> => {
    if ("tell" in step) {
      await tell(step.tell);
    } else if ("click" in step) {
      // One by one: what was clicked is drawn anew, and is found no more.
      for (let left = document.querySelectorAll(step.click).length; left > 0; left -= 1) {
        document.querySelector<HTMLElement>(step.click)?.click();
      }
    } else if ("into" in step) {
      const field = document.querySelector<HTMLTextAreaElement>(step.into);
      if (field) {
        field.value = step.type;
        field.dispatchEvent(new Event("input"));
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
      }
    } else {
      const outcome = { kind: "failed", sentence: step.refuseLine };
      await tell({ type: "line", line: { lineId: messages.at(-1)?.lineId, outcome } });
    }
  };

  const textsAt = (place: string): string[] => {
    const [selector = "", attribute] = place.split(" @");
    return [...document.querySelectorAll(selector)].map((element) =>
      attribute === undefined
        ? element.textContent
        : attribute === "value"
          ? (element as HTMLTextAreaElement).value
          : (element.getAttribute(attribute) ?? ""),
    );
  };
  const leading = new Set(
    ["href", "src", "srcset", "srcdoc", "action", "formaction", "data", "poster", "ping"].concat([
      "xlink:href",
      "background",
      "cite",
      "manifest",
      "archive",
      "codebase",
      "usemap",
    ]),
  );
  const look = (places: Script["places"]): Look => {
    const vocabulary = new Set<string>();
    const addresses: string[] = [];
    const visit = (root: ParentNode): void => {
      for (const element of root.querySelectorAll("*")) {
        const isHtml = element.namespaceURI === "http://www.w3.org/1999/xhtml";
        const name = isHtml
          ? element.localName
          : `${element.namespaceURI ?? ""} ${element.localName}`;
        vocabulary.add(name);
        for (const attribute of element.attributes) {
          vocabulary.add(`${name}[${attribute.name}]`);
          if (
            leading.has(attribute.name) ||
            (/url\(/i.test(attribute.value) && attribute.name === "style")
          ) {
            addresses.push(`${name}[${attribute.name}=${attribute.value}]`);
          }
        }
        for (const className of element.classList) {
          vocabulary.add(`${name}.${className}`);
        }
        if (element.shadowRoot) {
          visit(element.shadowRoot);
        }
      }
    };
    visit(document);
    return {
      places: Object.fromEntries(Object.keys(places).map((place) => [place, textsAt(place)])),
      vocabulary: [...vocabulary],
      addresses,
      inherited: Object.keys(Object.prototype),
    };
  };

  const looks: Look[] = [];
  for (const { steps, places } of scripts) {
    for (const step of steps) {
      await play(step);
    }
    looks.push(look(places));
  }
  return JSON.stringify(looks);
}
