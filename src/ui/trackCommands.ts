import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds } from "../ids";
import type { ProfileStore } from "../profiles/profileStore";
import type { CommandTable } from "./commands";
import { runCommand } from "./commands";
import { askEngagementId } from "./engagementPrompts";
import { EngagementNode } from "./engagementsTree";
import { showInformation, showWarning } from "./notices";

/** What the commands around the tree need. */
export interface TrackCommandParts {
  readonly engagements: EngagementStore;
  readonly profiles: Pick<ProfileStore, "current">;
  /** The rows selected in the tree. */
  readonly selection: () => readonly EngagementNode[];
}

type TrackCommandId =
  | typeof commandIds.trackEngagement
  | typeof commandIds.stopTracking
  | typeof commandIds.copyEngagementId
  | typeof commandIds.clearEnded;

/** Add an engagement by its id, forget engagements, copy ids. */
export function trackCommands(parts: TrackCommandParts): Pick<CommandTable, TrackCommandId> {
  const { engagements, profiles, selection } = parts;

  const nodesOf = ([first, selected]: readonly unknown[]): readonly EngagementNode[] => {
    if (Array.isArray(selected) && selected.length > 0) {
      return selected.filter((item) => item instanceof EngagementNode);
    }
    return first instanceof EngagementNode ? [first] : selection();
  };

  return {
    [commandIds.trackEngagement]: async () => {
      const profile = profiles.current.active;
      if (!profile) {
        await runCommand(commandIds.switchProfile);
        return;
      }
      const id = await askEngagementId(`Track Engagement (${profile.name})`);
      if (id === undefined) {
        return;
      }
      await engagements.open(profile.id);
      const isKnown = engagements.find(profile.id, id) !== undefined;
      const tracked = await engagements.append(profile.id, id, { kind: "tracked" });
      if (!tracked) {
        void showWarning(
          `Engagement ${id} was not added: “${profile.name}” was removed meanwhile.`,
        );
      } else if (isKnown) {
        void showInformation(`Engagement ${id} is in the list already.`);
      }
    },
    [commandIds.stopTracking]: async (...args) => {
      for (const { profileId, id } of nodesOf(args)) {
        // What is under way comes back with its answer: it stays until then.
        if (engagements.find(profileId, id)?.state.kind !== "sending") {
          await engagements.remove(profileId, id);
        }
      }
    },
    [commandIds.clearEnded]: async () => {
      const profile = profiles.current.active;
      if (profile) {
        await engagements.removeEnded(profile.id);
      }
    },
    [commandIds.copyEngagementId]: async (...args) => {
      const ids = nodesOf(args).map(({ id }) => id.toString());
      if (ids.length > 0) {
        await vscode.env.clipboard.writeText(ids.join("\n"));
      }
    },
  };
}
