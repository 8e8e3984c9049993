import fetch from "node-fetch";
import * as vscode from "vscode";
import { createChatClient } from "./chat/client";
import { DocumentCalls } from "./documents/documentCalls";
import { DocumentRuns } from "./documents/documentRuns";
import { readInThread } from "./chat/readingThread";
import { EngagementCalls } from "./engagements/engagementCalls";
import { EngagementStore } from "./engagements/engagementStore";
import { SessionNotes } from "./engagements/sessionNotes";
import type { ExchangeRecord } from "./exchanges/exchangeRecord";
import { ExchangeHistory } from "./exchanges/history/exchangeHistory";
import { HistoryError } from "./exchanges/history/historyFolder";
import { NoteworthyCalls } from "./exchanges/noteworthyCalls";
import { commandIds } from "./ids";
import { ProfileStore } from "./profiles/profileStore";
import { AgentCalls } from "./session/agentCalls";
import { ExploredCredentials } from "./session/exploredCredentials";
import { LiveSession } from "./session/liveSession";
import { PasswordStore } from "./session/passwordStore";
import { applicationContextOf } from "./session/signIn";
import { SequenceNumbers } from "./session/sequenceNumbers";
import { SessionFolders } from "./session/sessionFolders";
import { SessionStore } from "./session/sessionStore";
import { arrangementCommands, storedArrangement } from "./ui/arrangementCommands";
import { availabilityCommands } from "./ui/availabilityCommands";
import { logLine } from "./ui/callLog";
import { registerCommands, reportDefect, warnWithLog } from "./ui/commands";
import { DocumentCommands } from "./ui/documentCommands";
import { confirmNewSession } from "./ui/documentNotices";
import { DocumentLanguage } from "./ui/documents/documentLanguage";
import { EngagementCommands } from "./ui/engagementCommands";
import { EngagementsTree } from "./ui/engagementsTree";
import { ExchangeActions } from "./ui/exchangeActions";
import { ExchangePanel } from "./ui/exchangePanel";
import { Comparisons } from "./ui/exchanges/comparisonView";
import { ExchangesTree } from "./ui/exchanges/exchangesTree";
import { historyCommands } from "./ui/exchanges/historyCommands";
import { historyErrorText } from "./ui/exchanges/historyErrorText";
import { historyLimits } from "./ui/exchanges/historyLimits";
import { importCommand } from "./ui/importCommand";
import { LiveMessages } from "./ui/liveMessages";
import { logOffCommand } from "./ui/logOffCommand";
import { LogOffOnClose } from "./ui/logOffOnClose";
import { MessageCommands } from "./ui/messageCommands";
import { runRemedy } from "./ui/notify";
import { OfferNotices } from "./ui/offerNotices";
import { panelContent } from "./ui/panelContent";
import { profileCommands } from "./ui/profileCommands";
import { ProfilesTree } from "./ui/profilesTree";
import { readAnewOnFocus } from "./ui/readAnewOnFocus";
import { RecordCommands } from "./ui/recordCommands";
import { postMessageType, readSetting, requestTimeoutMs, roleMapping } from "./ui/settings";
import { SignInCommands } from "./ui/signInCommands";
import { passwordOf } from "./ui/signInPrompts";
import { SimulatorCommands } from "./ui/simulatorCommands";
import { createStatusBar } from "./ui/statusBar";
import { createSetAsideReporter } from "./ui/storageText";
import { TimelinePanels } from "./ui/timelinePanel";
import { trackCommands } from "./ui/trackCommands";
import { WindowState } from "./ui/windowState";

/** What other extensions, and tests, get of this one. */
export interface EngagementDeskApi {
  /** The rows of the view "Active Engagements"; its nodes are what the commands take. */
  readonly engagements: vscode.TreeDataProvider<unknown>;
}

let closing: LogOffOnClose | undefined;

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
  await closing?.logOff();
}

/** Builds the objects and hands them to the features; nothing on the network is awaited. */
async function start(context: vscode.ExtensionContext): Promise<EngagementDeskApi> {
  const { globalState: global, workspaceState: local, secrets, extensionUri } = context;
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

  const profiles = await ProfileStore.load({ global, window: local, onSetAside });
  const isKnown = (profileId: string): boolean => profiles.has(profileId);
  const findProfile = profiles.find.bind(profiles);
  const folders = new SessionFolders(shared("sessions"));
  const sessions = new SessionStore(secrets, folders, now);
  const passwords = new PasswordStore(secrets);
  const engagements = new EngagementStore({ root: shared("engagements"), now, isKnown, onError });
  const sequenceNumbers = new SequenceNumbers(folders);
  const { version } = context.extension.packageJSON as { version: string };
  const client = createChatClient({
    ...{ fetch, userAgent: `engagement-desk/${version}` },
    readAside: readInThread(context.asAbsolutePath("dist/reading.cjs")),
  });
  const calls = new AgentCalls({
    ...{ client, sessions, sequenceNumbers, now, onError: logError },
    timeoutMs: requestTimeoutMs,
  });
  const engagementCalls = new EngagementCalls({
    ...{ calls, engagements, now, postMessageType, onError: logError },
  });
  const live: LiveSession = new LiveSession({
    ...{ sessions, folders, calls, findProfile, mapping: roleMapping, onError: logError },
    onMessages: (profile, messages) => liveMessages.take(profile, messages),
    onPool: (profile, pool) => liveMessages.changePool(profile, pool),
  });

  const window = new WindowState({ profiles, sessions, engagements, live, log });
  const notes = new SessionNotes({
    ...{ calls, live, engagements, onError: logError },
    liveProfile: () => window.current.profile,
  });
  const history = new ExchangeHistory({
    ...{ root: shared("exchanges"), now, onSetAside },
    onError: (error) => {
      logError(error);
      if (error instanceof HistoryError) {
        warnWithLog(historyErrorText(error));
      }
    },
    limits: () => historyLimits(readSetting("history.maxEntries"), readSetting("history.maxSize")),
  });
  const keep = (record: ExchangeRecord): void => {
    void history.add(record);
    log.info(logLine(record));
  };
  const noteworthy = new NoteworthyCalls(calls, keep);
  const tree = new EngagementsTree(window, engagements, storedArrangement(local));
  const profilesTree = new ProfilesTree(profiles);
  const panel: ExchangePanel = new ExchangePanel({
    ...{ extensionUri, memento: local, onSetAside, onError, runRemedy },
    findExchange: async (id) => {
      const record = await history.find(id);
      return record && panelContent(record);
    },
    sendAgain: (target) => commands.sendAgain(target),
    offerMore: (id) => actions.offerMore(id),
  });
  const timelines: TimelinePanels = new TimelinePanels({
    ...{ extensionUri, findProfile, onError },
    store: engagements,
    send: (profileId, id, text) => messages.send(profileId, id, text),
    act: (act, profileId, id) => commands.act(act, profileId, id),
    showExchange: (id) => {
      panel.showExchange(id).catch(onError);
    },
  });
  const openTimeline = (profileId: string, id: bigint, preserveFocus = false): void => {
    timelines.show(profileId, id, preserveFocus).catch(onError);
  };
  const messages = new MessageCommands({
    ...{ calls: engagementCalls, engagements, profiles, openTimeline },
  });
  const commands = new EngagementCommands({
    ...{ calls: engagementCalls, engagements, panel, profiles, sessions, openTimeline, log },
  });
  const liveMessages = new LiveMessages({
    ...{ engagements, calls: engagementCalls, profiles, notes, onError },
  });
  const signIn = new SignInCommands({
    ...{ client, profiles, sessions, passwords, panel, now },
    onExchange: keep,
    onSignedIn: ({ id }) => void notes.note(id, "signedIn"),
  });
  const availability = availabilityCommands({
    ...{ calls, engagements, profiles, panel },
    sessionSince: () => window.current.sessionSince ?? 0,
  });
  const explored = new ExploredCredentials(secrets);
  const documentCalls = new DocumentCalls({
    ...{ client, calls, engagementCalls, sessions, sequenceNumbers, explored, now },
    passwordOf: (profile, account) => passwordOf(passwords, profile, account),
    acceptSession: confirmNewSession,
    ...{ onExchange: keep, onError },
    applicationContext: () => applicationContextOf(readSetting("applicationContext")),
    timeoutMs: requestTimeoutMs,
  });
  const runs = new DocumentRuns();
  const comparisons = new Comparisons({ history, memento: local, now });
  const documents = new DocumentCommands({
    ...{ calls: documentCalls, runs, profiles, engagements, history, panel, comparisons },
    selection: () => tree.selection,
    isPolling: ({ id }) => window.current.profile?.id === id && live.state.kind === "polling",
    takeMessages: (profile, received) => liveMessages.takeAll(profile, received),
  });
  const exchangesTree = new ExchangesTree({ history, now, onError });
  const actions: ExchangeActions = new ExchangeActions({
    ...{ history, tree: exchangesTree, calls: documentCalls, documents, profiles, engagements },
    sendAgain: (target) => commands.sendAgain(target),
    product: { name: "Engagement Desk", version },
  });
  const simulator = new SimulatorCommands({
    load: () => import("./simulator/simulator"),
    takeEngagements: availability.takeEngagements,
    ...{ profiles, sessions, passwords, explored, engagements, folders, memento: local, log },
  });
  const recording = new RecordCommands({
    ...{ calls, profiles, onError },
    isStandby: () => live.state.kind === "standby",
  });
  closing = new LogOffOnClose({ window, live, calls, sessions, engagements, onError: logError });

  context.subscriptions.push(
    ...[log, sessions, engagements, calls, live, window, notes, tree, profilesTree, panel],
    ...[timelines, signIn, simulator, recording, closing],
    ...[history, noteworthy, comparisons, exchangesTree, runs, new DocumentLanguage(runs)],
    new OfferNotices({
      ...{ window, engagements, onError },
      isListening: () => live.state.kind === "polling",
      act: (act, profileId, id) => commands.act(act, profileId, id),
    }),
    signIn.onDidChange((profileId) => {
      window.setSigningIn(profileId, signIn.isSigningIn(profileId));
    }),
    createStatusBar(window),
    readAnewOnFocus(async () => {
      await profiles.reload();
      await window.refresh();
    }, onError),
    registerCommands(log, {
      ...profileCommands({ profiles, sessions, passwords, explored, engagements, history }),
      ...signIn.table,
      ...logOffCommand({
        ...{ profiles, sessions, calls, panel },
        engagementsActive: (profileId) => closing?.openCount(profileId) ?? 0,
      }),
      ...availability.table,
      ...commands.table,
      ...messages.table,
      ...trackCommands({ engagements, profiles, selection: () => tree.selection }),
      ...arrangementCommands(tree, local),
      ...simulator.table,
      ...recording.table,
      ...documents.table,
      ...actions.table,
      ...importCommand({ profiles, sessions }),
      ...historyCommands({
        ...{ history, tree: exchangesTree, comparisons, now },
        open: (record) => {
          panel.show(panelContent(record));
        },
      }),
      [commandIds.showSessionTimeline]: async () => {
        const { profile } = window.current;
        if (profile) {
          await timelines.show(profile.id, "session");
        }
      },
      [commandIds.retryNow]: () => {
        live.retryNow();
      },
      [commandIds.showAnswer]: () => panel.open(),
      [commandIds.showLog]: () => {
        log.show();
      },
    }),
  );
  void window.refresh();
  if (readSetting("simulator.startWithWindow")) {
    simulator.start().catch(onError);
  }
  return { engagements: tree };
}
