import { readRequestDocument } from "../../documents/requestDocument";
import { memberOf, parseDocument, unlessTooDeep } from "../../documents/tree";

/** A command over the line in which a document names its operation. */
export interface DocumentLens {
  /** Where its line is, in UTF-16 units. */
  readonly offset: number;
  readonly title: string;
  readonly tooltip: string;
  /** A command for the document, by its name in `commandIds`, or the list of problems. */
  readonly command:
    | "sendDocument"
    | "sendDocumentAnyway"
    | "sendDocumentAndCompare"
    | "copyDocumentAs"
    | "cancelDocument"
    | "problems";
}

/** What can be done with a document, from left to right; nothing where no operation is named. */
export function lensesOf(text: string, isRunning: boolean): readonly DocumentLens[] {
  const named = unlessTooDeep(() => memberOf(parseDocument(text).root, "operation"), undefined);
  if (!named) {
    return [];
  }
  const { offset } = named.key;
  const { document, problems } = readRequestDocument(text);
  if (isRunning) {
    return [
      {
        ...{ offset, title: "$(loading~spin) Sending… — Cancel", command: "cancelDocument" },
        tooltip: "Stop waiting for the answer",
      },
    ];
  }
  if (!document) {
    return [
      {
        ...{ offset, title: "$(error) Show Problems", command: "problems" },
        tooltip: "The document cannot be read, so it cannot be sent",
      },
    ];
  }
  const send: DocumentLens = problems.some(({ severity }) => severity === "error")
    ? {
        ...{ offset, title: "Send Anyway", command: "sendDocumentAnyway" },
        tooltip: "Send the request although the document has errors, to see what the server says",
      }
    : {
        ...{ offset, title: "Send", command: "sendDocument" },
        tooltip: "Send the request through the active profile and show the answer",
      };
  return [
    send,
    {
      ...{ offset, title: "Send and Compare", command: "sendDocumentAndCompare" },
      tooltip: "Send the request and compare the answer with the one before",
    },
    {
      ...{ offset, title: "Copy as…", command: "copyDocumentAs" },
      tooltip: "Copy the request as cURL, .http or fetch",
    },
  ];
}
