import * as vscode from "vscode";
import { originsOf, type Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { escapeIcons } from "./inertText";
import { ProfileNode } from "./profilesTree";

/** The profile that a command about certificates is for, with the addresses it is about. */
export interface ProfileInQuestion {
  readonly id: string;
  readonly name: string;
  /** False while it is being signed in for the first time: it is saved when that succeeds. */
  readonly isStored: boolean;
  /** Where a call failed, or else all secure addresses of the profile. */
  readonly asked: readonly string[];
  /** All secure addresses of the profile, and where a call failed. */
  readonly origins: readonly string[];
}

/**
 * Finds out whom a command is for: the row or the failed call it came from, the window's profile, or one
 * that is picked. Undefined when the user leaves.
 */
export async function profileInQuestion(
  profiles: ProfileStore,
  { node, url }: { readonly node?: unknown; readonly url?: unknown },
  question: string,
): Promise<ProfileInQuestion | undefined> {
  const failedAt = typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
  const failed = failedAt?.startsWith("https:") ? [failedAt] : [];
  const { active } = profiles.current;
  const given =
    node instanceof ProfileNode ? profiles.find(node.id) : isEditable(active) ? active : undefined;
  const [host] = failed;
  if (node instanceof ProfileNode && !given && host !== undefined) {
    const name = new URL(host).host;
    return { id: node.id, name, isStored: false, asked: failed, origins: failed };
  }
  const profile = given ?? (await pickProfile(profiles, question));
  if (!profile) {
    return undefined;
  }
  const own = originsOf(profile).filter((origin) => origin.startsWith("https:"));
  return {
    ...{ id: profile.id, name: profile.name, isStored: true },
    asked: failed.length > 0 ? failed : own,
    origins: [...new Set([...own, ...failed])],
  };
}

/** Has the user pick one of the profiles of their own; undefined where there is none. */
export async function pickProfile(
  { current: { all } }: Pick<ProfileStore, "current">,
  question: string,
  filter: (profile: Profile) => boolean = () => true,
): Promise<Profile | undefined> {
  const items = all
    .filter((profile) => isEditable(profile) && filter(profile))
    .map((profile) => ({
      label: escapeIcons(profile.name),
      description: profile.protection,
      detail: escapeIcons(originsOf(profile).join(" · ")),
      profile,
    }));
  if (items.length === 0) {
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: question,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.profile;
}

function isEditable(profile: Profile | undefined): profile is Profile {
  return profile !== undefined && !profile.isSimulator;
}
