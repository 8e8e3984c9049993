import type { Act } from "../engagements/engagement";

/** The acts that change where an engagement stands, and so have an outcome of their own. */
export type SettlingAct = Exclude<Act, "post">;

/** The words for an act. */
export interface ActWords {
  /** The command's title. */
  readonly title: string;
  /** As in: Concluding engagement 1000. */
  readonly progress: string;
  /** As in: Engagement 1000 is being concluded already. */
  readonly underWay: string;
  /** As in: 3 of 4 engagements concluded. */
  readonly done: string;
}

/** The words of every act. */
export const actWords: Readonly<Record<SettlingAct, ActWords>> = {
  accept: {
    title: "Accept",
    progress: "Accepting",
    underWay: "being accepted",
    done: "accepted",
  },
  decline: {
    title: "Decline",
    progress: "Declining",
    underWay: "being declined",
    done: "declined",
  },
  reroute: {
    title: "Reroute",
    progress: "Rerouting",
    underWay: "being rerouted",
    done: "rerouted",
  },
  conclude: {
    title: "Conclude Engagement",
    progress: "Concluding",
    underWay: "being concluded",
    done: "concluded",
  },
  release: {
    title: "Release",
    progress: "Releasing",
    underWay: "being released",
    done: "released",
  },
};
