import type { ChatServer } from "../chat/server";
import type { Profile, Protection, SignInAccount } from "../profiles/profile";
import type { PasswordStore } from "../session/passwordStore";
import { askSteps, type Step, type TextStep } from "./multiStepInput";
import { showInformation, showWarning } from "./notices";
import { accountIdStep, accountSteps, protectionStep } from "./profilePrompts";
import { serverQuestion } from "./signInText";

/** What is asked for a sign-in. Its password is not to be kept with the rest. */
export interface SignInDraft extends SignInAccount {
  readonly password: string;
  readonly accountId: string;
  readonly protection: Protection;
  /** Whether the password is to be kept in SecretStorage. */
  readonly isPasswordKept: boolean;
}

/** An empty draft: the more careful choices are the defaults. */
export const emptySignIn: SignInDraft = {
  siteOrigin: "",
  userName: "",
  password: "",
  accountId: "",
  protection: "production",
  isPasswordKept: false,
};

/** Which of the questions to ask. */
export type SignInQuestions =
  /** All, for a profile that does not exist yet. */
  | "newProfile"
  /** Those that an existing profile leaves open. */
  | "account"
  /** Where and as whom is known. */
  | "password";

/** Asks step by step for what a sign-in needs; undefined when the user leaves. */
export function askSignIn(
  title: string,
  draft: SignInDraft,
  questions: SignInQuestions,
): Promise<SignInDraft | undefined> {
  const account = accountSteps<SignInDraft>(
    (current) => current,
    (current, changes) => ({ ...current, ...changes }),
  );
  const steps: Readonly<Record<SignInQuestions, readonly Step<SignInDraft>[]>> = {
    newProfile: [...account, passwordStep, accountIdStep(), keepStep, protectionStep()],
    account: [...account, passwordStep, keepStep],
    password: [passwordStep],
  };
  return askSteps(title, steps[questions], draft);
}

/** The password of an account: the kept one, or what the user types; undefined when the user leaves. */
export async function passwordOf(
  passwords: Pick<PasswordStore, "get">,
  profile: Profile,
  account: SignInAccount,
): Promise<string | undefined> {
  const kept = await passwords.get(profile.id, account);
  const title = `Password of ${account.userName} (${profile.name})`;
  const draft = { ...emptySignIn, ...account };
  return kept ?? (await askSignIn(title, draft, "password"))?.password;
}

const passwordStep: TextStep<SignInDraft> = {
  kind: "password",
  prompt: "Password of the account. It is sent to the site only.",
  value: () => "",
  check: (text) => (text === "" ? "Enter the password of the account." : undefined),
  accept: (draft, password) => ({ ...draft, password }),
};

const keepLabels = { ask: "Ask each time", keep: "Keep in VS Code's secret storage" };

const keepStep: Step<SignInDraft> = {
  kind: "pick",
  placeholder: "What should become of the password?",
  selected: ({ isPasswordKept }) => keepLabels[isPasswordKept ? "keep" : "ask"],
  items: [
    {
      label: keepLabels.ask,
      detail: "The password is forgotten as soon as you are signed in.",
      apply: (draft) => ({ ...draft, isPasswordKept: false }),
    },
    {
      label: keepLabels.keep,
      detail: "Signing in again takes one step. Nothing is kept when signing in fails.",
      apply: (draft) => ({ ...draft, isPasswordKept: true }),
    },
  ],
};

/** Whether the agent's token may go to a chat server on another host than the site. */
export async function confirmServer(siteOrigin: string, server: ChatServer): Promise<boolean> {
  const accept = "Use This Chat Server";
  const { question, detail } = serverQuestion(siteOrigin, server);
  const choice = await showInformation(question, { modal: true, detail }, accept);
  return choice === accept;
}

/** Whether to take over the session that the account may have elsewhere. */
export async function confirmTakeOver(
  { siteOrigin, userName }: SignInAccount,
  refusal: string,
): Promise<boolean> {
  const takeOver = "Take Over";
  const choice = await showWarning(
    `Take over the session of “${userName}”?`,
    {
      modal: true,
      detail: `${refusal}\n\nAn account has one session. If “${userName}” is signed in at ${siteOrigin} elsewhere, taking over throws out whoever that is: a colleague, a bot, another window or another machine. It hears nothing of its engagements from then on, and cannot act on them.`,
    },
    takeOver,
  );
  return choice === takeOver;
}

/** What to do although there is a session that nobody refused yet; undefined: nothing. */
export async function askDespiteSession(
  name: string,
  since: number,
): Promise<"anew" | "elsewhere" | undefined> {
  const [anew, elsewhere] = ["Sign In Anew", "Another Site…"];
  const choice = await showInformation(
    `“${name}” has a session already, since ${new Date(since).toLocaleString()}. Log off before you sign in anew, unless that session is lost.`,
    anew,
    elsewhere,
  );
  switch (choice) {
    case anew:
      return "anew";
    case elsewhere:
      return "elsewhere";
    default:
      return undefined;
  }
}
