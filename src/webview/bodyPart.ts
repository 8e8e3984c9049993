import { parseBeginning, type JsonNode } from "../panel/jsonTree";
import { beginningLength } from "../panel/protocol";
import type { BodyView } from "../panel/view";
import type { PageContext } from "./context";
import { iconButton } from "./controls";
import { el, icon, type Child } from "./dom";
import { JsonView } from "./jsonView";
import { RawView } from "./rawView";
import { foldsOf, storedFolds } from "./uiState";

/** A body with its heading and tools: as a tree where it is JSON, as it came where not or wanted so. */
export function bodyPart(
  page: PageContext,
  {
    key,
    title,
    level,
    body,
  }: {
    readonly key: string;
    readonly title: string;
    readonly level: "h2" | "h3";
    readonly body: BodyView;
  },
): HTMLElement {
  const tools = el("div", { class: "tools" });
  const content = el("div", { class: "body-content" });
  const show = (...children: readonly Child[]): void => {
    content.replaceChildren(...children.filter((child) => child !== undefined));
  };

  const showRaw = (): void => {
    const raw = new RawView(body, title, page);
    show(body.fault === undefined ? undefined : faultLine(body.fault, raw), raw.element);
    queueMicrotask(() => {
      raw.scrollToFault();
    });
  };
  const treeOf = (text: string, root: JsonNode, isBeginning: boolean): JsonView => {
    const folds = foldsOf(page.state.folds[key]);
    return new JsonView(text, root, folds, page, {
      label: title,
      isBeginning,
      onFold: () => {
        page.state.folds[key] = storedFolds(folds);
        page.stateChanged();
      },
    });
  };
  const offerTree = (root: JsonNode): void => {
    const showTree = (): void => {
      const view = treeOf(body.text, root, false);
      show(view.element);
      tools.replaceChildren(
        iconButton(`${key}-expand`, "Expand all", "expand-all", () => {
          view.foldAll("all");
        }),
        iconButton(`${key}-collapse`, "Collapse all", "collapse-all", () => {
          view.foldAll("none");
        }),
        rawToggle,
      );
    };
    const rawToggle = el("vscode-toolbar-button", { class: "words", text: "Raw" });
    rawToggle.dataset["key"] = `${key}-raw`;
    rawToggle.title = "Show the body as it came";
    rawToggle.toggleable = true;
    rawToggle.checked = page.state.raw[key] ?? false;
    const update = (): void => {
      if (rawToggle.checked) {
        tools.replaceChildren(rawToggle);
        showRaw();
      } else {
        showTree();
      }
    };
    rawToggle.addEventListener("change", () => {
      page.state.raw[key] = rawToggle.checked;
      page.stateChanged();
      update();
      page.textReplaced();
    });
    update();
  };

  const about = el("span", { class: "about" });
  const size = sizeText(body.byteLength);
  const fill = (root: JsonNode | undefined): void => {
    about.textContent = `${size} · ${root === undefined ? "Text" : "JSON"}`;
    if (body.text === "") {
      show(el("p", { class: "muted", text: "The body is empty." }));
    } else if (root === undefined) {
      showRaw();
    } else {
      offerTree(root);
    }
  };
  /** Shows what of a long body can be read at once. */
  const showBeginning = (): void => {
    about.textContent = `${size} · JSON, reading the rest…`;
    const text = body.text.slice(0, beginningLength);
    const root = page.state.raw[key] === true ? undefined : parseBeginning(text);
    show(
      root === undefined
        ? el("p", { class: "muted", role: "status", text: "Reading the body…" })
        : treeOf(text, root, true).element,
    );
    page.textExpected();
  };
  if (key === "answer" && page.isBeginning) {
    showBeginning();
  } else if (body.language === "json" && body.fault === undefined) {
    let isLate = false;
    const isRead = page.trees.read(body.text, page.signal, (root) => {
      fill(root);
      if (isLate) {
        page.textArrived();
      }
    });
    isLate = !isRead;
    if (isLate) {
      showBeginning();
    }
  } else {
    fill(undefined);
  }

  const heading = el("div", { class: "heading" }, el(level, { text: title }), about, tools);
  return el("section", { class: "body", data: { body: key } }, heading, content);
}

function faultLine(fault: NonNullable<BodyView["fault"]>, raw: RawView): HTMLElement {
  const link = el("button", {
    class: "link",
    text: `Line ${fault.line}, column ${fault.column}`,
    title: "Go to the fault",
    data: { key: "fault" },
  });
  link.addEventListener("click", () => {
    raw.goToFault();
  });
  return el(
    "p",
    { class: "fault-line" },
    icon("error", "failure"),
    el("span", { data: { find: "" } }, link, `: ${fault.message}`),
  );
}

function sizeText(bytes: number): string {
  if (bytes < 10_000) {
    return `${bytes.toLocaleString("en")} ${bytes === 1 ? "byte" : "bytes"}`;
  }
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${amount.toFixed(1)} ${unit}`;
}
