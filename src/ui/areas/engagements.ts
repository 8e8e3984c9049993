import type { CommandTable } from "../commands";
import { EngagementCommands } from "../engagementCommands";
import { MessageCommands } from "../messageCommands";
import { explainFailure } from "../notify";
import { trackCommands } from "../trackCommands";
import type { engagementsIds } from "./areas";
import type { Core } from "./core";
import type { Panels } from "./panels";

/** What is done with engagements. */
export interface Engagements {
  readonly commands: EngagementCommands;
  readonly messages: MessageCommands;
  /** Tells the user that a call failed, where it did. */
  readonly explain: typeof explainFailure;
  readonly table: Pick<CommandTable, (typeof engagementsIds)[number]>;
}

/** Makes what acts on engagements. */
export function createEngagements(core: Core, { panel, openTimeline }: Panels): Engagements {
  const { engagementCalls: calls, engagements, log, profiles, sessions, tree } = core;
  const commands = new EngagementCommands({
    ...{ calls, engagements, panel, profiles, sessions, openTimeline, log },
  });
  const messages = new MessageCommands({ calls, engagements, profiles, openTimeline });
  const track = trackCommands({ engagements, profiles, selection: () => tree.selection });
  return {
    commands,
    messages,
    explain: explainFailure,
    table: { ...commands.table, ...messages.table, ...track },
  };
}
