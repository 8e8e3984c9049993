import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type * as vscode from "vscode";
import { createChatClient } from "../../../src/chat/client";
import { Connections } from "../../../src/chat/connections";
import { createFetch } from "../../../src/ui/areas/calling";
import { EngagementCalls } from "../../../src/engagements/engagementCalls";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import type { Profile } from "../../../src/profiles/profile";
import { AgentCalls } from "../../../src/session/agentCalls";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore } from "../../../src/session/sessionStore";
import { BareConclude } from "./bare";
import type { ConcludePair, ConcludeTimes, ServerPlace } from "./tasks";

/** Calls before the first that counts: code is compiled, connections and folders are made. */
const warmUps = 20;

/** After so long no further ones are made, in ms: a machine may be busy with something else. */
const limitMs = 60_000;

/**
 * Concludes in three ways that take turns, each with a connection that is kept alive: our whole path as
 * the extension puts it together (SecretStorage, sequence number, journal before and after), our client
 * alone, and a bare request.
 */
export async function concludes(
  context: vscode.ExtensionContext,
  place: ServerPlace,
  ids: readonly ConcludePair[],
): Promise<ConcludeTimes> {
  const root = join(context.globalStorageUri.fsPath, "concludes");
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const { origin, site: fqSiteName, pool, accountId, sessionId } = place;
  const server = { origin, fqSiteName, pool };
  const profile: Profile = {
    ...server,
    ...{ id: "bench", name: "Bench", accountId, protection: "test", isSimulator: false },
  };
  const folders = new SessionFolders(join(root, "sessions"));
  const sessions = new SessionStore(context.secrets, folders);
  await sessions.set(profile, sessionId);
  const onError = (error: unknown): void => {
    throw error;
  };
  const engagements = new EngagementStore({
    ...{ root: join(root, "engagements"), now: Date.now, onError },
  });
  const connections = new Connections();
  const client = createChatClient({ fetch: createFetch(connections), userAgent: "bench" });
  const numbers = new SequenceNumbers(folders);
  const calls = new AgentCalls({
    ...{ client, sessions, sequenceNumbers: numbers, onError },
    timeoutMs: () => 30_000,
  });
  const engagementCalls = new EngagementCalls({
    ...{ calls, engagements, now: Date.now, postMessageType: () => "", onError },
  });
  await engagements.open(profile.id);
  const bare = new BareConclude(place, { firstNumber: 500_000 });
  const times = {
    ...{ ours: [] as number[], bare: [] as number[], client: [] as number[] },
    ...{ session: [] as number[], number: [] as number[], journal: [] as number[] },
  };
  const time = async (list: number[], isCounted: boolean, call: () => Promise<unknown>) => {
    const start = performance.now();
    await call();
    if (isCounted) {
      list.push(performance.now() - start);
    }
  };
  const end = performance.now() + limitMs;
  for (const [index, pair] of ids.entries()) {
    if (performance.now() > end && index > 2 * warmUps) {
      break;
    }
    const isCounted = index >= warmUps;
    const ourId = BigInt(pair.ours);
    // What our path does besides calling, each part by itself.
    await time(times.session, isCounted, () => sessions.get(profile));
    await time(times.number, isCounted, () => numbers.next({ origin, sessionId }));
    await time(times.journal, isCounted, () =>
      engagements.append(profile.id, ourId, { kind: "held" }),
    );
    const ways = [
      () =>
        time(times.ours, isCounted, async () => {
          const outcome = await engagementCalls.conclude(profile, ourId);
          if (outcome.kind !== "answered" || !outcome.exchange.result.ok) {
            throw new Error(`concluding ${ourId}: ${JSON.stringify(outcome).slice(0, 500)}`);
          }
        }),
      () => time(times.bare, isCounted, () => bare.conclude(pair.bare)),
      () =>
        time(times.client, isCounted, () =>
          client.call(
            "concludeChat",
            {
              engagementId: BigInt(pair.client),
              sequenceNumber: BigInt(700_000 + index),
              timeCreated: BigInt(Date.now()),
            },
            {
              ...{ server, credentials: { accountId, sessionId } },
              ...{ timeoutMs: 30_000, maxBytes: 1_000_000 },
            },
          ),
        ),
    ];
    // Each goes first as often as the others.
    for (let way = 0; way < ways.length; way += 1) {
      await ways[(way + index) % ways.length]?.();
    }
  }
  bare.close();
  connections.dispose();
  engagements.dispose();
  calls.dispose();
  await sessions.remove(profile.id);
  sessions.dispose();
  return times;
}
