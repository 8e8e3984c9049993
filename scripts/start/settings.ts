import { quietSettings, type Settings } from "../../test/host/settings";

/** The user settings a window starts with the first time; changes made in it are kept. */
export const startSettings: Settings = {
  ...quietSettings,
  "engagementDesk.simulator.startWithWindow": true,
};
