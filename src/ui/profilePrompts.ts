import {
  checkAccountId,
  checkPool,
  checkSessionId,
  checkSiteName,
  parseServer,
  type PartProblem,
} from "../chat/server";
import type { Profile, Protection, SignInAccount } from "../profiles/profile";
import { partText, serverText } from "./inputText";
import { askSteps, type Step, type TextStep } from "./multiStepInput";
import { parseSite, siteText, userNameText } from "./siteInput";

/** What the user is asked for a profile; `id` and `isSimulator` are not theirs to choose. */
export type ProfileDraft = Omit<Profile, "id" | "isSimulator">;

/** What can be changed of a profile. */
export interface EditDraft extends ProfileDraft {
  /** Whether to forget the password that is kept for it. */
  readonly forgetPassword: boolean;
}

/** An empty draft: the more careful protection is the default. */
const emptyDraft: ProfileDraft = {
  name: "",
  origin: "",
  fqSiteName: "",
  pool: "",
  accountId: "",
  protection: "production",
};

/** Asks for a new profile step by step; undefined when the user leaves. */
export function askProfile(takenNames: readonly string[]): Promise<ProfileDraft | undefined> {
  return askSteps("Add Profile", profileSteps<ProfileDraft>(takenNames), emptyDraft);
}

/** Asks for the changes of a profile step by step; undefined when the user leaves. */
export function askEdit(
  profile: Profile,
  takenNames: readonly string[],
  isPasswordKept: boolean,
): Promise<EditDraft | undefined> {
  const steps = [
    ...profileSteps<EditDraft>(takenNames),
    ...(profile.signIn
      ? accountSteps<EditDraft>(
          ({ signIn }) => signIn ?? { siteOrigin: "", userName: "" },
          (draft, signIn) => ({ ...draft, signIn }),
        )
      : []),
    ...(isPasswordKept ? [forgetStep] : []),
  ];
  return askSteps(`Edit ${profile.name}`, steps, { ...profile, forgetPassword: false });
}

/** Asks for site and user name, wherever a draft has them. */
export function accountSteps<D>(
  get: (draft: D) => SignInAccount,
  set: (draft: D, account: SignInAccount) => D,
): readonly TextStep<D>[] {
  return [
    {
      kind: "text",
      prompt: "Site to sign in at: its host, or the address of any of its pages",
      placeholder: "acme.custhelp.com",
      value: (draft) => get(draft).siteOrigin.replace(/^https:\/\//, ""),
      check: (text) => {
        const reading = parseSite(text);
        return reading.ok ? undefined : siteText(reading.problem);
      },
      accept: (draft, text) => {
        const reading = parseSite(text);
        return reading.ok ? set(draft, { ...get(draft), siteOrigin: reading.origin }) : draft;
      },
    },
    {
      kind: "text",
      prompt: "User name of the agent's account at the site",
      value: (draft) => get(draft).userName,
      check: userNameText,
      accept: (draft, userName) => set(draft, { ...get(draft), userName }),
    },
  ];
}

/** Asks for the account id, which no call tells. */
export function accountIdStep<D extends { readonly accountId: string }>(): TextStep<D> {
  return partStep<"accountId", D>(
    "accountId",
    "Agent account id, sent as X-AID",
    "account id",
    "12",
    checkAccountId,
  );
}

const forgetLabels = { keep: "Keep the password", forget: "Forget the password" };

const forgetStep: Step<EditDraft> = {
  kind: "pick",
  placeholder: "A password is kept for this profile, in VS Code's secret storage.",
  selected: ({ forgetPassword }) => forgetLabels[forgetPassword ? "forget" : "keep"],
  items: [
    {
      label: forgetLabels.keep,
      detail: "For the same site and user name only.",
      apply: (draft) => ({ ...draft, forgetPassword: false }),
    },
    {
      label: forgetLabels.forget,
      detail: "You are asked for it when you sign in the next time.",
      apply: (draft) => ({ ...draft, forgetPassword: true }),
    },
  ],
};

/** Asks for a session id in a box that hides it; undefined when the user leaves. */
export function askSessionId(profile: Profile): Promise<string | undefined> {
  return askSteps<string>(
    `Set Session for ${profile.name}`,
    [
      {
        kind: "password",
        prompt:
          "The agent session id (X-JSESSIONID), as createAutomatedAgentSession returned it. It is kept in VS Code's secret storage only.",
        placeholder: "node0…",
        value: () => "",
        check: (text) => sessionProblem(text),
        accept: (_, text) => text.trim(),
      },
    ],
    "",
  );
}

function sessionProblem(text: string): string | undefined {
  const problem = checkSessionId(text);
  return problem && partText("session id", "node01h8m13tljpm7ns8nayp0pid91", problem);
}

function profileSteps<D extends ProfileDraft>(takenNames: readonly string[]): readonly Step<D>[] {
  return [
    {
      kind: "text",
      prompt:
        "Chat server: host, host:port, or any URL of the Agent API (site and pool are taken from it)",
      placeholder: "chat.example.com  or  https://chat.example.com/engagement/api/agent/…",
      value: ({ origin }) => origin,
      check: (text) => {
        const reading = parseServer(text);
        return reading.ok ? undefined : serverText(reading.problem);
      },
      accept: (draft, text) => {
        const reading = parseServer(text);
        if (!reading.ok) {
          return draft;
        }
        const { origin, fqSiteName = draft.fqSiteName, pool = draft.pool } = reading;
        const name = draft.name === "" ? new URL(origin).hostname : draft.name;
        return { ...draft, origin, fqSiteName, pool, name };
      },
    },
    partStep<"fqSiteName", D>(
      "fqSiteName",
      "Fully qualified site name",
      "site name",
      "acme_241100_sql_001h",
      checkSiteName,
    ),
    partStep<"pool", D>("pool", "Pool, as serviceSettings tells it", "pool", "297:1", checkPool),
    accountIdStep<D>(),
    {
      kind: "text",
      prompt: "Name of the profile, shown wherever it is used",
      value: ({ name }) => name,
      check: (text) => nameProblem(text.trim(), takenNames),
      accept: (draft, name) => ({ ...draft, name }),
    },
    protectionStep<D>(),
  ];
}

/** Asks whether a site has real customers. */
export function protectionStep<D extends { readonly protection: Protection }>(): Step<D> {
  return {
    kind: "pick",
    placeholder: "What kind of site is it?",
    selected: ({ protection }) => protectionLabels[protection],
    items: [
      protectionItem<D>(
        "production",
        "Real customers. Concluding asks first unless you set it to never.",
      ),
      protectionItem<D>(
        "test",
        "No real customers. You may choose to conclude without being asked.",
      ),
    ],
  };
}

const protectionLabels: Readonly<Record<Protection, string>> = {
  production: "Production site",
  test: "Test site",
};

function protectionItem<D extends { readonly protection: Protection }>(
  protection: Protection,
  detail: string,
): {
  label: string;
  detail: string;
  apply: (draft: D) => D;
} {
  return {
    label: protectionLabels[protection],
    detail,
    apply: (draft) => ({ ...draft, protection }),
  };
}

function partStep<
  K extends "fqSiteName" | "pool" | "accountId",
  D extends Readonly<Record<K, string>>,
>(
  key: K,
  prompt: string,
  what: string,
  example: string,
  check: (text: string) => PartProblem | undefined,
): TextStep<D> {
  return {
    kind: "text",
    prompt,
    placeholder: example,
    value: (draft) => draft[key],
    check: (text) => {
      const problem = check(text);
      return problem && partText(what, example, problem);
    },
    accept: (draft, text) => ({ ...draft, [key]: text }),
  };
}

function nameProblem(name: string, takenNames: readonly string[]): string | undefined {
  if (name === "") {
    return "Enter a name, for example the customer and what the site is for.";
  }
  if (name.length > 80) {
    return "The name is longer than 80 characters. Shorten it, so that it can be shown.";
  }
  return takenNames.some((taken) => taken.toLowerCase() === name.toLowerCase())
    ? `There is another profile named “${name}”. Choose another name, so that they can be told apart.`
    : undefined;
}
