import { Agent } from "node:http";
import nodeFetch from "node-fetch";
import { createChatClient, type ChatClient, type ClientParts } from "../../chat/client";
import { Connections } from "../../chat/connections";
import { createHttpFetch } from "../../chat/httpFetch";
import type { FetchLike } from "../../chat/transport";

/** What calls are made with. */
export interface Calling {
  readonly client: ChatClient;
  /** Where the calls go through; nothing can be called once they are disposed of. */
  readonly connections: Connections;
}

/** Makes the client and its connections; none is opened before the first call. */
export function createCalling(parts: Omit<ClientParts, "fetch">): Calling {
  const connections = new Connections();
  return {
    client: createChatClient({ ...parts, fetch: createFetch(connections) }),
    connections,
  };
}

/** VS Code puts an agent that says "close" before the given one, and lets that be for these hosts only. */
const hostsOfOwnAgents: readonly string[] = ["localhost", "127.0.0.1"];

/**
 * node-fetch over kept connections; for a profile with TLS material of its own a fetch over Node's
 * `https`: node-fetch hands such material on in an agent only, which VS Code's proxy support drops.
 */
export function createFetch(connections: Connections): FetchLike {
  const withMaterial = createHttpFetch(connections);
  return (url, init) => {
    if (init.tls) {
      return withMaterial(url, init);
    }
    const { agent } = connections.optionsFor(url);
    const isKept = hostsOfOwnAgents.includes(new URL(url).hostname);
    const headers = isKept ? { Connection: "keep-alive", ...init.headers } : init.headers;
    return nodeFetch(url, { ...init, headers, ...(agent instanceof Agent && { agent }) });
  };
}
