import type { Page } from "playwright-core";
import { runCommand } from "./drivers/palette";
import {
  answerQuickInput,
  pickOne,
  waitForQuickInput,
  waitForQuickInputMessage,
} from "./drivers/quickInput";

/** A profile as a person types it. */
export interface TypedProfile {
  readonly name: string;
  readonly origin: string;
  readonly site: string;
  readonly pool: string;
  readonly accountId: string;
  readonly kind: "Production site" | "Test site";
  readonly sessionId: string;
}

/** Adds a profile from the palette, which selects it, and sets its session. */
export async function addProfile(page: Page, profile: TypedProfile): Promise<void> {
  await runCommand(page, "Engagement Desk: Add Profile…");
  for (const [prompt, answer] of [
    ["Chat server", profile.origin],
    ["Fully qualified site name", profile.site],
    ["Pool", profile.pool],
    ["Agent account id", profile.accountId],
    ["Name of the profile", profile.name],
  ] as const) {
    await waitForQuickInputMessage(page, prompt);
    await answerQuickInput(page, answer);
  }
  await waitForQuickInput(page, "What kind of site is it?");
  await pickOne(page, profile.kind);
  await setSession(page, profile);
}

/** Sets the session of the profile that the window works with. */
export async function setSession(
  page: Page,
  { name, sessionId }: Pick<TypedProfile, "name" | "sessionId">,
): Promise<void> {
  await runCommand(page, "Engagement Desk: Set Session…");
  await waitForQuickInput(page, `Set Session for ${name}`);
  await answerQuickInput(page, sessionId);
}

/** Tracks an engagement by its id. */
export async function trackEngagement(page: Page, id: string): Promise<void> {
  await runCommand(page, "Engagement Desk: Track Engagement…");
  await waitForQuickInput(page, "Track Engagement");
  await answerQuickInput(page, id);
}
