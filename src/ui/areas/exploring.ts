import type { ChatClient } from "../../chat/client";
import { DocumentCalls } from "../../documents/documentCalls";
import { comparisonText } from "../../exchanges/comparison";
import { applicationContextOf } from "../../session/signIn";
import type { CommandTable } from "../commands";
import { DocumentCommands } from "../documentCommands";
import { confirmNewSession } from "../documentNotices";
import { ExchangeActions } from "../exchangeActions";
import { comparisonTitle } from "../exchanges/comparisonTitle";
import type { ComparisonTexts } from "../exchanges/comparisonView";
import { ExchangesTree } from "../exchanges/exchangesTree";
import { historyCommands } from "../exchanges/historyCommands";
import { panelContent } from "../panelContent";
import { readSetting, requestTimeoutMs } from "../settings";
import { passwordOf } from "../signInPrompts";
import type { Areas, exploringIds } from "./areas";
import type { Core } from "./core";
import type { History } from "./history";
import type { Panels } from "./panels";

/** Request documents, and what is done with what was sent. */
export interface Exploring {
  readonly tree: ExchangesTree;
  readonly actions: ExchangeActions;
  readonly comparisonTexts: ComparisonTexts;
  readonly table: Pick<CommandTable, (typeof exploringIds)[number]>;
}

/** Makes what requests are written, sent, kept, compared and exported with. */
export function createExploring(
  core: Core,
  { history, keep }: History,
  { panel }: Panels,
  client: ChatClient,
  areas: Pick<Areas, "engagements">,
): Exploring {
  const {
    calls,
    certificates,
    comparisons,
    engagementCalls,
    engagements,
    exchangesView,
    explored,
  } = core;
  const { live, liveMessages, now, onError, passwords, profiles, runs, sequenceNumbers } = core;
  const { sessions, subscriptions, version, window } = core;
  const documentCalls = new DocumentCalls({
    ...{ client, calls, engagementCalls, sessions, sequenceNumbers, explored, now },
    tlsFor: certificates.tlsFor,
    passwordOf: (profile, account) => passwordOf(passwords, profile, account),
    acceptSession: confirmNewSession,
    ...{ onExchange: keep, onError },
    applicationContext: () => applicationContextOf(readSetting("applicationContext")),
    timeoutMs: requestTimeoutMs,
  });
  const documents = new DocumentCommands({
    ...{ calls: documentCalls, runs, profiles, engagements, history, panel, comparisons },
    selection: () => core.tree.selection,
    isPolling: ({ id }) => window.current.profile?.id === id && live.state.kind === "polling",
    takeMessages: (profile, received) => liveMessages.takeAll(profile, received),
  });
  const tree = new ExchangesTree({ ...exchangesView, history, now, onError });
  const actions = new ExchangeActions({
    ...{ history, tree, calls: documentCalls, documents, profiles, engagements },
    sendAgain: async (target) => (await areas.engagements()).commands.sendAgain(target),
    product: { name: "Engagement Desk", version },
  });
  subscriptions.push(tree);
  return {
    ...{ tree, actions, comparisonTexts: { comparisonText, comparisonTitle } },
    table: {
      ...documents.table,
      ...actions.table,
      ...historyCommands({
        ...{ history, tree, comparisons, now },
        open: (record) => {
          panel.show(panelContent(record));
        },
      }),
    },
  };
}
