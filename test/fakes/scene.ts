import type { FailureScene } from "../../src/ui/failureScene";

/** The scene of a conclude, to change in the places a test is about. */
export const concludeScene: FailureScene = {
  act: "conclude engagement 1000",
  subject: "engagement 1000",
  origin: "https://chat.example.com",
  isSimulator: false,
  credentials: "session",
  isHarmless: false,
  whenUnknown:
    "The request may or may not have been carried out: check the engagement on the site before you send it again.",
  isAboutEngagement: true,
  canSignIn: false,
};
