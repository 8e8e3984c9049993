import { ExchangePanel } from "../exchangePanel";
import { runRemedy } from "../notify";
import { panelContent } from "../panelContent";
import { TimelinePanels } from "../timelinePanel";
import type { Areas } from "./areas";
import type { Core } from "./core";
import type { History } from "./history";

/** The webviews. */
export interface Panels {
  readonly panel: ExchangePanel;
  readonly timelines: TimelinePanels;
  /** Shows the timeline of an engagement. */
  readonly openTimeline: (profileId: string, id: bigint, preserveFocus?: boolean) => void;
}

/** Makes what shows answers and timelines; what their buttons do is loaded with the first click. */
export function createPanels(
  core: Core,
  { history }: History,
  areas: Pick<Areas, "engagements" | "exploring">,
): Panels {
  const { engagements, extensionUri, memento, onError, onSetAside, profiles, subscriptions } = core;
  const panel = new ExchangePanel({
    ...{ extensionUri, memento, onSetAside, onError, runRemedy },
    findExchange: async (id) => {
      const record = await history.find(id);
      return record && panelContent(record);
    },
    sendAgain: async (target) => (await areas.engagements()).commands.sendAgain(target),
    offerMore: async (id) => (await areas.exploring()).actions.offerMore(id),
  });
  const timelines = new TimelinePanels({
    ...{ extensionUri, onError },
    findProfile: profiles.find.bind(profiles),
    store: engagements,
    send: async (profileId, id, text) =>
      (await areas.engagements()).messages.send(profileId, id, text),
    act: async (act, profileId, id) => (await areas.engagements()).commands.act(act, profileId, id),
    showExchange: (id) => {
      panel.showExchange(id).catch(onError);
    },
  });
  subscriptions.push(panel, timelines);
  const openTimeline = (profileId: string, id: bigint, preserveFocus = false): void => {
    timelines.show(profileId, id, preserveFocus).catch(onError);
  };
  return { panel, timelines, openTimeline };
}
