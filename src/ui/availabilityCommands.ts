import type { RequestBody } from "../chat/operations";
import type { EngagementStore } from "../engagements/engagementStore";
import type { SessionEvent } from "../engagements/engagement";
import { heldSlots } from "../engagements/slots";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { AgentCalls } from "../session/agentCalls";
import { runCommand, type CommandTable } from "./commands";
import { askSteps } from "./multiStepInput";
import { showInformation, showWarning } from "./notices";
import { explainFailure } from "./notify";
import { panelContent } from "./panelContent";
import type { ExchangePanel } from "./exchangePanel";
import { withProgress } from "./progress";
import { ProfileNode } from "./profilesTree";
import { readSetting, subTypeId } from "./settings";

/** What saying whether the agent takes engagements needs. */
export interface AvailabilityParts {
  readonly calls: AgentCalls;
  readonly engagements: EngagementStore;
  readonly profiles: ProfileStore;
  readonly panel: Pick<ExchangePanel, "show">;
  /** When the window's session began, ms since 1970. */
  readonly sessionSince: () => number;
}

type AvailabilityCommandId =
  | typeof commandIds.goAvailable
  | typeof commandIds.goUnavailable
  | typeof commandIds.requestAssignment
  | typeof commandIds.withdrawRequest;

type SessionOperation = "setActivityStatus" | "requestAssignment";

/** How many engagements may be asked for at once; the server decides what it gives. */
const mostSessions = 100;

/** What availabilityCommands gives. */
interface AvailabilityCommands {
  readonly table: Pick<CommandTable, AvailabilityCommandId>;
  /** Goes available with the window's profile and asks for as many engagements as the setting says. */
  readonly takeEngagements: () => Promise<void>;
}

/** Go available or unavailable, ask for engagements and withdraw the wish. */
export function availabilityCommands(parts: AvailabilityParts): AvailabilityCommands {
  const { calls, engagements, panel, profiles } = parts;

  /** Sends one call about the session; notes what it did when the server accepted it. */
  async function send<N extends SessionOperation>(
    profile: Profile,
    title: string,
    operation: N,
    body: Omit<RequestBody<N>, "sequenceNumber" | "timeCreated">,
    event: { readonly what: SessionEvent; readonly detail?: string },
  ): Promise<boolean> {
    const outcome = await withProgress(title, (signal) =>
      calls.call(profile, operation, body, { signal }),
    );
    if (outcome.kind !== "answered") {
      if (outcome.kind === "noSession") {
        void offerSignIn(profile);
      }
      return false;
    }
    const record: ExchangeRecord = { exchange: outcome.exchange, profile };
    if (outcome.exchange.result.ok) {
      await engagements.append(profile.id, "session", { kind: "session", ...event });
      return true;
    }
    panel.show(panelContent(record));
    explainFailure(record);
    return false;
  }

  async function withProfile(task: (profile: Profile) => Promise<void>): Promise<void> {
    const { active } = profiles.current;
    await (active ? task(active) : runCommand(commandIds.switchProfile));
  }

  function goAvailable(profile: Profile): Promise<boolean> {
    return send(
      profile,
      `Going available (${profile.name})`,
      "setActivityStatus",
      { status: "AVAILABLE", subTypeId: subTypeId("availableSubTypeId") },
      { what: "available" },
    );
  }

  function request(profile: Profile, count: number): Promise<boolean> {
    // As many idle sessions as are wanted, besides those that are held.
    const most = heldSlots(engagements, profile.id, parts.sessionSince()) + count;
    return send(
      profile,
      `Requesting ${count} engagement${count === 1 ? "" : "s"} (${profile.name})`,
      "requestAssignment",
      { assignmentRequested: true, idleSessionCount: count, maxSessionCount: most },
      { what: "assignmentRequested", detail: count.toString() },
    );
  }

  return {
    takeEngagements: () =>
      withProfile(async (profile) => {
        if (await goAvailable(profile)) {
          await request(profile, defaultCount());
        }
      }),
    table: {
      [commandIds.goAvailable]: () =>
        withProfile(async (profile) => {
          if (await goAvailable(profile)) {
            void offerRequest(profile);
          }
        }),
      [commandIds.goUnavailable]: () =>
        withProfile(async (profile) => {
          await send(
            profile,
            `Going unavailable (${profile.name})`,
            "setActivityStatus",
            { status: "UNAVAILABLE", subTypeId: subTypeId("unavailableSubTypeId") },
            { what: "unavailable" },
          );
        }),
      [commandIds.requestAssignment]: () =>
        withProfile(async (profile) => {
          const count = await askCount(profile);
          if (count !== undefined) {
            await request(profile, count);
          }
        }),
      [commandIds.withdrawRequest]: () =>
        withProfile(async (profile) => {
          const most = heldSlots(engagements, profile.id, parts.sessionSince());
          await send(
            profile,
            `Withdrawing the request for engagements (${profile.name})`,
            "requestAssignment",
            { assignmentRequested: false, idleSessionCount: 0, maxSessionCount: most },
            { what: "requestWithdrawn" },
          );
        }),
    },
  };
}

/** The count of the setting; nonsense in the settings file gives one. */
function defaultCount(): number {
  return countOf(String(readSetting("requestedSessions"))) ?? 1;
}

async function askCount(profile: Profile): Promise<number | undefined> {
  const text = await askSteps<string>(
    `Request Assignment (${profile.name})`,
    [
      {
        kind: "text",
        prompt: "How many engagements do you want at most, besides those you hold?",
        placeholder: "1",
        value: (draft) => draft,
        check: (typed) =>
          countOf(typed) === undefined
            ? `Enter a whole number from 1 to ${mostSessions}.`
            : undefined,
        accept: (_, typed) => typed,
      },
    ],
    defaultCount().toString(),
  );
  return text === undefined ? undefined : countOf(text);
}

function countOf(text: string): number | undefined {
  const count = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return count >= 1 && count <= mostSessions ? count : undefined;
}

async function offerRequest({ name }: Profile): Promise<void> {
  const request = "Request Assignment…";
  const choice = await showInformation(
    `${name} is available. On most sites engagements come only after they were asked for.`,
    request,
  );
  if (choice === request) {
    await runCommand(commandIds.requestAssignment);
  }
}

async function offerSignIn({ id, name }: Profile): Promise<void> {
  const signIn = "Sign In…";
  const choice = await showWarning(
    `Nothing was sent: ${name} has no session. Sign in, then try again.`,
    signIn,
  );
  if (choice === signIn) {
    await runCommand(commandIds.signIn, new ProfileNode(id));
  }
}
