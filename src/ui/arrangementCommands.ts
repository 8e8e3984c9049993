import type { Memento } from "vscode";
import { commandIds, type GroupBy, type SortBy } from "../ids";
import type { CommandTable } from "./commands";
import type { Arrangement } from "./engagementOrder";
import type { EngagementsTree } from "./engagementsTree";

type ArrangementCommandId =
  | typeof commandIds.groupByState
  | typeof commandIds.groupByQueue
  | typeof commandIds.ungroup
  | typeof commandIds.sortByTime
  | typeof commandIds.sortByNewest
  | typeof commandIds.sortById;

const storedKey = "arrangement";

/** The arrangement that the window had; the plainest where it had none that can be read. */
export function storedArrangement(memento: Memento): Arrangement {
  const { groupBy, sortBy } = memento.get<Partial<Record<keyof Arrangement, unknown>>>(
    storedKey,
    {},
  );
  return {
    groupBy: isGroupBy(groupBy) ? groupBy : "none",
    sortBy: isSortBy(sortBy) ? sortBy : "id",
  };
}

/** Sorting and grouping the tree, remembered by the window. */
export function arrangementCommands(
  tree: EngagementsTree,
  memento: Memento,
): Pick<CommandTable, ArrangementCommandId> {
  const arrange = (change: Partial<Arrangement>) => () =>
    memento.update(storedKey, tree.arrange(change));
  return {
    [commandIds.groupByState]: arrange({ groupBy: "state" }),
    [commandIds.groupByQueue]: arrange({ groupBy: "queue" }),
    [commandIds.ungroup]: arrange({ groupBy: "none" }),
    [commandIds.sortByTime]: arrange({ sortBy: "time" }),
    [commandIds.sortByNewest]: arrange({ sortBy: "newest" }),
    [commandIds.sortById]: arrange({ sortBy: "id" }),
  };
}

function isGroupBy(value: unknown): value is GroupBy {
  return value === "none" || value === "state" || value === "queue";
}

function isSortBy(value: unknown): value is SortBy {
  return value === "time" || value === "newest" || value === "id";
}
