import * as vscode from "vscode";
import { commandIds, viewIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";

/** One row of the view "Profiles"; also what menus hand to commands. */
export class ProfileNode {
  constructor(readonly id: string) {}
}

/** The view "Profiles": all of them, with the one that this window works with marked. */
export class ProfilesTree implements vscode.TreeDataProvider<ProfileNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<undefined>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChangeTreeData = this.#onDidChange.event;

  constructor(private readonly profiles: ProfileStore) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.createTreeView(viewIds.profiles, { treeDataProvider: this }),
      profiles.onDidChange(() => {
        this.#onDidChange.fire(undefined);
      }),
    );
  }

  getChildren(node?: ProfileNode): ProfileNode[] {
    return node ? [] : this.profiles.current.all.map(({ id }) => new ProfileNode(id));
  }

  getTreeItem(node: ProfileNode): vscode.TreeItem {
    const profile = this.profiles.find(node.id);
    return profile
      ? treeItem(node, profile, this.profiles.current.active?.id === profile.id)
      : new vscode.TreeItem(node.id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
  }
}

function treeItem(node: ProfileNode, profile: Profile, isActive: boolean): vscode.TreeItem {
  const { id, name, fqSiteName, origin, pool, accountId, isSimulator, protection, signIn } =
    profile;
  const kind = isSimulator ? "simulator" : protection;
  const item = new vscode.TreeItem(name);
  item.id = id;
  item.description = `${kind} · ${fqSiteName}`;
  item.iconPath = new vscode.ThemeIcon(isActive ? "pass-filled" : "circle-large-outline");
  item.tooltip = `${name}\n${fqSiteName} at ${origin}\npool ${pool}, account ${accountId}${signIn ? `\nsigns in as ${signIn.userName} at ${signIn.siteOrigin}` : ""}\n${kind}`;
  item.contextValue = isSimulator ? "profile.simulator" : "profile.own";
  item.accessibilityInformation = {
    label: `Profile ${name}, ${kind}${isActive ? ", selected in this window" : ""}`,
  };
  item.command = {
    command: commandIds.switchProfile,
    title: "Switch Profile",
    arguments: [node],
  };
  return item;
}
