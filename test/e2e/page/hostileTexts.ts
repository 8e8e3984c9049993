import { hostileMarkup } from "./hostileMarkup";
import { hostileTricks } from "./hostileTricks";

/** Hostile texts of one kind. */
export interface HostileGroup {
  readonly kind: string;
  /** What such a text would do, and where. */
  readonly why: string;
  readonly texts: readonly string[];
}

/**
 * Texts that a page must show as they are. What would run calls `alert`; what would load does so from
 * `hostile.invalid`, a name that never resolves.
 */
export const hostileTexts: readonly string[] = [...hostileMarkup, ...hostileTricks].flatMap(
  ({ texts }) => texts,
);
