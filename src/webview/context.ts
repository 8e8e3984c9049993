import type { FromPanel } from "../panel/protocol";
import type { Searchable } from "./search";
import type { Trees } from "./trees";
import type { ViewState } from "./uiState";

/** What the parts of a view are given: what the user arranged, and whom to tell. */
export interface PageContext {
  readonly state: ViewState;
  readonly post: (message: FromPanel) => void;
  /** Whether the body of the answer is only its beginning: the page is told the whole soon. */
  readonly isBeginning: boolean;
  /** To be called after a change of `state`. */
  readonly stateChanged: () => void;
  /** To be called after text was folded or unfolded. */
  readonly textChanged: () => void;
  /** To be called after a part was replaced by another, whose matches are others. */
  readonly textReplaced: () => void;
  /** To be called after a part that was being read is on the page: it is searched and scrolled to. */
  readonly textArrived: () => void;
  /** Says that a part is being read, of which {@link textArrived} will tell. */
  readonly textExpected: () => void;
  /** Aborted when the view gives way to another. */
  readonly signal: AbortSignal;
  /** The trees of the texts that were read, so that none is read twice. */
  readonly trees: Trees;
  /** Says something to screen readers without showing it. */
  readonly announce: (text: string) => void;
  /** Makes the search ask `searchable` about what stands in `element`. */
  readonly search: (element: HTMLElement, searchable: Searchable) => void;
}
