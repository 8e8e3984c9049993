import type { ChatClient } from "../../chat/client";
import { availabilityCommands } from "../availabilityCommands";
import type { CommandTable } from "../commands";
import { logOffCommand } from "../logOffCommand";
import { profileCommands } from "../profileCommands";
import { RecordCommands } from "../recordCommands";
import { requestTimeoutMs } from "../settings";
import { SignInCommands } from "../signInCommands";
import { trustCommands } from "../trustCommands";
import type { sessionsIds } from "./areas";
import type { Core } from "./core";
import type { History } from "./history";
import type { Panels } from "./panels";

/** Profiles with their certificates, sessions and the agent's availability. */
export interface Sessions {
  /** Goes available with the window's profile and asks for engagements. */
  readonly takeEngagements: () => Promise<void>;
  readonly table: Pick<CommandTable, (typeof sessionsIds)[number]>;
}

/** Makes what profiles are kept, signed in and logged off with. */
export function createSessions(
  core: Core,
  { history, keep }: History,
  { panel }: Panels,
  client: ChatClient,
): Sessions {
  const { calls, certificates, closing, engagements, explored, live, notes, now, onError } = core;
  const { passwords, profiles, sessions, subscriptions, window } = core;
  const signIn = new SignInCommands({
    ...{ client, profiles, sessions, passwords, panel, now, tlsFor: certificates.tlsFor },
    onExchange: keep,
    onSignedIn: ({ id }) => void notes.note(id, "signedIn"),
  });
  const recording = new RecordCommands({
    ...{ calls, profiles, onError },
    isStandby: () => live.state.kind === "standby",
  });
  const availability = availabilityCommands({
    ...{ calls, engagements, profiles, panel },
    sessionSince: () => window.current.sessionSince ?? 0,
  });
  subscriptions.push(
    ...[signIn, recording],
    signIn.onDidChange((profileId) => {
      window.setSigningIn(profileId, signIn.isSigningIn(profileId));
    }),
  );
  return {
    takeEngagements: availability.takeEngagements,
    table: {
      ...profileCommands({
        ...{ profiles, sessions, passwords, explored, certificates, engagements, history },
      }),
      ...trustCommands({ profiles, certificates, timeoutMs: requestTimeoutMs }),
      ...signIn.table,
      ...logOffCommand({
        ...{ profiles, sessions, calls, panel },
        engagementsActive: (profileId) => closing.openCount(profileId),
      }),
      ...availability.table,
      ...recording.table,
    },
  };
}
