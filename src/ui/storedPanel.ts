import type { PanelView } from "../panel/view";
import { remedyLabels, type Remedy } from "./failureText";

/** Which request *Send Again* repeats. */
export interface ReplayTarget {
  readonly profileId: string;
  readonly engagementId: bigint;
}

/** What the panel shows, with what its actions need. */
export interface PanelContent {
  readonly view: PanelView;
  readonly target?: ReplayTarget;
  /** What the view's remedy button does. */
  readonly remedy?: Remedy;
}

/** A longer body is not kept over a reload: the window's state is no place for megabytes. */
const keptBodyLength = 500_000;

/** The content as a plain value for the window's state. It holds no secret, as no view does. */
export function storedForm({ view, target, remedy }: PanelContent): unknown {
  return {
    version: 1,
    view: withoutLongBody(settled(view)),
    ...(remedy && { remedy }),
    ...(target && { target: { ...target, engagementId: target.engagementId.toString() } }),
  };
}

/** Reads what {@link storedForm} wrote; undefined when it is something else. */
export function parseStoredPanel(value: unknown): PanelContent | undefined {
  if (!isRecord(value) || value["version"] !== 1 || !isView(value["view"])) {
    return undefined;
  }
  const { view, target, remedy } = value;
  const kept = isRemedy(remedy) ? { view, remedy } : { view };
  const { profileId, engagementId } = isRecord(target) ? target : {};
  return typeof profileId === "string" &&
    typeof engagementId === "string" &&
    /^\d+$/.test(engagementId)
    ? { ...kept, target: { profileId, engagementId: BigInt(engagementId) } }
    : kept;
}

/** A request that is under way is awaited by this window only, and not after a reload. */
function settled(view: PanelView): PanelView {
  return view.kind === "exchange" ? { ...view, isSending: false } : view;
}

function withoutLongBody(view: PanelView): PanelView {
  if (view.kind !== "exchange" || !view.answer || view.answer.body.text.length <= keptBodyLength) {
    return view;
  }
  const body = { text: "", language: "text", byteLength: view.answer.body.byteLength } as const;
  return {
    ...view,
    notices: [...view.notices, "The body was too long to be kept when the window was reloaded."],
    answer: { ...view.answer, body },
  };
}

/** Enough to tell our own views from anything else; nobody but this extension writes them. */
function isView(value: unknown): value is PanelView {
  if (!isRecord(value)) {
    return false;
  }
  switch (value["kind"]) {
    case "empty":
      return true;
    case "bulk":
      return Array.isArray(value["rows"]) && isRecord(value["profile"]);
    case "exchange":
      return (
        typeof value["exchangeId"] === "string" &&
        isRecord(value["verdict"]) &&
        isRecord(value["request"]) &&
        isRecord(value["profile"]) &&
        [value["notices"], value["result"], value["timings"]].every(Array.isArray)
      );
    default:
      return false;
  }
}

function isRemedy(value: unknown): value is Remedy {
  return typeof value === "string" && Object.hasOwn(remedyLabels, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
