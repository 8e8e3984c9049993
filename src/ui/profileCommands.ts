import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ExchangeHistory } from "../exchanges/history/exchangeHistory";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { ExploredCredentials } from "../session/exploredCredentials";
import type { ProfileCertificates } from "../session/profileCertificates";
import type { PasswordStore } from "../session/passwordStore";
import type { SessionStore } from "../session/sessionStore";
import { runCommand, type CommandTable } from "./commands";
import { escapeIcons } from "./inertText";
import { showInformation, showWarning } from "./notices";
import { askEdit, askProfile, askSessionId } from "./profilePrompts";
import { ProfileNode } from "./profilesTree";

/** What the commands for profiles and sessions need. */
export interface ProfileCommandParts {
  readonly profiles: ProfileStore;
  readonly sessions: Pick<SessionStore, "set" | "remove">;
  readonly passwords: Pick<PasswordStore, "get" | "remove">;
  readonly explored: Pick<ExploredCredentials, "remove">;
  readonly certificates: Pick<ProfileCertificates, "keepOnlyFor" | "remove">;
  readonly engagements: EngagementStore;
  readonly history: Pick<ExchangeHistory, "open" | "list" | "delete">;
}

type ProfileCommandId =
  | typeof commandIds.addProfile
  | typeof commandIds.editProfile
  | typeof commandIds.removeProfile
  | typeof commandIds.switchProfile
  | typeof commandIds.setSession
  | typeof commandIds.forgetSession;

/** Add, edit, remove and switch profiles; set and forget their sessions. */
export function profileCommands(parts: ProfileCommandParts): Pick<CommandTable, ProfileCommandId> {
  const { profiles, sessions, passwords, explored, certificates, engagements, history } = parts;

  const add = async (): Promise<void> => {
    const draft = await askProfile(namesBut(undefined));
    if (!draft) {
      return;
    }
    const profile: Profile = { ...draft, id: randomUUID(), isSimulator: false };
    await profiles.save(profile);
    await profiles.activate(profile.id);
    void offerSession(profile, `Profile “${profile.name}” is added and selected in this window.`);
  };

  const edit = async (node?: unknown): Promise<void> => {
    const profile =
      profileOf(node) ?? (await pickProfile("Which profile do you want to edit?", isEditable));
    if (!profile) {
      return;
    }
    const { signIn } = profile;
    const kept = signIn && (await passwords.get(profile.id, signIn));
    const edited = await askEdit(profile, namesBut(profile.id), kept !== undefined);
    if (!edited) {
      return;
    }
    const { forgetPassword, ...draft } = edited;
    // First, should the secret storage refuse. A password is of no use for another account.
    if (forgetPassword || (kept !== undefined && !isDeepStrictEqual(draft.signIn, signIn))) {
      await passwords.remove(profile.id);
    }
    if (!(await profiles.update({ ...profile, ...draft }))) {
      tellGone(profile);
      return;
    }
    const hasForgotten = await certificates.keepOnlyFor({ ...profile, ...draft });
    if (draft.origin !== profile.origin) {
      void offerSession(
        profile,
        `“${draft.name}” has another address: its session is not sent there and has to be set again.${hasForgotten ? " What it trusted or showed as a certificate at the old address is forgotten." : ""}`,
      );
    }
  };

  const remove = async (node?: unknown): Promise<void> => {
    const profile =
      profileOf(node) ?? (await pickProfile("Which profile do you want to remove?", isEditable));
    if (!profile) {
      return;
    }
    const confirm = "Remove";
    const choice = await showWarning(
      `Remove profile “${profile.name}”?`,
      {
        modal: true,
        detail: `${whereText(profile)}\n\nIts session, its password if one is kept, the certificates it trusts or shows, its list of engagements and its exchanges are removed from this machine too. Nothing is sent to the server.`,
      },
      confirm,
    );
    if (choice !== confirm) {
      return;
    }
    // Secrets first: should the secret storage refuse, the profile stays and can be removed later.
    await sessions.remove(profile.id);
    await passwords.remove(profile.id);
    await explored.remove(profile.id);
    await certificates.remove(profile.id);
    await profiles.remove(profile.id);
    await engagements.removeAll(profile.id);
    await history.open();
    const sent = history.list().filter((entry) => entry.profile.id === profile.id);
    await history.delete(sent.map(({ id }) => id));
  };

  const switchTo = async (node?: unknown): Promise<void> => {
    if (profiles.current.all.length === 0) {
      await add();
      return;
    }
    const profile =
      profileOf(node) ?? (await pickProfile("Which profile should this window work with?"));
    if (profile) {
      await profiles.activate(profile.id);
    }
  };

  const setSession = async (node?: unknown): Promise<void> => {
    const profile = profileOf(node) ?? (await activeOrPicked("Which profile is the session for?"));
    const sessionId = profile && (await askSessionId(profile));
    if (!profile || sessionId === undefined) {
      return;
    }
    if (profiles.has(profile.id)) {
      await sessions.set(profile, sessionId);
      void vscode.window.setStatusBarMessage("Session set", 5000);
    } else {
      tellGone(profile);
    }
  };

  const forgetSession = async (node?: unknown): Promise<void> => {
    const profile =
      profileOf(node) ?? (await activeOrPicked("Which profile's session should be forgotten?"));
    if (profile) {
      await sessions.remove(profile.id);
      void vscode.window.setStatusBarMessage("Session forgotten", 5000);
    }
  };

  /** The profile of a row, where a command was chosen from one. */
  function profileOf(node: unknown): Profile | undefined {
    return node instanceof ProfileNode ? profiles.find(node.id) : undefined;
  }

  function namesBut(id: string | undefined): string[] {
    return profiles.current.all.filter((other) => other.id !== id).map(({ name }) => name);
  }

  /** The window's profile, unless it is the simulator's, whose session is not the user's to change. */
  async function activeOrPicked(question: string): Promise<Profile | undefined> {
    const { active } = profiles.current;
    return active && isEditable(active) ? active : pickProfile(question, isEditable);
  }

  async function pickProfile(
    question: string,
    filter: (profile: Profile) => boolean = () => true,
  ): Promise<Profile | undefined> {
    const { all, active } = profiles.current;
    const items = all.filter(filter).map((profile) => ({
      label: escapeIcons(profile.name),
      description: [
        profile.id === active?.id ? "this window's" : "",
        profile.isSimulator ? "simulator" : profile.protection,
      ]
        .filter(Boolean)
        .join(" · "),
      detail: escapeIcons(whereText(profile)),
      profile,
    }));
    if (items.length === 0) {
      const addProfile = "Add Profile…";
      const choice = await showInformation(
        "There is no profile of your own yet. A profile says where and as whom calls are made.",
        addProfile,
      );
      if (choice === addProfile) {
        await add();
      }
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: question,
      matchOnDetail: true,
      ignoreFocusOut: true,
    });
    return picked?.profile;
  }

  return {
    [commandIds.addProfile]: add,
    [commandIds.editProfile]: edit,
    [commandIds.removeProfile]: remove,
    [commandIds.switchProfile]: switchTo,
    [commandIds.setSession]: setSession,
    [commandIds.forgetSession]: forgetSession,
  };
}

function tellGone({ name }: Profile): void {
  void showWarning(
    `Nothing was saved: “${name}” was removed meanwhile. Add it again if you still need it.`,
  );
}

/** Where a profile points to, on one line. */
function whereText({ fqSiteName, origin, pool, accountId }: Profile): string {
  return `${fqSiteName} at ${origin} · pool ${pool} · account ${accountId}`;
}

/** The simulator's profile follows its simulator and is not the user's to change. */
function isEditable({ isSimulator }: Profile): boolean {
  return !isSimulator;
}

async function offerSession({ id }: Profile, text: string): Promise<void> {
  const [signIn, setSession] = ["Sign In…", "Set Session…"];
  const choice = await showInformation(text, signIn, setSession);
  if (choice !== undefined) {
    const command = choice === signIn ? commandIds.signIn : commandIds.setSession;
    await runCommand(command, new ProfileNode(id));
  }
}
