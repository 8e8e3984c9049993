import * as vscode from "vscode";
import { roleOf } from "../chat/messages";
import type { Engagement } from "../engagements/engagement";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds, viewIds } from "../ids";
import type { Profile } from "../profiles/profile";
import {
  arrangeEngagements,
  firstRows,
  type ArrangedEngagements,
  type Arrangement,
  type EngagementGroup,
  type EngagementRest,
} from "./engagementOrder";
import { badgeText, countsSeconds, engagementRow, unknownTypesRow } from "./engagementText";
import { roleMapping } from "./settings";
import { profileText, sessionStatus } from "./statusText";
import { tooltipMarkdown } from "./tooltipMarkdown";
import { setContext, type WindowState } from "./windowState";

/** One engagement's row; also what menus hand to commands. */
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

/** The heading of a group of engagements. */
class GroupNode {
  constructor(
    readonly profileId: string,
    readonly group: EngagementGroup,
  ) {}
}

/** The rows that come after so many others under the same heading; drawn when somebody wants to see them. */
class MoreNode {
  constructor(
    readonly profileId: string,
    readonly rest: EngagementRest,
  ) {}
}

/** The row that counts messages of types that nobody knows. */
class UnknownTypesNode {
  constructor(readonly types: ReadonlyMap<string, number>) {}
}

type TreeNode = EngagementNode | GroupNode | MoreNode | UnknownTypesNode;

/** How often ages are written anew while the view is visible, in ms. */
const ageRefreshMs = 30_000;

/** The same while something counts seconds. */
const secondsRefreshMs = 1000;

/** How long changes are gathered before the rows are drawn, in ms. */
const settleMs = 30;

/** The shortest time between two drawings that changes of engagements lead to, in ms. */
const restMs = 125;

const nothing: ArrangedEngagements = { loose: [], groups: [] };

/** The view "Active Engagements": a pure function of the stores, drawn anew when they change. */
export class EngagementsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChangeTreeData = this.#onDidChange.event;
  #arrangement: Arrangement;
  #drawn: ReadonlyMap<bigint, Engagement> = new Map();
  #arranged = nothing;
  /** One object an engagement, so that a single row can be drawn anew. */
  #nodes: ReadonlyMap<string, EngagementNode> = new Map();
  #ageTimer: { readonly handle: NodeJS.Timeout; readonly everyMs: number } | undefined;
  #drawnAt = 0;
  /** Which rows stand where, and for which profile. */
  #shape: string | undefined;
  #refreshTimer: NodeJS.Timeout | undefined;
  /** By the clock of `performance`. */
  #refreshedAt = -restMs;

  constructor(
    private readonly window: WindowState,
    private readonly engagements: EngagementStore,
    arrangement: Arrangement,
  ) {
    this.#arrangement = arrangement;
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
          this.#refreshSoon();
        }
      }),
      this.#view.onDidChangeVisibility(() => {
        this.#refresh(true);
      }),
    );
    this.arrange({});
  }

  /** Sorts or groups the rows in another way; the answer is the whole arrangement, to be remembered. */
  arrange(change: Partial<Arrangement>): Arrangement {
    this.#arrangement = { ...this.#arrangement, ...change };
    void setContext("engagementDesk.groupBy", this.#arrangement.groupBy);
    void setContext("engagementDesk.sortBy", this.#arrangement.sortBy);
    this.#refresh();
    return this.#arrangement;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    const { profile } = this.window.current;
    if (!profile) {
      return [];
    }
    if (node) {
      return node instanceof GroupNode
        ? this.#rowsOf(profile.id, node.group)
        : node instanceof MoreNode
          ? this.#rowsOf(profile.id, node.rest)
          : [];
    }
    this.#drawnAt = Date.now();
    const list = this.engagements.list(profile.id);
    this.#drawn = new Map(list.map((item) => [item.id, item]));
    const nodes = list.map(({ id }) => this.#nodeOf(profile.id, id));
    this.#nodes = new Map(nodes.map((item) => [item.key, item]));
    this.#arranged = arrangeEngagements(list, this.#arrangement);
    const { loose, groups } = this.#arranged;
    this.#shape = this.#shapeOf(profile, list);
    const unknownTypes = this.#unknownTypes(profile);
    return [
      ...this.#rowsOf(profile.id, { key: "", engagements: loose }),
      ...groups.map((group) => new GroupNode(profile.id, group)),
      ...(unknownTypes.size > 0 ? [new UnknownTypesNode(unknownTypes)] : []),
    ];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node instanceof GroupNode) {
      return groupItem(node);
    }
    if (node instanceof MoreNode) {
      return moreItem(node);
    }
    if (node instanceof UnknownTypesNode) {
      return unknownTypesItem(node);
    }
    const { profile } = this.window.current;
    const engagement = this.#drawn.get(node.id);
    return profile && engagement
      ? engagementItem(node, engagement, profile)
      : new vscode.TreeItem(node.id.toString());
  }

  /** The tooltip of a row, which is made when the row is hovered over. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const { profile } = this.window.current;
    const engagement = node instanceof EngagementNode ? this.#drawn.get(node.id) : undefined;
    if (profile && engagement) {
      item.tooltip = tooltipMarkdown(engagementRow(engagement, profile, Date.now()).tooltip);
    }
    return item;
  }

  /** The engagements that are selected now. */
  get selection(): readonly EngagementNode[] {
    return this.#view.selection.filter((node) => node instanceof EngagementNode);
  }

  dispose(): void {
    clearTimeout(this.#refreshTimer);
    clearInterval(this.#ageTimer?.handle);
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
  }

  #rowsOf(profileId: string, all: EngagementRest): TreeNode[] {
    const { first, rest } = firstRows(all);
    const rows = first.map(({ id }) => this.#nodeOf(profileId, id));
    return rest ? [...rows, new MoreNode(profileId, rest)] : rows;
  }

  #nodeOf(profileId: string, id: bigint): EngagementNode {
    const node = new EngagementNode(profileId, id);
    return this.#nodes.get(node.key) ?? node;
  }

  /** One answer of the server may change every row: they are drawn once for all of it. */
  #refreshSoon(): void {
    const restedMs = performance.now() - this.#refreshedAt;
    this.#refreshTimer ??= setTimeout(
      () => {
        this.#refresh();
      },
      Math.max(settleMs, restMs - restedMs),
    );
  }

  #refresh(areAgesDue = false): void {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = undefined;
    this.#refreshedAt = performance.now();
    const { profile } = this.window.current;
    const list = profile ? this.engagements.list(profile.id) : [];
    this.#drawHead(list);
    this.#view.badge = badgeText(list);
    this.#keepAges(list);
    // When all is drawn anew, VS Code forgets for a moment which row is which: a click on a row's
    // button just then would be on no row. So that is done only when rows come, go or move.
    if (!profile || this.#shape !== this.#shapeOf(profile, list)) {
      this.#onDidChange.fire(undefined);
      return;
    }
    const changed = list.filter((item) => areAgesDue || this.#drawn.get(item.id) !== item);
    this.#drawn = new Map(list.map((item) => [item.id, item]));
    if (areAgesDue) {
      this.#drawnAt = Date.now();
    }
    if (changed.length > 0) {
      this.#onDidChange.fire(changed.map(({ id }) => this.#nodeOf(profile.id, id)));
    }
  }

  /** The types that neither the vocabulary nor the user knows by now. */
  #unknownTypes({ id }: Profile): ReadonlyMap<string, number> {
    const mapping = roleMapping();
    return new Map(
      [...this.engagements.unknownTypes(id)].filter(
        ([type]) => roleOf(type, mapping) === undefined,
      ),
    );
  }

  /** Which rows stand where, with what all of them tell of the profile. */
  #shapeOf(profile: Profile, list: readonly Engagement[]): string {
    const idsOf = (engagements: readonly Engagement[]): string[] =>
      engagements.map(({ id }) => id.toString());
    const { loose, groups } = arrangeEngagements(list, this.#arrangement);
    return JSON.stringify([
      [profile.id, profile.name, profile.fqSiteName, profile.pool],
      idsOf(loose),
      groups.map(({ key, label, engagements }) => [key, label, idsOf(engagements)]),
      [...this.#unknownTypes(profile)],
    ]);
  }

  /** Whose engagements these are, and how the session stands. */
  #drawHead(list: readonly Engagement[]): void {
    const { current } = this.window;
    const { profile } = current;
    const status = sessionStatus(current, Date.now());
    // A message would take the place of the welcome text: without rows the title names the profile.
    const hasRows =
      profile !== undefined && (list.length > 0 || this.#unknownTypes(profile).size > 0);
    this.#view.message = hasRows ? `${profileText(profile)}: ${status.long}.` : "";
    this.#view.description =
      profile && !hasRows
        ? // The end is cut off where there is no room for it.
          [status.short, profileText(profile)].filter((part) => part !== "").join(" · ")
        : "";
  }

  #keepAges(list: readonly Engagement[]): void {
    const counts =
      this.window.current.loop?.kind === "waiting" ||
      list.some(({ state }) => countsSeconds(state));
    const everyMs = this.#view.visible ? (counts ? secondsRefreshMs : ageRefreshMs) : undefined;
    if (everyMs === this.#ageTimer?.everyMs) {
      return;
    }
    clearInterval(this.#ageTimer?.handle);
    this.#ageTimer =
      everyMs === undefined
        ? undefined
        : {
            everyMs,
            handle: setInterval(() => {
              this.#tick();
            }, everyMs),
          };
  }

  /** Writes ages anew: every second only those that count them, since a redrawn row drops its hover. */
  #tick(): void {
    if (Date.now() - this.#drawnAt >= ageRefreshMs) {
      this.#refresh(true);
      return;
    }
    const list = [...this.#drawn.values()];
    this.#drawHead(list);
    const counting = [...this.#nodes.values()].filter(({ id }) => {
      const engagement = this.#drawn.get(id);
      return engagement && countsSeconds(engagement.state);
    });
    if (counting.length > 0) {
      this.#onDidChange.fire(counting);
    }
  }
}

function groupItem({ group, profileId }: GroupNode): vscode.TreeItem {
  const { engagements, isEnded, key, label } = group;
  const item = new vscode.TreeItem(
    label,
    isEnded ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded,
  );
  item.id = `${profileId}/group/${key}`;
  item.description = engagements.length.toString();
  item.contextValue = isEnded ? "group.ended" : "group";
  item.accessibilityInformation = { label: `${label}, ${engagements.length} engagements` };
  return item;
}

function moreItem({ profileId, rest: { engagements, key } }: MoreNode): vscode.TreeItem {
  const label = `${engagements.length} more`;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${profileId}/more/${key}`;
  item.contextValue = "more";
  item.accessibilityInformation = { label: `${label} engagements` };
  return item;
}

function unknownTypesItem({ types }: UnknownTypesNode): vscode.TreeItem {
  const { label, tooltip } = unknownTypesRow(types);
  const item = new vscode.TreeItem(label);
  item.id = "unknownTypes";
  item.iconPath = new vscode.ThemeIcon("unverified");
  item.tooltip = tooltipMarkdown(tooltip);
  item.contextValue = "unknownTypes";
  item.command = { command: commandIds.showSessionTimeline, title: "Show Session Timeline" };
  return item;
}

function engagementItem(
  node: EngagementNode,
  engagement: Engagement,
  profile: Profile,
): vscode.TreeItem {
  const row = engagementRow(engagement, profile, Date.now());
  const item = new vscode.TreeItem(row.label);
  item.id = node.key;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(
    row.icon.id,
    row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
  );
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.accessibleLabel };
  item.command = {
    command: commandIds.openTimeline,
    title: "Open Timeline",
    // A row is clicked to look, and the next key is for the tree: the focus stays there.
    arguments: [node, [], { preserveFocus: true }],
  };
  return item;
}
