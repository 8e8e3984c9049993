import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { headerValue } from "../../src/simulator/recording";
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from "../../src/simulator/simulator";
import { filesWith } from "../host/textSearch";
import {
  answerQuickInput,
  pickOne,
  quickInputField,
  waitForQuickInput,
  waitForQuickInputMessage,
} from "./drivers/quickInput";
import { welcomeContent } from "./drivers/sideBar";

/** Who signs in at the sites of these tests. The password is to be seen nowhere. */
export const agent = { userName: "ada", password: "Correct:Horse-Battery7", accountId: "12" };

/** A site whose one account is that of {@link agent}. */
export function startSite(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator({
    accounts: [agent],
    // Long enough that nothing else has such a text, so that it can be searched for.
    sessionIdOf: (count) => `node0signedInByHand${count}pid42`,
    holdMs: 2000,
    ...options,
  });
}

/** What a person answers when asked for a sign-in. */
export interface SignInAnswers {
  readonly site: string;
  readonly userName: string;
  readonly password: string;
  readonly keeps: boolean;
}

/** The right answers for a site that {@link startSite} started. */
export function rightAnswers(site: Simulator, keeps = false): SignInAnswers {
  const { userName, password } = agent;
  return { site: `127.0.0.1:${site.port}`, userName, password, keeps };
}

/** Presses Sign In in the welcome of a window without a profile. */
export async function pressSignIn(page: Page): Promise<void> {
  await welcomeContent(page).getByRole("button", { name: "Sign In" }).click();
}

/** Answers a box that asks for a text; what stood in it is the answer of this. */
export async function answerText(page: Page, prompt: string, text: string): Promise<string> {
  await waitForQuickInputMessage(page, prompt);
  const before = await quickInputField(page).inputValue();
  await answerQuickInput(page, text);
  return before;
}

/** Answers what is asked for the sign-in of a site without a profile. */
export async function answerSignIn(page: Page, answers: SignInAnswers): Promise<void> {
  await answerText(page, "Site to sign in at", answers.site);
  await answerText(page, "User name of the agent's account", answers.userName);
  await answerText(page, "Password of the account", answers.password);
  await answerText(page, "Agent account id", agent.accountId);
  await waitForQuickInput(page, "What should become of the password?");
  await pickOne(page, answers.keeps ? "Keep in VS Code" : "Ask each time");
  await waitForQuickInput(page, "What kind of site is it?");
  await pickOne(page, "Test site");
}

/** Fails where password, token or session id of a sign-in can be read in the window, or in a file of VS Code. */
export async function assertNothingSecret(
  page: Page,
  folder: string,
  site: Simulator,
): Promise<void> {
  const tokens = site.requests
    .map((request) => headerValue(request, "Authorization") ?? "")
    .flatMap((header) => /^Bearer (?<token>.+)$/.exec(header)?.groups?.["token"] ?? []);
  const sessionIds = site.sessions.slice(1).map(({ id }) => id);
  assert.ok(tokens.length > 0 && sessionIds.length > 0, "somebody signed in");
  const texts = await Promise.all(
    page.frames().map((frame) => frame.locator("body").innerText({ timeout: 10_000 })),
  );
  for (const secret of new Set([agent.password, ...tokens, ...sessionIds])) {
    assert.ok(!texts.some((text) => text.includes(secret)), `${secret} can be read`);
    assert.deepEqual(filesWith(folder, secret), [], `${secret} is in a file`);
  }
}
