import * as vscode from "vscode";
import { commandIds } from "../ids";
import type { ProfileStore } from "../profiles/profileStore";
import type { AgentCalls } from "../session/agentCalls";
import { Recorder } from "../session/recorder";
import type { CommandTable } from "./commands";
import { runCommand } from "./commands";
import { showInformation, showWarning } from "./notices";
import { setContext } from "./windowState";

/** What recording a session needs. */
export interface RecordParts {
  readonly calls: Pick<AgentCalls, "onDidCall">;
  readonly profiles: ProfileStore;
  /** Whether another window asks for the messages, so that this one's calls do not show them. */
  readonly isStandby: () => boolean;
  readonly onError: (error: unknown) => void;
}

interface Running {
  readonly recorder: Recorder;
  readonly folder: vscode.Uri;
  readonly status: vscode.StatusBarItem;
}

/** Records the exchanges of the window's profile into a folder that the user chooses. */
export class RecordCommands implements vscode.Disposable {
  #running: Running | undefined;

  constructor(private readonly parts: RecordParts) {}

  /** The commands' handlers. */
  get table(): Pick<
    CommandTable,
    typeof commandIds.recordSession | typeof commandIds.stopRecording
  > {
    return {
      [commandIds.recordSession]: () => this.#start(),
      [commandIds.stopRecording]: () => this.#stop(),
    };
  }

  dispose(): void {
    this.#running?.recorder.dispose();
    this.#running?.status.dispose();
  }

  async #start(): Promise<void> {
    const profile = this.parts.profiles.current.active;
    if (!profile) {
      await runCommand(commandIds.switchProfile);
      return;
    }
    if (this.#running) {
      void showInformation(
        `The session is being recorded to ${this.#running.folder.fsPath} already. Stop that first.`,
      );
      return;
    }
    const [parent] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: "Record Here",
        title: `Record the Session of ${profile.name}`,
      })) ?? [];
    if (!parent) {
      return;
    }
    const begun = new Date().toISOString().replace(/[:.]/g, "-");
    const folder = vscode.Uri.joinPath(parent, `recording-${begun}`);
    const recorder = await Recorder.start({
      folder: folder.fsPath,
      profileId: profile.id,
      calls: this.parts.calls,
      onError: this.parts.onError,
    });
    const status = vscode.window.createStatusBarItem(
      "engagementDesk.recording",
      vscode.StatusBarAlignment.Left,
      49,
    );
    status.name = "Engagement Desk Recording";
    status.text = "$(record) Recording";
    status.tooltip = `The exchanges of ${profile.name} are being written to ${folder.fsPath}. Credentials are masked; what customers write is not. Click to stop.`;
    status.command = commandIds.stopRecording;
    status.show();
    this.#running = { recorder, folder, status };
    await setContext("engagementDesk.isRecording", true);
    if (this.parts.isStandby()) {
      void showWarning(
        "Another window asks for this session's messages: this recording holds only the calls of this window. To have the messages too, close the other window or record there.",
      );
    }
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    if (!running) {
      return;
    }
    this.#running = undefined;
    running.status.dispose();
    await setContext("engagementDesk.isRecording", false);
    const count = await running.recorder.stop();
    const reveal = "Show Folder";
    const choice = await showInformation(
      `${count === 1 ? "1 exchange was" : `${count} exchanges were`} recorded. Credentials are masked; what customers and agents wrote is in the files: look at them before you give them away.`,
      reveal,
    );
    if (choice === reveal) {
      await vscode.commands.executeCommand("revealFileInOS", running.folder);
    }
  }
}
