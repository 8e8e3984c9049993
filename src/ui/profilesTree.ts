import * as vscode from "vscode";
import { commandIds, viewIds } from "../ids";
import { certificateLines } from "./certificateText";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { ProfileCertificates } from "../session/profileCertificates";

/** One row of the view "Profiles"; also what menus hand to commands. */
export class ProfileNode {
  constructor(readonly id: string) {}
}

/** The view "Profiles": all of them, with the one that this window works with marked. */
export class ProfilesTree implements vscode.TreeDataProvider<ProfileNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<undefined>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChangeTreeData = this.#onDidChange.event;

  constructor(
    private readonly profiles: ProfileStore,
    private readonly certificates: Pick<ProfileCertificates, "authorities" | "references">,
  ) {
    const redraw = (): void => {
      this.#onDidChange.fire(undefined);
    };
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.createTreeView(viewIds.profiles, { treeDataProvider: this }),
      profiles.onDidChange(redraw),
      certificates.authorities.onDidChange(redraw),
      certificates.references.onDidChange(redraw),
    );
  }

  getChildren(node?: ProfileNode): ProfileNode[] {
    return node ? [] : this.profiles.current.all.map(({ id }) => new ProfileNode(id));
  }

  getTreeItem(node: ProfileNode): vscode.TreeItem {
    const profile = this.profiles.find(node.id);
    return profile
      ? treeItem(
          node,
          profile,
          this.profiles.current.active?.id === profile.id,
          certificateLines(
            this.certificates.authorities.get(profile.id) ?? [],
            this.certificates.references.get(profile.id),
          ),
        )
      : new vscode.TreeItem(node.id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
  }
}

function treeItem(
  node: ProfileNode,
  profile: Profile,
  isActive: boolean,
  certificates: readonly string[],
): vscode.TreeItem {
  const { id, name, fqSiteName, origin, pool, accountId, isSimulator, protection, signIn } =
    profile;
  const kind = isSimulator ? "simulator" : protection;
  const item = new vscode.TreeItem(name);
  item.id = id;
  item.description = `${kind} · ${fqSiteName}`;
  item.iconPath = new vscode.ThemeIcon(isActive ? "pass-filled" : "circle-large-outline");
  item.tooltip = `${name}\n${fqSiteName} at ${origin}\npool ${pool}, account ${accountId}${signIn ? `\nsigns in as ${signIn.userName} at ${signIn.siteOrigin}` : ""}${certificates.map((line) => `\n${line}`).join("")}\n${kind}`;
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
