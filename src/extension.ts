import * as vscode from "vscode";
import type { ChatClient } from "./chat/client";
import { readInThread } from "./chat/readingThread";
import { DocumentRuns } from "./documents/documentRuns";
import { EngagementCalls } from "./engagements/engagementCalls";
import { EngagementStore } from "./engagements/engagementStore";
import { SessionNotes } from "./engagements/sessionNotes";
import { commandIds, viewIds } from "./ids";
import { ProfileStore } from "./profiles/profileStore";
import { AgentCalls } from "./session/agentCalls";
import { ProfileCertificates } from "./session/profileCertificates";
import { ExploredCredentials } from "./session/exploredCredentials";
import { LiveSession } from "./session/liveSession";
import { PasswordStore } from "./session/passwordStore";
import { SequenceNumbers } from "./session/sequenceNumbers";
import { SessionFolders } from "./session/sessionFolders";
import { SessionStore } from "./session/sessionStore";
import {
  createAreas,
  engagementsIds,
  exploringIds,
  fromArea,
  sessionsIds,
  simulatorIds,
} from "./ui/areas/areas";
import type { Core } from "./ui/areas/core";
import { arrangementCommands, storedArrangement } from "./ui/arrangementCommands";
import { registerCommands, reportDefect, warnWithLog } from "./ui/commands";
import { onRequestDocument } from "./ui/documents/firstDocument";
import { EngagementsTree } from "./ui/engagementsTree";
import { Comparisons } from "./ui/exchanges/comparisonView";
import { createExchangesView } from "./ui/exchanges/exchangesView";
import { LiveMessages } from "./ui/liveMessages";
import { LogOffOnClose } from "./ui/logOffOnClose";
import { OfferNotices } from "./ui/offerNotices";
import { ProfilesTree } from "./ui/profilesTree";
import { readAnewOnFocus } from "./ui/readAnewOnFocus";
import {
  followSettings,
  postMessageType,
  readSetting,
  requestTimeoutMs,
  roleMapping,
} from "./ui/settings";
import { createStatusBar } from "./ui/statusBar";
import { createSetAsideReporter } from "./ui/storageText";
import { WindowState } from "./ui/windowState";
import { lazy } from "./util/lazy";

/** What other extensions, and tests, get of this one. */
export interface EngagementDeskApi {
  /** The rows of the view "Active Engagements"; its nodes are what the commands take. */
  readonly engagements: vscode.TreeDataProvider<unknown>;
}

let logOffAtEnd: LogOffOnClose | undefined;

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

/** Logs off where the user wants that; VS Code waits for it a few seconds. */
export async function deactivate(): Promise<void> {
  await logOffAtEnd?.logOff();
}

/**
 * Builds what is there from the start and registers everything; nothing on the network is awaited. What a user may
 * never need is in an area, which is loaded by whoever first asks for it.
 */
async function start(context: vscode.ExtensionContext): Promise<EngagementDeskApi> {
  const { globalState: global, workspaceState: memento, secrets, subscriptions } = context;
  const { extensionUri } = context;
  subscriptions.push(followSettings());
  const { version } = context.extension.packageJSON as { version: string };
  const shared = (name: string): string =>
    vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const log = vscode.window.createOutputChannel("Engagement Desk", { log: true });
  const onError = (error: unknown): void => {
    reportDefect(log, "engagement-desk", error);
  };
  const logError = (error: unknown): void => {
    log.error(error instanceof Error ? error : String(error));
  };
  const onSetAside = createSetAsideReporter({
    log: (line) => {
      log.warn(line);
    },
    tellUser: warnWithLog,
  });
  const now = Date.now;
  const areas = createAreas(() => core);

  const profiles = await ProfileStore.load({ global, window: memento, onSetAside });
  const folders = new SessionFolders(shared("sessions"));
  const sessions = new SessionStore(secrets, folders, now);
  const passwords = new PasswordStore(secrets);
  const explored = new ExploredCredentials(secrets);
  const certificates = new ProfileCertificates({ global, onSetAside, secrets });
  const sequenceNumbers = new SequenceNumbers(folders);
  const engagements = new EngagementStore({
    ...{ root: shared("engagements"), now, onError },
    isKnown: (profileId) => profiles.has(profileId),
  });
  const client = lazy(
    () => import("./ui/areas/calling"),
    ({ createCalling }) => {
      const { client, connections } = createCalling({
        userAgent: `engagement-desk/${version}`,
        readAside: readInThread(context.asAbsolutePath("dist/reading.cjs")),
      });
      subscriptions.push(connections);
      return client;
    },
  );
  const calls = new AgentCalls({
    ...{ client: loadedBy(client), sessions, sequenceNumbers, now, onError: logError },
    ...{ tlsFor: certificates.tlsFor, timeoutMs: requestTimeoutMs },
  });
  const engagementCalls = new EngagementCalls({
    ...{ calls, engagements, now, postMessageType, onError: logError },
  });
  const live: LiveSession = new LiveSession({
    ...{ sessions, folders, calls, mapping: roleMapping, onError: logError },
    findProfile: profiles.find.bind(profiles),
    onMessages: (profile, messages) => liveMessages.take(profile, messages),
    onPool: (profile, pool) => liveMessages.changePool(profile, pool),
  });
  const window = new WindowState({ profiles, sessions, engagements, live, log });
  const notes = new SessionNotes({
    ...{ calls, live, engagements, onError: logError },
    liveProfile: () => window.current.profile,
  });
  const liveMessages = new LiveMessages({
    ...{ engagements, calls: engagementCalls, profiles, notes, onError },
    explain: async (record) => {
      (await areas.engagements()).explain(record);
    },
  });
  const closing = new LogOffOnClose({
    ...{ window, live, calls, sessions, engagements, onError: logError },
  });
  logOffAtEnd = closing;
  const tree = new EngagementsTree(window, engagements, storedArrangement(memento));
  const exchangesView = createExchangesView({
    rows: async () => (await areas.exploring()).tree,
    onError,
  });
  const comparisons = new Comparisons({
    history: async () => (await areas.history()).history,
    texts: async () => (await areas.exploring()).comparisonTexts,
    ...{ memento, now },
  });
  const runs = new DocumentRuns();
  const core: Core = {
    ...{ subscriptions, extensionUri, memento, shared, version, log },
    ...{ onError, logError, onSetAside, now },
    ...{ profiles, folders, sessions, passwords, explored, certificates, sequenceNumbers },
    engagements,
    ...{ client, calls, engagementCalls, live, liveMessages, notes },
    ...{ window, tree, exchangesView, comparisons, runs, closing },
  };
  const language = lazy(
    () => import("./ui/documents/documentLanguage"),
    ({ DocumentLanguage }) => subscriptions.push(new DocumentLanguage(runs, profiles)),
  );

  subscriptions.push(
    ...[log, sessions, engagements, calls, live, window, notes, closing],
    ...[tree, new ProfilesTree(profiles, certificates), exchangesView, comparisons, runs],
    calls.onDidCall((call) => {
      areas.history().then(({ keepCall }) => {
        keepCall(call);
      }, onError);
    }),
    new OfferNotices({
      ...{ window, engagements, onError },
      isListening: () => live.state.kind === "polling",
      act: async (act, profileId, id) =>
        (await areas.engagements()).commands.act(act, profileId, id),
    }),
    onRequestDocument(() => {
      language().catch(onError);
    }),
    takeBack(viewIds.panel, onError, async (webviewPanel) =>
      (await areas.panels()).panel.takeBack(webviewPanel),
    ),
    takeBack(viewIds.timeline, onError, async (webviewPanel, state) =>
      (await areas.panels()).timelines.takeBack(webviewPanel, state),
    ),
    createStatusBar(window),
    readAnewOnFocus(async () => {
      await profiles.reload();
      await window.refresh();
    }, onError),
    registerCommands(log, {
      ...fromArea(engagementsIds, areas.engagements),
      ...fromArea(sessionsIds, areas.sessions),
      ...fromArea(exploringIds, areas.exploring),
      ...fromArea([commandIds.importRequest], areas.importing),
      ...fromArea(simulatorIds, areas.simulator),
      ...arrangementCommands(tree, memento),
      [commandIds.showSessionTimeline]: async () => {
        const { profile } = window.current;
        if (profile) {
          await (await areas.panels()).timelines.show(profile.id, "session");
        }
      },
      [commandIds.retryNow]: () => {
        live.retryNow();
      },
      [commandIds.showAnswer]: async () => (await areas.panels()).panel.open(),
      [commandIds.showLog]: () => {
        log.show();
      },
    }),
  );
  void window.refresh();
  certificates.tidy((profileId) => profiles.has(profileId)).catch(logError);
  if (readSetting("simulator.startWithWindow")) {
    areas
      .simulator()
      .then((simulator) => simulator.start())
      .catch(onError);
  }
  return { engagements: tree };
}

/** A client that is loaded for its first request. */
function loadedBy(client: () => Promise<ChatClient>): Pick<ChatClient, "call" | "send"> {
  return {
    call: async (operation, body, callContext) =>
      (await client()).call(operation, body, callContext),
    send: async (operation, request, callContext) =>
      (await client()).send(operation, request, callContext),
  };
}

/** Takes tabs that VS Code kept over a reload; what goes wrong is told, and VS Code says it in the tab. */
function takeBack(
  viewType: string,
  onError: (error: unknown) => void,
  take: (webviewPanel: vscode.WebviewPanel, state: unknown) => Promise<void>,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (webviewPanel, state: unknown) => {
      try {
        await take(webviewPanel, state);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
  });
}
