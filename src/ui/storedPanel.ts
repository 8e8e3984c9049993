import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { isRecord } from "../panel/shape";
import { isPanelView, type PanelView } from "../panel/view";
import { actWords, type SettlingAct } from "./actText";
import { wordsOf } from "./exchangeText";
import { remedyLabels, type Remedy } from "./failureScene";

/** Which request *Send Again* repeats. */
export interface ReplayTarget {
  readonly profileId: string;
  readonly engagementId: bigint;
  readonly act: SettlingAct;
}

/** What *Send Again* would repeat; undefined where that makes no sense, as with a sent message. */
export function replayTargetOf(record: ExchangeRecord): ReplayTarget | undefined {
  const { engagementId, profile } = record;
  const act = wordsOf(record).replay;
  return act && engagementId !== undefined
    ? { profileId: profile.id, engagementId, act }
    : undefined;
}

/** What the panel shows, with what its actions need. */
export interface PanelContent {
  readonly view: PanelView;
  /** Whose call it was; what a remedy is for. Absent where the view is about no call. */
  readonly profileId?: string;
  readonly target?: ReplayTarget;
  /** What the view's remedy button does. */
  readonly remedy?: Remedy;
}

/** A longer body is not kept over a reload: the window's state is no place for megabytes. */
const keptBodyLength = 500_000;

/** Which form of the stored value is read and written. */
const storedVersion = 2;

/** The content as a plain value for the window's state. It holds no secret, as no view does. */
export function storedForm({ view, profileId, target, remedy }: PanelContent): unknown {
  return {
    version: storedVersion,
    view: withoutLongBody(settled(view)),
    ...(profileId !== undefined && { profileId }),
    ...(remedy && { remedy }),
    ...(target && { target: { ...target, engagementId: target.engagementId.toString() } }),
  };
}

/**
 * Reads what {@link storedForm} wrote; undefined when it is something else. What another version of
 * this extension wrote counts as nothing shown: an answer that was shown once is no loss.
 */
export function parseStoredPanel(value: unknown): PanelContent | undefined {
  if (!isRecord(value) || !Number.isInteger(value["version"])) {
    return undefined;
  }
  if (value["version"] !== storedVersion) {
    return { view: { kind: "empty" } };
  }
  const { view, profileId, target, remedy } = value;
  if (!isPanelView(view)) {
    return undefined;
  }
  const replay = isRecord(target) ? parseTarget(target) : undefined;
  return {
    view,
    ...(typeof profileId === "string" && { profileId }),
    ...(isRemedy(remedy) && { remedy }),
    ...(replay && { target: replay }),
  };
}

function parseTarget({
  profileId,
  engagementId,
  act,
}: Record<string, unknown>): ReplayTarget | undefined {
  return typeof profileId === "string" &&
    typeof engagementId === "string" &&
    /^\d+$/.test(engagementId) &&
    isAct(act)
    ? { profileId, engagementId: BigInt(engagementId), act }
    : undefined;
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

function isRemedy(value: unknown): value is Remedy {
  return typeof value === "string" && Object.hasOwn(remedyLabels, value);
}

function isAct(value: unknown): value is SettlingAct {
  return typeof value === "string" && Object.hasOwn(actWords, value);
}
