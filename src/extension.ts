import fetch from "node-fetch";
import * as vscode from "vscode";
import { createChatClient } from "./chat/client";
import { Concluder } from "./engagements/concluder";
import { EngagementStore } from "./engagements/engagementStore";
import { RecentExchanges } from "./exchanges/recentExchanges";
import { commandIds } from "./ids";
import { ProfileStore } from "./profiles/profileStore";
import { SequenceNumbers } from "./session/sequenceNumbers";
import { SessionStore } from "./session/sessionStore";
import { registerCommands, reportDefect, warnWithLog } from "./ui/commands";
import { ConcludeCommands, panelContent } from "./ui/concludeCommands";
import { EngagementsTree } from "./ui/engagementsTree";
import { ExchangePanel } from "./ui/exchangePanel";
import { runRemedy } from "./ui/notify";
import { profileCommands } from "./ui/profileCommands";
import { ProfilesTree } from "./ui/profilesTree";
import { readSetting, requestTimeoutMs } from "./ui/settings";
import { SimulatorCommands } from "./ui/simulatorCommands";
import { readAnewOnFocus } from "./ui/readAnewOnFocus";
import { createStatusBar } from "./ui/statusBar";
import { createSetAsideReporter } from "./ui/storageText";
import { trackCommands } from "./ui/trackCommands";
import { WindowState } from "./ui/windowState";

/** What other extensions, and tests, get of this one. */
export interface EngagementDeskApi {
  /** The rows of the view "Active Engagements"; its nodes are what the commands take. */
  readonly engagements: vscode.TreeDataProvider<unknown>;
}

/** Starts the extension; VS Code itself would keep a failure from the user. */
export async function activate(context: vscode.ExtensionContext): Promise<EngagementDeskApi> {
  try {
    return await start(context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      `Engagement Desk could not start: ${why}. Reload the window; if it stays, reinstall the extension.`,
    );
    throw error;
  }
}

/** Builds the objects and hands them to the features; nothing on the network is awaited. */
async function start(context: vscode.ExtensionContext): Promise<EngagementDeskApi> {
  const { globalState: global, workspaceState: local, secrets, extensionUri } = context;
  const log = vscode.window.createOutputChannel("Engagement Desk", { log: true });
  const onError = (error: unknown): void => {
    reportDefect(log, "engagement-desk", error);
  };
  const onSetAside = createSetAsideReporter({
    log: (line) => {
      log.warn(line);
    },
    tellUser: warnWithLog,
  });
  const now = Date.now;

  const profiles = await ProfileStore.load({ global, window: local, onSetAside });
  const sessions = new SessionStore(secrets);
  const isKnown = (profileId: string): boolean => profiles.has(profileId);
  const engagements = new EngagementStore({ global, onSetAside, now, isKnown });
  const sequences = vscode.Uri.joinPath(context.globalStorageUri, "sequences").fsPath;
  const sequenceNumbers = new SequenceNumbers(sequences);
  const { version } = context.extension.packageJSON as { version: string };
  const client = createChatClient({ fetch, userAgent: `engagement-desk/${version}` });
  const concluder = new Concluder({
    ...{ client, sessions, sequenceNumbers, engagements, now },
    timeoutMs: requestTimeoutMs,
  });

  const window = new WindowState(profiles, sessions, engagements, log);
  void window.refresh();
  const exchanges = new RecentExchanges();
  const tree = new EngagementsTree(window, engagements);
  const profilesTree = new ProfilesTree(profiles);
  const panel: ExchangePanel = new ExchangePanel({
    ...{ extensionUri, memento: local, onSetAside, onError, runRemedy },
    findExchange: (id) => {
      const record = exchanges.find(id);
      return record && panelContent(record);
    },
    sendAgain: (target) => conclude.sendAgain(target),
  });
  const conclude = new ConcludeCommands({
    ...{ concluder, engagements, exchanges, panel, profiles, sessions, log },
  });
  const simulator = new SimulatorCommands({
    load: () => import("./simulator/simulator"),
    ...{ profiles, sessions, engagements, sequenceNumbers, memento: local, log },
  });

  context.subscriptions.push(
    ...[log, sessions, window, tree, profilesTree, panel, simulator],
    createStatusBar(window),
    readAnewOnFocus(async () => {
      await profiles.reload();
      await window.refresh();
    }, onError),
    registerCommands(log, {
      ...profileCommands({ profiles, sessions, engagements }),
      ...conclude.table,
      ...trackCommands({ engagements, profiles, selection: () => tree.selection }),
      ...simulator.table,
      [commandIds.showAnswer]: () => panel.open(),
      [commandIds.showLog]: () => {
        log.show();
      },
    }),
  );
  if (readSetting("simulator.startWithWindow")) {
    simulator.start().catch(onError);
  }
  return { engagements: tree };
}
