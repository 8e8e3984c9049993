import type { OperationName } from "../chat/operations";
import { type Answer, jsonAnswer } from "./answers";
import type { Call, Handlers } from "./call";
import { engagementHandlers } from "./engagementHandlers";
import { sessionHandlers } from "./sessionHandlers";
import type { ServerState } from "./state";

const siteHandlers: Handlers<"serviceSettings" | "agentTokens"> = {
  serviceSettings({ url, site, pool, settings }) {
    const href = `${url}/services/rest/crossChannelServices/v1.4/serviceSettings`;
    return jsonAnswer(200, {
      domain: settings.domain,
      pool,
      port: settings.port,
      siteName: site,
      links: [{ rel: "describedby", href, mediaType: "application/schema+json" }],
    });
  },

  agentTokens({ tokens }, { caller }) {
    return jsonAnswer(200, { sessionToken: tokens.issue(caller) });
  },
};

/** What the site and the chat server do for each operation. */
const handlers: Handlers<OperationName> = {
  ...siteHandlers,
  ...sessionHandlers,
  ...engagementHandlers,
};

/** Carries a checked call out. What is held answers later. */
export function handle<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
): Answer | Promise<Answer> {
  return handlers[call.operation](state, call);
}
