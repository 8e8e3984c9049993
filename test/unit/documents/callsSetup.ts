import assert from "node:assert/strict";
import { join } from "node:path";
import { createChatClient } from "../../../src/chat/client";
import type { OperationId } from "../../../src/chat/operations";
import {
  DocumentCalls,
  type DocumentCallOptions,
  type DocumentCallsParts,
  type DocumentOutcome,
} from "../../../src/documents/documentCalls";
import { readRequestDocument, type RequestDocument } from "../../../src/documents/requestDocument";
import { EngagementCalls } from "../../../src/engagements/engagementCalls";
import type { ExchangeRecord } from "../../../src/exchanges/exchangeRecord";
import type { Profile } from "../../../src/profiles/profile";
import { AgentCalls, type ProfileExchange } from "../../../src/session/agentCalls";
import { ExploredCredentials } from "../../../src/session/exploredCredentials";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore } from "../../../src/session/sessionStore";
import { startSimulator, type SimulatorOptions } from "../../../src/simulator/simulator";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { afterTest, openStore, temporaryFolder } from "../engagements/setup";
import { fetch } from "../../fakes/realFetch";

/** The password of the one account; it must never be seen in an exchange. */
export const password = "correct horse: battery staple";

interface SetupOptions {
  readonly hasSession?: boolean;
  readonly simulated?: SimulatorOptions;
  readonly parts?: Partial<DocumentCallsParts>;
}

/** A document as text, read as the editor's is. */
export function documentOf(
  operation: OperationId,
  members: Readonly<Record<string, unknown>> = {},
): RequestDocument {
  const { document } = readRequestDocument(JSON.stringify({ operation, ...members }));
  assert.ok(document);
  return document;
}

/** Everything that sending documents needs, on a real simulator, which holds engagement 1000. */
export async function setupDocuments({ hasSession = true, simulated, parts }: SetupOptions = {}) {
  const simulator = await startSimulator({
    accounts: [{ userName: "ada", password, accountId: "12" }],
    holdMs: 50,
    ...simulated,
  });
  afterTest(() => simulator.close());
  const folder = temporaryFolder();
  const profile: Profile = {
    ...someProfile,
    origin: simulator.url,
    fqSiteName: simulator.site,
    pool: simulator.pool,
    accountId: simulator.accountId,
    signIn: { siteOrigin: simulator.url, userName: "ada" },
  };
  const folders = new SessionFolders(join(folder, "sessions"));
  const secrets = new FakeSecretStorage();
  const sessions = new SessionStore(secrets, folders);
  if (hasSession) {
    await sessions.set(profile, simulator.sessionId);
  }
  const engagements = openStore({ root: join(folder, "journal"), now: () => 7 });
  await engagements.open(profile.id);
  await engagements.append(profile.id, 1000n, { kind: "held" });
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
  const sequenceNumbers = new SequenceNumbers(folders);
  const timeoutMs = () => 30_000;
  const agentCalls = new AgentCalls({ client, sessions, sequenceNumbers, timeoutMs, onError });
  const told: ProfileExchange[] = [];
  agentCalls.onDidCall((call) => told.push(call));
  const engagementCalls = new EngagementCalls({
    ...{ calls: agentCalls, engagements, now: Date.now, onError },
    postMessageType: () => "POST_MESSAGE",
  });
  const explored = new ExploredCredentials(secrets);
  const asked: string[] = [];
  const alone: ExchangeRecord[] = [];
  const documents = new DocumentCalls({
    ...{ client, calls: agentCalls, engagementCalls, sessions, sequenceNumbers, explored },
    ...{ onError, timeoutMs, now: Date.now },
    passwordOf: (_, { userName }) => {
      asked.push(`password of ${userName}`);
      return Promise.resolve(password);
    },
    acceptSession: ({ name }) => {
      asked.push(`session of ${name}`);
      return Promise.resolve(true);
    },
    onExchange: (record) => alone.push(record),
    applicationContext: () => "unit test",
    ...parts,
  });
  afterTest(() => {
    agentCalls.dispose();
    sessions.dispose();
  });
  const send = (
    document: RequestDocument,
    options: Partial<DocumentCallOptions> = {},
  ): Promise<DocumentOutcome> =>
    documents.send(profile, document, { signal: new AbortController().signal, ...options });
  /** Sends a document that is answered; its exchange. */
  const answered = async (
    operation: OperationId,
    members: Readonly<Record<string, unknown>> = {},
    options: Partial<DocumentCallOptions> = {},
  ) => {
    const outcome = await send(documentOf(operation, members), options);
    assert.ok(outcome.kind === "answered", `${operation}: ${outcome.kind}`);
    return outcome;
  };
  const stateOf = (id: bigint) => engagements.find(profile.id, id)?.state.kind;
  return {
    ...{ agentCalls, alone, answered, asked, client, documents, engagementCalls, engagements },
    ...{ errors, explored, profile, secrets, send, sessions, simulator, stateOf, told },
  };
}
