import { readdirSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { readMessages, type Message } from "../../src/chat/messages";
import type { OperationName } from "../../src/chat/operations";
import { EngagementCalls } from "../../src/engagements/engagementCalls";
import { EngagementStore } from "../../src/engagements/engagementStore";
import type { Profile } from "../../src/profiles/profile";
import type { RecordedExchange } from "../../src/session/recorder";
import { isJsonObject, numberText, readJson, type JsonObject } from "../../src/util/json";
import { someProfile } from "../fakes/profiles";
import { afterTest, temporaryFolder, until } from "../unit/session/setup";
import { openWindow } from "../unit/session/window";

/** The exchanges of a recording in the order of their files. */
export function readRecording(folder: string): readonly RecordedExchange[] {
  return readdirSync(folder)
    .filter((name) => /^\d+-\w+\.json$/.test(name))
    .sort()
    .map((name) => {
      const exchange = JSON.parse(readFileSync(join(folder, name), "utf8")) as RecordedExchange;
      if ((exchange.version as unknown) !== 1) {
        throw new Error(`${name} is of a version that is not known here`);
      }
      return exchange;
    });
}

/** The messages that a recording's answers bring, in their order. */
export function recordedMessages(recording: readonly RecordedExchange[]): readonly Message[] {
  return recording
    .filter(({ operation, failure }) => operation === "getMessages" && !failure)
    .flatMap(({ answer }) => readMessages(answer?.body ?? "") ?? []);
}

/** Serves recorded answers on loopback; a call waits until there is one for its operation. */
async function serve() {
  const waiting = new Map<string, ServerResponse[]>();
  const server = createServer((request, response) => {
    const operation = new URL(request.url ?? "", "http://localhost").pathname.split("/").at(-1);
    const queue = waiting.get(operation ?? "") ?? [];
    waiting.set(operation ?? "", [...queue, response]);
    request.resume();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  afterTest(() => {
    server.close();
    server.closeAllConnections();
  });
  const isWaiting = (operation: OperationName) => (waiting.get(operation)?.length ?? 0) > 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isWaiting,
    give: async ({ operation, answer }: RecordedExchange) => {
      await until(() => isWaiting(operation), `a call of ${operation}`);
      const response = waiting.get(operation)?.shift();
      if (!answer) {
        response?.destroy();
        return;
      }
      // The body is kept as text: its charset is ours, and its length as sent may be another.
      const type = answer.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
      response?.writeHead(answer.status, answer.statusText, {
        ...(type !== undefined && {
          "Content-Type": type.replace(/charset=[^;]+/i, "charset=utf-8"),
        }),
      });
      response?.end(answer.body);
    },
  };
}

/** What a replay came to. */
export interface Replayed {
  readonly messages: readonly Message[];
  readonly store: EngagementStore;
  readonly profileId: string;
  readonly errors: readonly unknown[];
}

/** Plays a recording through the real client, loop and state machine. */
export async function replay(recording: readonly RecordedExchange[]): Promise<Replayed> {
  const server = await serve();
  const profile: Profile = { ...someProfile, origin: server.url };
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const store = new EngagementStore({ root: temporaryFolder(), now: Date.now, onError });
  afterTest(() => {
    store.dispose();
  });
  store.startInMemory(profile.id);
  await store.open(profile.id);
  const messages: Message[] = [];
  const window = openWindow({
    folder: temporaryFolder(),
    profile,
    live: {
      surroundings: { random: () => 0 },
      onMessages: async ({ id }, given) => {
        messages.push(...given);
        await store.applyMessages(id, given);
      },
    },
  });
  afterTest(window.close);
  const acts = new EngagementCalls({
    calls: window.calls,
    engagements: store,
    now: Date.now,
    postMessageType: () => "POST_MESSAGE",
    onError: (error) => {
      throw error;
    },
  });
  await window.sessions.set(profile, "replayed-session");
  await window.live.show(profile);
  const isResting = () =>
    server.isWaiting("getMessages") || ["stopped", "off"].includes(window.live.state.kind);

  for (const exchange of recording) {
    if (isResting() && window.live.state.kind === "off") {
      break;
    }
    await until(isResting, "the loop asks");
    if (exchange.operation === "getMessages") {
      await server.give(exchange);
      await until(() => !server.isWaiting("getMessages"));
      await until(isResting, "the loop asks again, or stops");
    } else {
      const call = repeat(exchange, window, acts, profile);
      if (call) {
        await Promise.all([call, server.give(exchange)]);
      }
    }
  }
  return { messages, store, profileId: profile.id, errors: [...errors, ...window.errors] };
}

/** Makes the call of an exchange; undefined for one that belongs to nothing that is replayed. */
function repeat(
  { operation, request }: RecordedExchange,
  { calls }: ReturnType<typeof openWindow>,
  acts: EngagementCalls,
  profile: Profile,
): Promise<unknown> | undefined {
  const json = readJson(request.body);
  const body: JsonObject = json.ok && isJsonObject(json.value) ? json.value : {};
  const id = BigInt(numberText(body["engagementId"] ?? body["destinationId"]) ?? 0);
  const isAutomatic = body["actionType"] === "AUTO";
  switch (operation) {
    case "assignmentAcknowledgement":
      return body["action"] === "ACCEPT"
        ? acts.accept(profile, id, { isAutomatic })
        : acts.decline(profile, id, { isAutomatic });
    case "postMessage":
      return acts.post(profile, id, String(body["body"]));
    case "rerouteEngagement":
      return acts.reroute(profile, id);
    case "concludeChat":
      return acts.conclude(profile, id);
    case "releaseChat":
      return acts.release(profile, id);
    case "setActivityStatus":
      return calls.call(profile, operation, { status: "AVAILABLE", subTypeId: 0 });
    case "requestAssignment":
      return calls.call(profile, operation, {
        assignmentRequested: true,
        idleSessionCount: 0,
        maxSessionCount: 1,
      });
    case "logoff":
      return calls.call(profile, operation, { forceLogoff: true });
    default:
      return undefined;
  }
}
