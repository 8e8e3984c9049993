import type { FromTimeline } from "../../panel/timelineProtocol";
import { readKeptState, writeKeptState } from "./keptState";
import { TimelinePage } from "./page";

declare function acquireVsCodeApi(): {
  getState(): unknown;
  setState(state: unknown): void;
  postMessage(message: FromTimeline): void;
};

const vscode = acquireVsCodeApi();
const root = document.getElementById("app");
if (root === null) {
  throw new Error("The page has no element to draw into");
}

const page = new TimelinePage(root, readKeptState(vscode.getState()), {
  post: (message) => {
    vscode.postMessage(message);
  },
  keep: (state) => {
    vscode.setState(writeKeptState(state));
  },
});
page.listen();
vscode.postMessage({ type: "ready" });
