import type { ExchangeRecord } from "../exchanges/recentExchanges";
import { exchangeView, remedyOf } from "./exchangeView";
import { remedyLabels, type FailureText } from "./failureScene";
import type { PanelContent } from "./storedPanel";
import { replayTargetOf } from "./storedPanel";

/** What the panel shows of an exchange. */
export function panelContent(record: ExchangeRecord): PanelContent {
  const remedy = remedyOf(record);
  const target = replayTargetOf(record);
  return {
    view: exchangeView(record, false),
    profileId: record.profile.id,
    ...(target && { target }),
    ...(remedy && { remedy }),
  };
}

/** What the panel shows of an answer that is a success by itself, and of no use all the same. */
export function unusableContent(record: ExchangeRecord, text: FailureText): PanelContent {
  const { headline, explanation, advice, remedy } = text;
  return {
    view: {
      ...exchangeView(record, false),
      verdict: { tone: "failure", headline, explanation, advice },
      ...(remedy && { remedy: remedyLabels[remedy] }),
    },
    profileId: record.profile.id,
    ...(remedy && { remedy }),
  };
}
