import type { FromPanel } from "../panel/protocol";
import { Page } from "./page";
import { readUiState, writeUiState, type StateStore } from "./uiState";

declare function acquireVsCodeApi(): StateStore & { postMessage(message: FromPanel): void };

const vscode = acquireVsCodeApi();
const root = document.getElementById("app");
if (root === null) {
  throw new Error("The page has no element to draw into");
}

const page = new Page(root, readUiState(vscode.getState()), {
  post: (message) => {
    vscode.postMessage(message);
  },
  keep: (state) => {
    vscode.setState(writeUiState(state));
  },
});
page.listen();
vscode.postMessage({ type: "ready" });
