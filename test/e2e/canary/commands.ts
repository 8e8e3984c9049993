import type { Page } from "playwright-core";
import manifest from "../../../package.json" with { type: "json" };
import { runCommand } from "../drivers/palette";
import { answerQuickInput, fillQuickInput, quickInput, quickPickRow } from "../drivers/quickInput";
import { patience } from "../liveSteps";

type Id = string;

const titles: ReadonlyMap<Id, string> = new Map(
  manifest.contributes.commands.map(({ command, title }) => [
    command.replace("engagementDesk.", ""),
    title,
  ]),
);

/** Commands that the canary does not run, in the order of the manifest, and why. */
export const provedElsewhere: Readonly<Record<Id, string>> = {
  stopTracking: "sends nothing and writes an id only",
  copyEngagementId: "sends nothing and writes an id only",
  addProfile: "profiles.test.ts and tls.test.ts drive it",
  editProfile: "profiles.test.ts and tls.test.ts drive it",
  removeProfile: "profiles.test.ts and tls.test.ts drive it",
  switchProfile: "profiles.test.ts and tls.test.ts drive it",
  setSession: "profiles.test.ts and tls.test.ts drive it",
  forgetSession: "profiles.test.ts and tls.test.ts drive it",
  trustAuthority: "profiles.test.ts and tls.test.ts drive it",
  forgetAuthorities: "profiles.test.ts and tls.test.ts drive it",
  setClientCertificate: "profiles.test.ts and tls.test.ts drive it",
  startSimulator: "life.test.ts drives it",
  stopSimulator: "life.test.ts drives it",
  simulateFault: "life.test.ts drives it",
  retryNow: "sessionLife.test.ts drives it, and searches afterwards",
  rerouteEngagement: "the same path as the acts that are driven",
  recordSession: "the recorder has its own test of what it masks",
  stopRecording: "the recorder has its own test of what it masks",
  simulateCustomer: "life.test.ts drives it",
  newRequest: "documentsSignIn.test.ts drives documents, and searches afterwards",
  importRequest: "import.test.ts drives it, and searches afterwards",
  sendDocument: "documentsSignIn.test.ts drives documents, and searches afterwards",
  sendDocumentAnyway: "documentsSignIn.test.ts drives documents, and searches afterwards",
  sendDocumentAndCompare: "documentsSignIn.test.ts drives documents, and searches afterwards",
  copyDocumentAs: "copies.test.ts reads every copy",
  cancelDocument: "documentsSignIn.test.ts drives documents, and searches afterwards",
  showExchange: "works with exchanges of the history, whose files are searched here",
  sendExchangeAgain: "works with exchanges of the history, whose files are searched here",
  editAsDocument: "works with exchanges of the history, whose files are searched here",
  copyExchangeAs: "copies.test.ts reads every copy",
  filterExchanges: "works with exchanges of the history, whose files are searched here",
  clearExchangeFilter: "works with exchanges of the history, whose files are searched here",
  pinExchange: "works with exchanges of the history, whose files are searched here",
  unpinExchange: "works with exchanges of the history, whose files are searched here",
  deleteExchanges: "works with exchanges of the history, whose files are searched here",
  clearExchanges: "works with exchanges of the history, whose files are searched here",
  compareExchanges: "works with exchanges of the history, whose files are searched here",
  toggleComparisonTimes: "works with exchanges of the history, whose files are searched here",
  exportExchanges: "export.test.ts reads what it wrote",
  exportEngagement: "export.test.ts reads what it wrote",
};

/** Runs the commands of the extension, and knows which were never run. */
export class Commands {
  readonly #driven = new Set<Id>();

  constructor(private readonly page: Page) {}

  /** Runs a command from the palette. */
  async run(id: Id): Promise<void> {
    await runCommand(this.page, `Engagement Desk: ${this.titleOf(id)}`);
  }

  /** The title of a command that is then run in another way: from a row, or by a button. */
  titleOf(id: Id): string {
    const title = titles.get(id);
    if (title === undefined) {
      throw new Error(`There is no command ${id}.`);
    }
    this.#driven.add(id);
    return title;
  }

  /** Runs a command that asks for an engagement, and answers with an id, listed or not. */
  async runOn(id: Id, engagement: string): Promise<void> {
    const list = quickInput(this.page).locator("input[placeholder^='Engagements of ']");
    const field = quickInput(this.page).locator(".quick-input-message", {
      hasText: "Engagement id",
    });
    await this.run(id);
    await list.or(field).first().waitFor(patience);
    if (await list.isVisible()) {
      // A long list has the entry at its end drawn only once it is filtered.
      await fillQuickInput(this.page, "Another id");
      await quickPickRow(this.page, "Another id…").click();
      await field.waitFor(patience);
    }
    await answerQuickInput(this.page, engagement);
  }

  /** The commands of the manifest that were not run. */
  missing(): readonly Id[] {
    return [...titles.keys()].filter((id) => !this.#driven.has(id));
  }
}
