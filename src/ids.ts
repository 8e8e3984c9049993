/** Every command, by the name it goes by in code. `package.json` declares the same ids. */
export const commandIds = {
  addProfile: "engagementDesk.addProfile",
  editProfile: "engagementDesk.editProfile",
  removeProfile: "engagementDesk.removeProfile",
  switchProfile: "engagementDesk.switchProfile",
  setSession: "engagementDesk.setSession",
  forgetSession: "engagementDesk.forgetSession",
  concludeEngagement: "engagementDesk.concludeEngagement",
  trackEngagement: "engagementDesk.trackEngagement",
  stopTracking: "engagementDesk.stopTracking",
  copyEngagementId: "engagementDesk.copyEngagementId",
  showAnswer: "engagementDesk.showAnswer",
  startSimulator: "engagementDesk.startSimulator",
  stopSimulator: "engagementDesk.stopSimulator",
  simulateFault: "engagementDesk.simulateFault",
  showLog: "engagementDesk.showLog",
} as const;

/** The id of a command. */
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** The views. */
export const viewIds = {
  container: "engagementDesk",
  engagements: "engagementDesk.engagements",
  profiles: "engagementDesk.profiles",
  panel: "engagementDesk.panel",
} as const;

/** The context keys, with the values they take. */
export interface ContextValues {
  /** What the window can do now; decides which welcome text an empty tree shows. */
  readonly "engagementDesk.state":
    "loading" | "noProfiles" | "noActiveProfile" | "secretStorageBroken" | "noSession" | "ready";
  readonly "engagementDesk.isSimulatorRunning": boolean;
}

/** When to ask before an engagement is concluded. */
export type ConfirmConclude = "always" | "production" | "never";

/** The settings, with their types; without the prefix `engagementDesk.`. */
export interface SettingValues {
  readonly confirmConclude: ConfirmConclude;
  /** Seconds. */
  readonly requestTimeout: number;
  readonly "simulator.startWithWindow": boolean;
}

/** What the ids of settings begin with. */
export const settingPrefix = "engagementDesk";
