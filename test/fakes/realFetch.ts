import { Connections } from "../../src/chat/connections";
import { createFetch } from "../../src/ui/areas/calling";

/** The fetch that ships, over real connections; idle ones are closed within a second. */
export const fetch = createFetch(new Connections());
