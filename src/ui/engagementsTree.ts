import * as vscode from "vscode";
import type { Engagement } from "../engagements/engagement";
import type { EngagementStore } from "../engagements/engagementStore";
import { viewIds } from "../ids";
import type { Profile } from "../profiles/profile";
import { engagementRow, isConcludable } from "./engagementText";
import type { WindowSituation, WindowState } from "./windowState";

/** One row of the tree; also what menus hand to commands. */
export class EngagementNode {
  constructor(
    readonly profileId: string,
    readonly id: bigint,
  ) {}

  /** The same for the same engagement, across refreshes. */
  get key(): string {
    return `${this.profileId}/${this.id}`;
  }
}

/** How often ages are written anew while the view is visible, in ms. */
const ageRefreshMs = 30_000;

/** The view "Active Engagements": a pure function of the stores, drawn anew when they change. */
export class EngagementsTree implements vscode.TreeDataProvider<EngagementNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<EngagementNode>;
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChangeTreeData = this.#onDidChange.event;
  #drawn: ReadonlyMap<bigint, Engagement> = new Map();
  #ageTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly window: WindowState,
    private readonly engagements: EngagementStore,
  ) {
    this.#view = vscode.window.createTreeView(viewIds.engagements, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: false,
    });
    this.#subscriptions = vscode.Disposable.from(
      this.#view,
      window.onDidChange(() => {
        this.#refresh();
      }),
      engagements.onDidChange((profileId) => {
        if (profileId === this.window.current.profile?.id) {
          this.#refresh();
        }
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        this.#keepAges(visible);
      }),
    );
    this.#keepAges(this.#view.visible);
    this.#refresh();
  }

  getChildren(node?: EngagementNode): EngagementNode[] {
    const { profile } = this.window.current;
    if (node || !profile) {
      return [];
    }
    // Reading the list means parsing it: once a drawing, and not again for each row.
    this.#drawn = new Map(this.engagements.list(profile.id).map((item) => [item.id, item]));
    return [...this.#drawn.keys()].map((id) => new EngagementNode(profile.id, id));
  }

  getTreeItem(node: EngagementNode): vscode.TreeItem {
    const { profile } = this.window.current;
    const engagement = this.#drawn.get(node.id);
    return profile && engagement
      ? treeItem(node, engagement, profile)
      : new vscode.TreeItem(node.id.toString());
  }

  getParent(): undefined {
    return undefined;
  }

  /** What is selected now. */
  get selection(): readonly EngagementNode[] {
    return this.#view.selection;
  }

  dispose(): void {
    this.#keepAges(false);
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
  }

  #refresh(): void {
    const { profile, state } = this.window.current;
    const engagements = profile ? this.engagements.list(profile.id) : [];
    const open = engagements.filter(isConcludable).length;
    this.#view.badge =
      open > 0
        ? { value: open, tooltip: `${open} engagement${open === 1 ? "" : "s"} to conclude` }
        : undefined;
    // A message would take the place of the welcome text: without rows the title names the profile.
    const hasMessage = profile !== undefined && engagements.length > 0;
    this.#view.message = hasMessage ? messageText(profile, state) : "";
    this.#view.description = profile && !hasMessage ? profileText(profile) : "";
    this.#onDidChange.fire(undefined);
  }

  #keepAges(isVisible: boolean): void {
    clearInterval(this.#ageTimer);
    this.#ageTimer = isVisible
      ? setInterval(() => {
          this.#refresh();
        }, ageRefreshMs)
      : undefined;
  }
}

/** The line above the rows: whose engagements these are, and what is missing to work with them. */
function messageText(profile: Profile, state: WindowSituation["state"]): string {
  switch (state) {
    case "noSession":
      return `${profileText(profile)} has no session: set one to conclude engagements.`;
    case "secretStorageBroken":
      return `${profileText(profile)}: the session cannot be read, the secret storage refuses.`;
    default:
      return `${profileText(profile)} · ${profile.fqSiteName}`;
  }
}

/** How a profile is named where space is short. */
export function profileText({ name, isSimulator, protection }: Profile): string {
  if (isSimulator) {
    return name;
  }
  return protection === "production" ? `${name} (production)` : name;
}

function treeItem(node: EngagementNode, engagement: Engagement, profile: Profile): vscode.TreeItem {
  const row = engagementRow(engagement, profile, Date.now());
  const item = new vscode.TreeItem(row.label);
  item.id = node.key;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(
    row.icon.id,
    row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
  );
  item.tooltip = markdownOf(row.tooltip);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.accessibleLabel };
  return item;
}

/** Lines as Markdown in which no line's own text is markup. */
function markdownOf([title = "", ...lines]: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString([`**${plain(title)}**`, ...lines.map(plain)].join("\n\n"));
}

/**
 * A text as Markdown that shows just that text. `MarkdownString.appendText` would do, but it makes
 * every blank a no-break one, so that a tooltip could not be wrapped.
 */
function plain(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&").replace(/\s+/g, " ");
}
