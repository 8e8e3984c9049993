import { sessionStream, type TimelineIdentity } from "../../panel/timelineProtocol";
import type { Draft } from "./composer";

/** What is kept of the page while it is hidden or the window is loaded anew. */
export interface KeptState {
  /** Absent until the host has said which timeline it is. */
  identity?: TimelineIdentity;
  draft: Draft;
  /** The rows whose JSON is unfolded. */
  open: string[];
  /** The first row in sight and how far it is scrolled away, in pixels; absent at the end. */
  place?: { readonly key: string; readonly offset: number };
}

/** As it is stored: the host reads which timeline it is from the outermost members. */
interface Stored extends Partial<TimelineIdentity> {
  readonly draft?: unknown;
  readonly lineId?: unknown;
  readonly open?: unknown;
  readonly place?: unknown;
}

/** The state as a plain value. */
export function writeKeptState({ identity, draft, open, place }: KeptState): unknown {
  return {
    ...identity,
    draft: draft.text,
    ...(draft.lineId !== undefined && { lineId: draft.lineId }),
    open,
    ...(place && { place }),
  } satisfies Stored;
}

/** Reads what {@link writeKeptState} wrote; what is not understood counts as not arranged. */
export function readKeptState(value: unknown): KeptState {
  const { profileId, stream, draft, lineId, open, place }: Stored =
    typeof value === "object" && value !== null ? value : {};
  const text = typeof draft === "string" ? draft : "";
  const { key, offset } =
    typeof place === "object" && place !== null ? (place as Record<string, unknown>) : {};
  return {
    ...(typeof profileId === "string" && {
      identity: { profileId, stream: stream ?? sessionStream },
    }),
    draft: { text, ...(typeof lineId === "string" && { lineId }) },
    open: Array.isArray(open) ? open.filter((row) => typeof row === "string") : [],
    ...(typeof key === "string" && typeof offset === "number" && { place: { key, offset } }),
  };
}
