import type * as vscode from "vscode";
import type { ChatClient } from "../../chat/client";
import type { DocumentRuns } from "../../documents/documentRuns";
import type { EngagementCalls } from "../../engagements/engagementCalls";
import type { EngagementStore } from "../../engagements/engagementStore";
import type { SessionNotes } from "../../engagements/sessionNotes";
import type { ProfileStore } from "../../profiles/profileStore";
import type { SetAside } from "../../profiles/storage";
import type { AgentCalls } from "../../session/agentCalls";
import type { ExploredCredentials } from "../../session/exploredCredentials";
import type { LiveSession } from "../../session/liveSession";
import type { ProfileCertificates } from "../../session/profileCertificates";
import type { PasswordStore } from "../../session/passwordStore";
import type { SequenceNumbers } from "../../session/sequenceNumbers";
import type { SessionFolders } from "../../session/sessionFolders";
import type { SessionStore } from "../../session/sessionStore";
import type { Disposable } from "../../util/disposable";
import type { EngagementsTree } from "../engagementsTree";
import type { Comparisons } from "../exchanges/comparisonView";
import type { ExchangesView } from "../exchanges/exchangesTree";
import type { LiveMessages } from "../liveMessages";
import type { LogOffOnClose } from "../logOffOnClose";
import type { WindowState } from "../windowState";

/** What is made when the extension starts, and what every area may use. */
export interface Core {
  /** What ends with the extension. */
  readonly subscriptions: Disposable[];
  readonly extensionUri: vscode.Uri;
  /** Belongs to this window. */
  readonly memento: vscode.Memento;
  /** A folder of the global storage, as a path. */
  readonly shared: (name: string) => string;
  readonly version: string;
  readonly log: vscode.LogOutputChannel;
  /** Tells the user of a defect. */
  readonly onError: (error: unknown) => void;
  /** Logs what went wrong beside something that goes on. */
  readonly logError: (error: unknown) => void;
  readonly onSetAside: (what: SetAside) => void;
  /** Ms since 1970. */
  readonly now: () => number;

  readonly profiles: ProfileStore;
  readonly folders: SessionFolders;
  readonly sessions: SessionStore;
  readonly passwords: PasswordStore;
  readonly explored: ExploredCredentials;
  readonly certificates: ProfileCertificates;
  readonly sequenceNumbers: SequenceNumbers;
  readonly engagements: EngagementStore;
  /** The client, which is loaded for the first request. */
  readonly client: () => Promise<ChatClient>;
  readonly calls: AgentCalls;
  readonly engagementCalls: EngagementCalls;
  readonly live: LiveSession;
  readonly liveMessages: LiveMessages;
  readonly notes: SessionNotes;

  readonly window: WindowState;
  readonly tree: EngagementsTree;
  readonly exchangesView: ExchangesView;
  readonly comparisons: Comparisons;
  readonly runs: DocumentRuns;
  readonly closing: LogOffOnClose;
}
