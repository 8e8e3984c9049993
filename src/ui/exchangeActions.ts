import * as vscode from "vscode";
import type { DocumentCalls } from "../documents/documentCalls";
import { documentPartsOf, lackOf } from "../documents/exchangeDocument";
import { readRequestDocument } from "../documents/requestDocument";
import { writeRequestDocument } from "../documents/writeDocument";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ExchangeHistory } from "../exchanges/history/exchangeHistory";
import type { KeptRecord } from "../exchanges/history/storedExchange";
import { allOperations } from "../chat/operations";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { copyRequest } from "./copyRequest";
import { lackText } from "./documentText";
import { runCommand, type CommandTable } from "./commands";
import type { DocumentCommands } from "./documentCommands";
import { pickEngagement } from "./engagementPrompts";
import { EngagementNode } from "./engagementsTree";
import { exportEvidence } from "./evidence/exportEvidence";
import { engagementTimeline } from "./evidence/engagementTimeline";
import { exchangeIdsOf, tellGone } from "./exchanges/historyCommands";
import type { ExchangesTree } from "./exchanges/exchangesTree";
import { showInformation, showWarning } from "./notices";
import { openDocument } from "./openDocument";
import { replayTargetOf, type ReplayTarget } from "./storedPanel";

/** What can be done with an exchange, beside showing it, needs these. */
export interface ExchangeActionParts {
  readonly history: ExchangeHistory;
  readonly tree: ExchangesTree;
  readonly calls: DocumentCalls;
  readonly documents: DocumentCommands;
  readonly profiles: ProfileStore;
  readonly engagements: EngagementStore;
  /** Does an act of the agent's once more, after asking. */
  readonly sendAgain: (target: ReplayTarget) => Promise<void>;
  /** Named in what is exported. */
  readonly product: { readonly name: string; readonly version: string };
}

type ExchangeActionId =
  | typeof commandIds.sendExchangeAgain
  | typeof commandIds.editAsDocument
  | typeof commandIds.copyExchangeAs
  | typeof commandIds.exportExchanges
  | typeof commandIds.exportEngagement;

/** Doing something with what was sent: from its row, and from the panel that shows it. */
export class ExchangeActions {
  constructor(private readonly parts: ExchangeActionParts) {}

  /** The commands' handlers. */
  get table(): Pick<CommandTable, ExchangeActionId> {
    return {
      [commandIds.sendExchangeAgain]: (...args) =>
        this.#withRecord(args, (record) => this.#sendAgain(record)),
      [commandIds.editAsDocument]: (...args) =>
        this.#withRecord(args, (record) => this.#edit(record)),
      [commandIds.copyExchangeAs]: (...args) =>
        this.#withRecord(args, (record) => this.#copy(record)),
      [commandIds.exportExchanges]: (...args) => this.#export(args),
      [commandIds.exportEngagement]: (node) => this.#exportEngagement(node),
    };
  }

  /** Offers what can be done with an exchange that the panel shows. */
  async offerMore(exchangeId: string): Promise<void> {
    const record = await this.parts.history.find(exchangeId);
    if (!record) {
      tellGone();
      return;
    }
    const isPinned = this.parts.history
      .list()
      .some((entry) => entry.id === exchangeId && entry.isPinned);
    const picked = await vscode.window.showQuickPick(
      [
        { label: "$(edit) Edit as Document", act: () => this.#edit(record) },
        { label: "$(copy) Copy as…", act: () => this.#copy(record) },
        {
          label: "$(diff) Compare with…",
          act: () => runCommand(commandIds.compareExchanges, exchangeId),
        },
        {
          label: "$(export) Export…",
          act: () => exportEvidence({ records: [record] }, this.parts.product),
        },
        ...(replayTargetOf(record)
          ? []
          : [{ label: "$(refresh) Send Again", act: () => this.#sendAgain(record) }]),
        isPinned
          ? {
              label: "$(pinned) Unpin in Exchanges",
              act: () => runCommand(commandIds.unpinExchange, exchangeId),
            }
          : {
              label: "$(pin) Pin in Exchanges",
              act: () => runCommand(commandIds.pinExchange, exchangeId),
            },
      ],
      { placeHolder: "What do you want to do with this exchange?" },
    );
    await picked?.act();
  }

  async #withRecord(
    args: readonly unknown[],
    act: (record: KeptRecord) => Promise<void>,
  ): Promise<void> {
    const [id] = exchangeIdsOf(args, this.parts.tree);
    if (id === undefined) {
      void showInformation("Select an exchange in the view Exchanges first.");
      return;
    }
    const record = await this.parts.history.find(id);
    if (record) {
      await act(record);
    } else {
      tellGone();
    }
  }

  async #sendAgain(record: KeptRecord): Promise<void> {
    const target = replayTargetOf(record);
    if (target) {
      await this.parts.sendAgain(target);
      return;
    }
    const lack = lackOf(record);
    if (lack) {
      const edit = "Edit as Document";
      const choice = await showWarning(lackText(lack), edit);
      if (choice === edit) {
        await this.#edit(record);
      }
      return;
    }
    const profile = await this.#profileOf(record);
    const { document } = readRequestDocument(textOf(record));
    if (!profile || !document || !(await confirmAgain(record, profile))) {
      return;
    }
    await this.parts.documents.sendOnce(`exchange:${record.exchange.id}`, document, profile, {
      isConfirmed: true,
    });
  }

  async #edit(record: KeptRecord): Promise<void> {
    await openDocument(allOperations[record.exchange.operation].name, textOf(record));
  }

  async #copy(record: KeptRecord): Promise<void> {
    const { operation, request } = record.exchange;
    await copyRequest(request, async () => {
      const profile = this.parts.profiles.find(record.profile.id);
      return profile && this.parts.calls.secretHeaders(profile, operation, request.url);
    });
  }

  async #export(args: readonly unknown[]): Promise<void> {
    const { history, product, tree } = this.parts;
    await history.open();
    const chosen = exchangeIdsOf(args, tree);
    const ids = chosen.length > 0 ? chosen : (await tree.shown()).map(({ id }) => id);
    const records = (await Promise.all(ids.map((id) => history.find(id)))).filter(
      (record) => record !== undefined,
    );
    if (records.length === 0) {
      void showInformation(
        "There is nothing to export: no exchange is kept that gets through the filter.",
      );
      return;
    }
    await exportEvidence({ records }, product);
  }

  async #exportEngagement(node: unknown): Promise<void> {
    const { engagements, history, product, profiles } = this.parts;
    const profile =
      node instanceof EngagementNode ? profiles.find(node.profileId) : profiles.current.active;
    if (!profile) {
      await runCommand(commandIds.switchProfile);
      return;
    }
    await engagements.open(profile.id);
    const id =
      node instanceof EngagementNode
        ? node.id
        : await pickEngagement("Export Engagement", engagements.list(profile.id), profile);
    if (id === undefined) {
      return;
    }
    await history.open();
    const entries = history
      .list()
      .filter((entry) => entry.profile.id === profile.id && entry.engagementId === id);
    const records = (await Promise.all(entries.map((entry) => history.find(entry.id)))).filter(
      (record) => record !== undefined,
    );
    const engagement = engagements.find(profile.id, id);
    const timeline = engagementTimeline({
      ...{ id, profile, now: Date.now(), entries: engagements.entries(profile.id, id) },
      ...(engagement && { engagement }),
    });
    await exportEvidence({ records, timeline }, product);
  }

  async #profileOf({ profile }: KeptRecord): Promise<Profile | undefined> {
    const { profiles } = this.parts;
    await profiles.reload();
    const present = profiles.find(profile.id);
    if (!present) {
      void showWarning(
        "Could not send again: the profile it was sent with is gone. Edit it as a document, and send that with another profile.",
      );
    }
    return present;
  }
}

function textOf(record: KeptRecord): string {
  return writeRequestDocument(documentPartsOf(record));
}

async function confirmAgain({ exchange }: KeptRecord, profile: Profile): Promise<boolean> {
  const { does, method } = allOperations[exchange.operation];
  if (method === "GET") {
    return true;
  }
  const send = "Send Again";
  const choice = await showWarning(
    `Send ${exchange.operation} once more?`,
    {
      modal: true,
      detail: `${profile.name}: ${profile.fqSiteName} at ${profile.origin}\n\n${does}`,
    },
    send,
  );
  return choice === send;
}
