import { createChatClient } from "../../../src/chat/client";
import type { Message } from "../../../src/chat/messages";
import type { Profile } from "../../../src/profiles/profile";
import { AgentCalls } from "../../../src/session/agentCalls";
import { LiveSession, type LiveSessionParts } from "../../../src/session/liveSession";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore } from "../../../src/session/sessionStore";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { fetch } from "../../fakes/realFetch";

/** What a window is opened with. */
export interface WindowOptions {
  /** What all windows of the machine share. */
  readonly folder: string;
  readonly profile: Profile;
  readonly secrets?: FakeSecretStorage;
  readonly live?: Partial<LiveSessionParts>;
}

/** The session parts of one window, as the extension puts them together, with the real client. */
export function openWindow({ folder, profile, secrets, live: changes }: WindowOptions) {
  const folders = new SessionFolders(folder);
  const sessions = new SessionStore(secrets ?? new FakeSecretStorage(), folders);
  const stored = { profile };
  const errors: unknown[] = [];
  const messages: Message[] = [];
  const onError = (error: unknown) => errors.push(error);
  const calls = new AgentCalls({
    client: createChatClient({ fetch, userAgent: "engagement-desk/test" }),
    sessions,
    sequenceNumbers: new SequenceNumbers(folders),
    timeoutMs: () => 30_000,
    onError,
  });
  const live = new LiveSession({
    sessions,
    folders,
    calls,
    findProfile: (id) => (id === stored.profile.id ? stored.profile : undefined),
    onMessages: (_, given) => messages.push(...given),
    onPool: (before, pool) => {
      stored.profile = { ...before, ...(pool !== undefined && { pool }) };
    },
    onError,
    ...changes,
  });
  const watch = sessions.watch(profile);
  const close = () => {
    watch.dispose();
    live.dispose();
    calls.dispose();
    sessions.dispose();
  };
  return { folders, sessions, calls, live, messages, errors, stored, close };
}
