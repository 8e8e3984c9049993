import type { ExchangeView } from "../panel/view";
import { bodyPart } from "./bodyPart";
import type { PageContext } from "./context";
import { button, iconButton } from "./controls";
import { el, icon } from "./dom";
import { factList } from "./facts";
import { foldingSection } from "./section";

/** What one can do with an exchange. */
export function exchangeActions(page: PageContext, view: ExchangeView): HTMLElement[] {
  const { canSendAgain, exchangeId, isSending, remedy } = view;
  const again = button(
    "send-again",
    isSending ? "Sending…" : "Send Again",
    isSending ? "loading" : "refresh",
    () => {
      page.post({ type: "sendAgain", exchangeId });
    },
  );
  again.disabled = isSending;
  const actions: HTMLElement[] = [
    ...(remedy === undefined
      ? []
      : [
          button("remedy", remedy, "lightbulb", () => {
            page.post({ type: "remedy", exchangeId });
          }),
        ]),
    ...(canSendAgain ? [again] : []),
    button("copy-curl", "Copy as cURL", "terminal", () => {
      page.post({ type: "copyAsCurl", exchangeId });
    }),
  ];
  if (view.answer !== undefined) {
    actions.push(
      button("open-body", "Open Body in Editor", "go-to-file", () => {
        page.post({ type: "openBody", exchangeId });
      }),
      iconButton("save-body", "Save Body…", "save", () => {
        page.post({ type: "saveBody", exchangeId });
      }),
    );
  }
  actions.push(
    button("more", "More…", "ellipsis", () => {
      page.post({ type: "more", exchangeId });
    }),
  );
  return actions;
}

/** Things to notice, which stand above all else that the answer says. */
export function noticesOf({ notices }: ExchangeView): HTMLElement | undefined {
  if (notices.length === 0) {
    return undefined;
  }
  const list = el("ul", { class: "notices", data: { find: "" }, aria: { label: "Warnings" } });
  for (const notice of notices) {
    list.append(el("li", {}, icon("warning", "warning"), el("span", { text: notice })));
  }
  return list;
}

/** All that is known of an exchange, below its verdict. */
export function exchangeContent(page: PageContext, view: ExchangeView): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (view.result.length > 0) {
    const heading = el("div", { class: "heading" }, el("h2", { text: "Result" }));
    parts.push(el("section", {}, heading, factList(view.result, "mono")));
  }
  if (view.answer !== undefined) {
    const { body } = view.answer;
    parts.push(bodyPart(page, { key: "answer", title: "Answer body", level: "h2", body }));
  }
  if (view.timings.length > 0) {
    const options = { key: "timings", title: "Timings", isOpen: true };
    parts.push(foldingSection(page, options, factList(view.timings)));
  }
  if (view.answer !== undefined) {
    const { headers } = view.answer;
    const about = headers.length === 1 ? "1 header" : `${headers.length} headers`;
    const options = { key: "headers", title: "Response headers", about, isOpen: false };
    parts.push(foldingSection(page, options, factList(headers, "mono")));
  }
  const { line, headers, body } = view.request;
  parts.push(
    foldingSection(
      page,
      { key: "request", title: "Request as sent", about: "credentials masked", isOpen: false },
      el("p", { class: "request-line", text: line, data: { find: "" } }),
      factList(headers, "mono"),
      bodyPart(page, { key: "request", title: "Request body", level: "h3", body }),
    ),
  );
  return parts;
}
