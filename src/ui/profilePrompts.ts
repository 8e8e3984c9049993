import {
  checkAccountId,
  checkPool,
  checkSessionId,
  checkSiteName,
  parseServer,
  type PartProblem,
} from "../chat/server";
import type { Profile, Protection } from "../profiles/profile";
import { partText, serverText } from "./inputText";
import { askSteps, type Step, type TextStep } from "./multiStepInput";

/** What the user is asked for a profile; `id` and `isSimulator` are not theirs to choose. */
export type ProfileDraft = Omit<Profile, "id" | "isSimulator">;

/** An empty draft: the more careful protection is the default. */
export const emptyDraft: ProfileDraft = {
  name: "",
  origin: "",
  fqSiteName: "",
  pool: "",
  accountId: "",
  protection: "production",
};

/** Asks for a profile step by step; undefined when the user leaves. */
export function askProfile(
  title: string,
  draft: ProfileDraft,
  takenNames: readonly string[],
): Promise<ProfileDraft | undefined> {
  return askSteps(title, profileSteps(takenNames), draft);
}

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
        accept: (_, text) => text,
      },
    ],
    "",
  );
}

function sessionProblem(text: string): string | undefined {
  const problem = checkSessionId(text);
  return problem && partText("session id", "node01h8m13tljpm7ns8nayp0pid91", problem);
}

function profileSteps(takenNames: readonly string[]): readonly Step<ProfileDraft>[] {
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
    partStep(
      "fqSiteName",
      "Fully qualified site name",
      "site name",
      "acme_241100_sql_001h",
      checkSiteName,
    ),
    partStep("pool", "Pool, as serviceSettings tells it", "pool", "297:1", checkPool),
    partStep("accountId", "Agent account id, sent as X-AID", "account id", "12", checkAccountId),
    {
      kind: "text",
      prompt: "Name of the profile, shown wherever it is used",
      value: ({ name }) => name,
      check: (text) => nameProblem(text.trim(), takenNames),
      accept: (draft, name) => ({ ...draft, name }),
    },
    {
      kind: "pick",
      placeholder: "What kind of site is it?",
      selected: ({ protection }) => protectionLabels[protection],
      items: [
        protectionItem(
          "production",
          "Real customers. Concluding asks first unless you set it to never.",
        ),
        protectionItem(
          "test",
          "No real customers. You may choose to conclude without being asked.",
        ),
      ],
    },
  ];
}

const protectionLabels: Readonly<Record<Protection, string>> = {
  production: "Production site",
  test: "Test site",
};

function protectionItem(
  protection: Protection,
  detail: string,
): {
  label: string;
  detail: string;
  apply: (draft: ProfileDraft) => ProfileDraft;
} {
  return {
    label: protectionLabels[protection],
    detail,
    apply: (draft) => ({ ...draft, protection }),
  };
}

function partStep(
  key: "fqSiteName" | "pool" | "accountId",
  prompt: string,
  what: string,
  example: string,
  check: (text: string) => PartProblem | undefined,
): TextStep<ProfileDraft> {
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
