/** Every command, by the name it goes by in code. `package.json` declares the same ids. */
export const commandIds = {
  addProfile: "engagementDesk.addProfile",
  editProfile: "engagementDesk.editProfile",
  removeProfile: "engagementDesk.removeProfile",
  switchProfile: "engagementDesk.switchProfile",
  setSession: "engagementDesk.setSession",
  forgetSession: "engagementDesk.forgetSession",
  trustAuthority: "engagementDesk.trustAuthority",
  forgetAuthorities: "engagementDesk.forgetAuthorities",
  setClientCertificate: "engagementDesk.setClientCertificate",
  concludeEngagement: "engagementDesk.concludeEngagement",
  trackEngagement: "engagementDesk.trackEngagement",
  stopTracking: "engagementDesk.stopTracking",
  copyEngagementId: "engagementDesk.copyEngagementId",
  showAnswer: "engagementDesk.showAnswer",
  startSimulator: "engagementDesk.startSimulator",
  stopSimulator: "engagementDesk.stopSimulator",
  simulateFault: "engagementDesk.simulateFault",
  showLog: "engagementDesk.showLog",
  signIn: "engagementDesk.signIn",
  logOff: "engagementDesk.logOff",
  goAvailable: "engagementDesk.goAvailable",
  goUnavailable: "engagementDesk.goUnavailable",
  requestAssignment: "engagementDesk.requestAssignment",
  withdrawRequest: "engagementDesk.withdrawRequest",
  retryNow: "engagementDesk.retryNow",
  acceptEngagement: "engagementDesk.acceptEngagement",
  declineEngagement: "engagementDesk.declineEngagement",
  sendMessage: "engagementDesk.sendMessage",
  rerouteEngagement: "engagementDesk.rerouteEngagement",
  concludeAll: "engagementDesk.concludeAll",
  releaseEngagement: "engagementDesk.releaseEngagement",
  openTimeline: "engagementDesk.openTimeline",
  showSessionTimeline: "engagementDesk.showSessionTimeline",
  clearEnded: "engagementDesk.clearEnded",
  groupByState: "engagementDesk.groupByState",
  groupByQueue: "engagementDesk.groupByQueue",
  ungroup: "engagementDesk.ungroup",
  sortByTime: "engagementDesk.sortByTime",
  sortByNewest: "engagementDesk.sortByNewest",
  sortById: "engagementDesk.sortById",
  recordSession: "engagementDesk.recordSession",
  stopRecording: "engagementDesk.stopRecording",
  simulateCustomer: "engagementDesk.simulateCustomer",
  newRequest: "engagementDesk.newRequest",
  importRequest: "engagementDesk.importRequest",
  sendDocument: "engagementDesk.sendDocument",
  sendDocumentAnyway: "engagementDesk.sendDocumentAnyway",
  sendDocumentAndCompare: "engagementDesk.sendDocumentAndCompare",
  copyDocumentAs: "engagementDesk.copyDocumentAs",
  cancelDocument: "engagementDesk.cancelDocument",
  showExchange: "engagementDesk.showExchange",
  sendExchangeAgain: "engagementDesk.sendExchangeAgain",
  editAsDocument: "engagementDesk.editAsDocument",
  copyExchangeAs: "engagementDesk.copyExchangeAs",
  filterExchanges: "engagementDesk.filterExchanges",
  clearExchangeFilter: "engagementDesk.clearExchangeFilter",
  pinExchange: "engagementDesk.pinExchange",
  unpinExchange: "engagementDesk.unpinExchange",
  deleteExchanges: "engagementDesk.deleteExchanges",
  clearExchanges: "engagementDesk.clearExchanges",
  compareExchanges: "engagementDesk.compareExchanges",
  toggleComparisonTimes: "engagementDesk.toggleComparisonTimes",
  exportExchanges: "engagementDesk.exportExchanges",
  exportEngagement: "engagementDesk.exportEngagement",
} as const;

/** The id of a command. */
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** The views. */
export const viewIds = {
  container: "engagementDesk",
  engagements: "engagementDesk.engagements",
  profiles: "engagementDesk.profiles",
  exchanges: "engagementDesk.exchanges",
  panel: "engagementDesk.panel",
  timeline: "engagementDesk.timeline",
} as const;

/** What this window can do with its profile. */
export type WindowStateKind =
  | "loading"
  | "noProfiles"
  | "noActiveProfile"
  | "secretStorageBroken"
  | "signedOut"
  | "signingIn"
  | "expired"
  | "ready";

/** How the rows of the tree are put into groups; engagements that ended always have their own. */
export type GroupBy = "none" | "state" | "queue";

/** In which order rows come: the longest in their state first, the shortest first, or by id. */
export type SortBy = "time" | "newest" | "id";

/** The context keys, with the values they take. */
export interface ContextValues {
  /** Decides which welcome text an empty tree shows, and which commands are offered. */
  readonly "engagementDesk.state": WindowStateKind;
  /** What the server was last told of the agent's activity; unknown until it was told. */
  readonly "engagementDesk.activity": "available" | "unavailable" | "unknown";
  /** Whether the message loop waits before it connects again. */
  readonly "engagementDesk.isWaiting": boolean;
  readonly "engagementDesk.isSimulatorRunning": boolean;
  /** Whether the exchanges of the session are being recorded. */
  readonly "engagementDesk.isRecording": boolean;
  /** Whether the view of exchanges shows only what a filter lets through. */
  readonly "engagementDesk.areExchangesFiltered": boolean;
  /** Whether comparisons show times and sequence numbers. */
  readonly "engagementDesk.showsComparisonTimes": boolean;
  readonly "engagementDesk.groupBy": GroupBy;
  readonly "engagementDesk.sortBy": SortBy;
}

/** When to ask before an engagement is concluded. */
export type ConfirmConclude = "always" | "production" | "never";

/** What to do with an engagement in wrap-up after a conclude. */
type ReleaseAfterConclude = "ask" | "always" | "never";

/** What to do with the session when VS Code closes. */
type LogOffOnClose = "offer" | "always";

/** The settings, with their types; without the prefix `engagementDesk.`. */
export interface SettingValues {
  readonly confirmConclude: ConfirmConclude;
  readonly releaseAfterConclude: ReleaseAfterConclude;
  readonly acceptAutomatically: boolean;
  readonly notifyOffers: boolean;
  /** How many engagements Request Assignment proposes to ask for. */
  readonly requestedSessions: number;
  readonly logOffOnClose: LogOffOnClose;
  /** int32, of the site's menu of agent statuses. */
  readonly availableSubTypeId: number;
  /** int32, of the site's menu of agent statuses. */
  readonly unavailableSubTypeId: number;
  readonly postMessageType: string;
  /** Names of message types with their roles, as the user wrote them: not checked. */
  readonly messageRoles: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly requestTimeout: number;
  /** What the site is told about why it is called; at most 40 characters. */
  readonly applicationContext: string;
  /** The most exchanges that the history keeps; pinned ones go beyond it. */
  readonly "history.maxEntries": number;
  /** The most that the history takes on disk, in MB. */
  readonly "history.maxSize": number;
  readonly "simulator.startWithWindow": boolean;
}

/** What the ids of settings begin with. */
export const settingPrefix = "engagementDesk";
