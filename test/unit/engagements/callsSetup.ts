import assert from "node:assert/strict";
import { join } from "node:path";
import { createChatClient } from "../../../src/chat/client";
import { readMessages } from "../../../src/chat/messages";
import { EngagementCalls } from "../../../src/engagements/engagementCalls";
import type { EngagementStore } from "../../../src/engagements/engagementStore";
import { AgentCalls, type AgentBody, type AgentOperation } from "../../../src/session/agentCalls";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore } from "../../../src/session/sessionStore";
import { startSimulator, type SimulatorOptions } from "../../../src/simulator/simulator";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { afterTest, openStore, temporaryFolder } from "./setup";
import { fetch } from "../../fakes/realFetch";

/** The time at which the calls are made. */
export const sendingTime = 1_618_317_020_415;

interface SetupOptions {
  readonly hasSession?: boolean;
  readonly timeoutMs?: number;
  readonly simulated?: SimulatorOptions;
}

/** A window with everything that calls need, on a real simulator, which holds engagement 1000. */
export async function setupCalls({
  hasSession = true,
  timeoutMs = 30_000,
  simulated,
}: SetupOptions = {}) {
  const simulator = await startSimulator(simulated);
  afterTest(() => simulator.close());
  const folder = temporaryFolder();
  const profile = {
    ...someProfile,
    origin: simulator.url,
    fqSiteName: simulator.site,
    pool: simulator.pool,
    accountId: simulator.accountId,
  };
  const folders = new SessionFolders(join(folder, "sessions"));
  const secrets = new FakeSecretStorage();
  const sessions = new SessionStore(secrets, folders);
  if (hasSession) {
    await sessions.set(profile, simulator.sessionId);
  }
  const removed = new Set<string>();
  const root = join(folder, "journal");
  const fail = (error: unknown) => {
    throw error;
  };
  const openWindow = async ({ now = () => 7 }: { readonly now?: () => number } = {}) => {
    const engagements = openStore({
      root,
      now,
      isKnown: (profileId) => !removed.has(profileId),
    });
    await engagements.open(profile.id);
    const agentCalls = new AgentCalls({
      client: createChatClient({ fetch, userAgent: "test" }),
      sessions,
      sequenceNumbers: new SequenceNumbers(folders),
      timeoutMs: () => timeoutMs,
      now: () => sendingTime,
      onError: fail,
    });
    const calls = new EngagementCalls({
      calls: agentCalls,
      engagements,
      now: () => sendingTime,
      postMessageType: () => "POST_MESSAGE",
      onError: fail,
    });
    return { agentCalls, calls, engagements };
  };
  const window = await openWindow();
  const { agentCalls, engagements } = window;
  await engagements.append(profile.id, 1000n, { kind: "held" });
  const stateOf = (id: bigint, store: EngagementStore = engagements) =>
    store.find(profile.id, id)?.state;
  const callsOf = (id: bigint) =>
    engagements.entries(profile.id, id).filter(({ event }) => "act" in event);
  const call = async <N extends AgentOperation>(operation: N, body: AgentBody<N>) => {
    const outcome = await agentCalls.call(profile, operation, body);
    assert.ok(outcome.kind === "answered" && outcome.exchange.result.ok, operation);
    return outcome.exchange;
  };
  const pollOnce = async () => {
    const exchange = await call("getMessages", {});
    const messages = readMessages(exchange.answer?.body ?? "");
    assert.ok(messages);
    await engagements.applyMessages(profile.id, messages);
  };
  return {
    ...window,
    simulator,
    profile,
    secrets,
    removed,
    root,
    openWindow,
    stateOf,
    callsOf,
    call,
    pollOnce,
  };
}
