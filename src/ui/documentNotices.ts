import { allOperations, type OperationId } from "../chat/operations";
import type { Profile } from "../profiles/profile";
import { showInformation, showWarning } from "./notices";

/** Asks before a request goes to a site that is to be handled with care. */
export async function confirmDocument(operation: OperationId, profile: Profile): Promise<boolean> {
  const send = "Send";
  const { does } = allOperations[operation];
  const choice = await showWarning(
    `Send ${operation} as “${profile.name}”?`,
    {
      modal: true,
      detail: [
        `${profile.fqSiteName} at ${profile.origin}`,
        ...(profile.protection === "production" ? ["This is a production site."] : []),
        "",
        does,
      ].join("\n"),
    },
    send,
  );
  return choice === send;
}

/** Asks before messages are asked for that this window waits for already. */
export async function confirmSecondPoll(profile: Profile): Promise<boolean> {
  const send = "Send";
  const choice = await showWarning(
    `Send a second getMessages with the session of “${profile.name}”?`,
    {
      modal: true,
      detail:
        "The live session waits for messages already, and the documentation allows one outstanding getMessages a session. What the chat server does with a second one is not known. What this one brings is put into the timelines, too.",
    },
    send,
  );
  return choice === send;
}

/** Whether a session that an answer brought takes the place of the one that the profile has. */
export async function confirmNewSession(profile: Profile): Promise<boolean> {
  const use = "Use This Session";
  const choice = await showInformation(
    `Use the new session for “${profile.name}”?`,
    {
      modal: true,
      detail:
        "The chat server began a session, and the profile has one already. Without this the new one is not kept: nothing can be sent with it.",
    },
    use,
  );
  return choice === use;
}
