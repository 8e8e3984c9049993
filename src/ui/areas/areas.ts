import { commandIds, type CommandId } from "../../ids";
import { lazy } from "../../util/lazy";
import type { CommandTable } from "../commands";
import type { SimulatorCommands } from "../simulatorCommands";
import type { Core } from "./core";
import type { Engagements } from "./engagements";
import type { Exploring } from "./exploring";
import type { History } from "./history";
import type { Panels } from "./panels";
import type { Sessions } from "./sessions";

/** An area that has nothing but commands. */
interface Area<Id extends CommandId> {
  readonly table: Pick<CommandTable, Id>;
}

/**
 * The parts of the product that are loaded when they are first needed. Each is a file of its own in the package,
 * with what only it uses; extension.ts says what loads it.
 */
export interface Areas {
  /** What was sent; needed by the first exchange. */
  readonly history: () => Promise<History>;
  /** The panel with the answers, and the timelines. */
  readonly panels: () => Promise<Panels>;
  /** What is done with engagements. */
  readonly engagements: () => Promise<Engagements>;
  /** Profiles with their certificates, sessions and the agent's availability. */
  readonly sessions: () => Promise<Sessions>;
  /** Request documents, and what is done with what was sent. */
  readonly exploring: () => Promise<Exploring>;
  /** Request documents from requests in other forms. */
  readonly importing: () => Promise<Area<typeof commandIds.importRequest>>;
  readonly simulator: () => Promise<SimulatorCommands>;
}

/**
 * Says what each area is loaded with and made of. An area that sends requests has the client loaded before it is there,
 * so that no request is noted as sent for which the client then cannot be loaded.
 */
export function createAreas(core: () => Core): Areas {
  const areas: Areas = {
    history: lazy(
      () => import("./history"),
      ({ createHistory }) => createHistory(core()),
    ),
    panels: lazy(
      () => import("./panels"),
      async ({ createPanels }) => createPanels(core(), await areas.history(), areas),
    ),
    engagements: lazy(
      () => import("./engagements"),
      async ({ createEngagements }) => {
        await core().client();
        return createEngagements(core(), await areas.panels());
      },
    ),
    sessions: lazy(
      () => import("./sessions"),
      async ({ createSessions }) =>
        createSessions(core(), await areas.history(), await areas.panels(), await core().client()),
    ),
    exploring: lazy(
      () => import("./exploring"),
      async ({ createExploring }) =>
        createExploring(
          core(),
          await areas.history(),
          await areas.panels(),
          await core().client(),
          areas,
        ),
    ),
    importing: lazy(
      () => import("../importCommand"),
      ({ importCommand }) => ({ table: importCommand(core()) }),
    ),
    simulator: lazy(
      () => import("../simulatorCommands"),
      ({ SimulatorCommands }) => {
        const simulator = new SimulatorCommands({
          ...core(),
          load: lazy(
            () => import("../../simulator/simulator"),
            (loaded) => loaded,
          ),
          takeEngagements: async () => (await areas.sessions()).takeEngagements(),
        });
        core().subscriptions.push(simulator);
        return simulator;
      },
    ),
  };
  return areas;
}

/** The commands of the area "engagements". */
export const engagementsIds = [
  commandIds.acceptEngagement,
  commandIds.declineEngagement,
  commandIds.rerouteEngagement,
  commandIds.concludeEngagement,
  commandIds.concludeAll,
  commandIds.releaseEngagement,
  commandIds.sendMessage,
  commandIds.openTimeline,
  commandIds.trackEngagement,
  commandIds.stopTracking,
  commandIds.copyEngagementId,
  commandIds.clearEnded,
] as const;

/** The commands of the area "sessions". */
export const sessionsIds = [
  commandIds.addProfile,
  commandIds.editProfile,
  commandIds.removeProfile,
  commandIds.switchProfile,
  commandIds.trustAuthority,
  commandIds.forgetAuthorities,
  commandIds.setClientCertificate,
  commandIds.setSession,
  commandIds.forgetSession,
  commandIds.trustAuthority,
  commandIds.forgetAuthorities,
  commandIds.setClientCertificate,
  commandIds.signIn,
  commandIds.logOff,
  commandIds.goAvailable,
  commandIds.goUnavailable,
  commandIds.requestAssignment,
  commandIds.withdrawRequest,
  commandIds.recordSession,
  commandIds.stopRecording,
] as const;

/** The commands of the area "exploring". */
export const exploringIds = [
  commandIds.newRequest,
  commandIds.sendDocument,
  commandIds.sendDocumentAnyway,
  commandIds.sendDocumentAndCompare,
  commandIds.copyDocumentAs,
  commandIds.cancelDocument,
  commandIds.showExchange,
  commandIds.sendExchangeAgain,
  commandIds.editAsDocument,
  commandIds.copyExchangeAs,
  commandIds.filterExchanges,
  commandIds.clearExchangeFilter,
  commandIds.pinExchange,
  commandIds.unpinExchange,
  commandIds.deleteExchanges,
  commandIds.clearExchanges,
  commandIds.compareExchanges,
  commandIds.toggleComparisonTimes,
  commandIds.exportExchanges,
  commandIds.exportEngagement,
] as const;

/** The commands of the area "simulator". */
export const simulatorIds = [
  commandIds.startSimulator,
  commandIds.stopSimulator,
  commandIds.simulateFault,
  commandIds.simulateCustomer,
] as const;

/** Handlers of commands whose area is loaded when one of them is first used. */
export function fromArea<Id extends CommandId>(
  ids: readonly Id[],
  area: () => Promise<Area<Id>>,
): Pick<CommandTable, Id> {
  const handlers = ids.map((id) => [
    id,
    async (...args: readonly unknown[]) => (await area()).table[id](...args),
  ]);
  return Object.fromEntries(handlers) as Pick<CommandTable, Id>;
}
