import { effectOf, type Failure } from "../chat/failure";
import type { CredentialsKind } from "../chat/operations";

/** What the user can be offered to mend a failure. */
export type Remedy =
  | "signIn"
  | "setSession"
  | "editProfile"
  | "openSettings"
  | "startSimulator"
  | "trustAuthority"
  | "setClientCertificate";

/** What a remedy's button says. */
export const remedyLabels: Readonly<Record<Remedy, string>> = {
  signIn: "Sign In…",
  setSession: "Set Session…",
  editProfile: "Edit Profile…",
  openSettings: "Open Settings",
  startSimulator: "Start Simulator",
  trustAuthority: "Trust This Certificate Authority…",
  setClientCertificate: "Set Client Certificate…",
};

/** A failure in words: what, why, what to do. Each is a whole sentence or empty. */
export interface FailureText {
  readonly headline: string;
  readonly explanation: string;
  readonly advice: string;
  readonly remedy?: Remedy;
}

/** What a sentence needs to know besides the failure itself. */
export interface FailureScene {
  /** What was tried, as it follows "Could not": "conclude engagement 1000". */
  readonly act: string;
  /** What it was about, as it follows "Unknown outcome for": "engagement 1000". */
  readonly subject: string;
  /** Where the request went. */
  readonly origin: string;
  readonly isSimulator: boolean;
  /** As whom the call was made; `basic` is the site, all else the chat server. */
  readonly credentials: CredentialsKind;
  /** The headers that said on purpose nothing true of whom the call is made as, or were left out. */
  readonly changedHeaders?: readonly string[];
  /** Whether doing it once more does no harm: nobody has to know then whether it was done. */
  readonly isHarmless: boolean;
  /** What to do when the outcome is unknown, in whole sentences. */
  readonly whenUnknown: string;
  readonly isAboutEngagement: boolean;
  /** Whether the profile knows where and as whom to sign in. */
  readonly canSignIn: boolean;
}

/** What a failure means for the server's state; for harmless calls it never is in doubt. */
export function outcomeOf(
  failure: Failure,
  { isHarmless }: Pick<FailureScene, "isHarmless">,
): "notDone" | "unknown" {
  return isHarmless ? "notDone" : effectOf(failure);
}

/** Who was asked. */
export function serverOf(scene: FailureScene): string {
  return isSite(scene) ? "site" : "chat server";
}

/** Whether the site was asked, and not its chat server. */
export function isSite({ credentials }: FailureScene): boolean {
  return credentials === "basic";
}

/** While signing in the address is what the user typed, or what the site told; not the profile's. */
export function isSigningIn({ credentials }: FailureScene): boolean {
  return credentials === "basic" || credentials === "bearer";
}

/** What to check when something else answers. */
export function placeOf(scene: FailureScene): string {
  switch (scene.credentials) {
    case "basic":
      return "the host of the site";
    case "bearer":
      return "host and port, which the site named as its chat server's";
    case "session":
    case "consumerSession":
    case "consumerToken":
    case "none":
      return "host and port of the profile";
  }
}

/** What mends a wrong address. */
export function addressRemedy(scene: FailureScene): Remedy {
  return isSigningIn(scene) ? "signIn" : "editProfile";
}

/** What the call must not take to another address: the secret that came with it, if one did. */
export function secretOf({ credentials }: FailureScene): string {
  const secrets: Readonly<Record<CredentialsKind, string>> = {
    basic: "password",
    bearer: "token",
    session: "session",
    consumerSession: "consumer session",
    consumerToken: "customer's token",
    none: "request",
  };
  return secrets[credentials];
}
