import type { NetworkReason } from "../chat/failure";
import { commandIds, type CommandId } from "../ids";
import type { Profile } from "../profiles/profile";
import type { LiveState } from "../session/liveSession";
import type { PauseReason } from "../session/messageLoop";
import type { WindowSituation } from "./windowSituation";

/** How it stands with the session, in words; pure, so that every word has a test. */
export interface SessionStatus {
  /** A few words, for the status bar; empty while there is nothing to say yet. */
  readonly short: string;
  /** Everything in one line, without a full stop at its end. */
  readonly long: string;
  /** A codicon. */
  readonly icon: string;
  /** Whether it keeps the user from working. */
  readonly isWarning: boolean;
  /** What a click does. */
  readonly command: CommandId;
  /** What a click does, as it follows "Click to". */
  readonly commandText: string;
}

/** Says how it stands with the session at a moment, `now` in ms since 1970. */
export function sessionStatus(situation: WindowSituation, now: number): SessionStatus {
  switch (situation.state) {
    case "noProfiles":
      return {
        short: "No profile",
        long: "no profile yet",
        icon: "comment-discussion",
        isWarning: false,
        ...signInAs("sign in"),
      };
    case "noActiveProfile":
      return {
        short: "No profile",
        long: "no profile selected",
        icon: "comment-discussion",
        isWarning: false,
        command: commandIds.switchProfile,
        commandText: "select or add a profile",
      };
    case "loading":
      return calm("", "looking for a session");
    case "secretStorageBroken":
      return {
        short: "secret storage cannot be read",
        long: "the session cannot be read: the secret storage refuses",
        icon: "debug-disconnect",
        isWarning: true,
        ...switching,
      };
    case "signedOut":
      return {
        short: "signed out",
        long: "signed out",
        icon: "debug-disconnect",
        isWarning: true,
        ...signInAs("sign in"),
      };
    case "signingIn":
      return calm("signing in…", "signing in", "loading~spin");
    case "expired": {
      const at = situation.expiredAt;
      return {
        short: "session expired",
        long:
          at === undefined
            ? "the session has ended"
            : `the session ended at ${momentText(at, now)}`,
        icon: "debug-disconnect",
        isWarning: true,
        ...signInAs("sign in again"),
      };
    }
    case "ready":
      return readyStatus(situation, now);
  }
}

const switching = { command: commandIds.switchProfile, commandText: "switch the profile" } as const;

function signInAs(commandText: string): Pick<SessionStatus, "command" | "commandText"> {
  return { command: commandIds.signIn, commandText };
}

function calm(short: string, long: string, icon = "comment-discussion"): SessionStatus {
  return { short, long, icon, isWarning: false, ...switching };
}

function readyStatus(situation: WindowSituation, now: number): SessionStatus {
  const { activity, loop = { kind: "off" }, sessionSince } = situation;
  const signedIn =
    sessionSince === undefined ? "signed in" : `signed in since ${momentText(sessionSince, now)}`;
  const long = [signedIn, ...(activity === undefined ? [] : [activity]), loopText(loop, now)].join(
    ", ",
  );
  switch (loop.kind) {
    case "standby":
      if (loop.problem !== undefined) {
        return idle(long);
      }
      return calm(activity ?? "signed in", long);
    case "off":
      return calm(activity ?? "signed in", long);
    case "polling":
      return calm([...(activity === undefined ? [] : [activity]), "polling"].join(", "), long);
    case "waiting":
      return {
        short: isDue(loop, now) ? "reconnecting" : `reconnecting in ${secondsLeft(loop, now)} s`,
        long,
        icon: "sync-ignored",
        isWarning: true,
        // Who is refused access needs another session more than another attempt.
        ...(loop.why.kind === "unauthorized"
          ? signInAs("sign in again")
          : { command: commandIds.retryNow, commandText: "reconnect at once" }),
      };
    case "stopped":
      return idle(long);
  }
}

/** Signed in, and no messages are fetched though they should be. */
function idle(long: string): SessionStatus {
  return {
    short: "not polling",
    long,
    icon: "debug-disconnect",
    isWarning: true,
    command: commandIds.showLog,
    commandText: "see the log",
  };
}

function loopText(loop: LiveState, now: number): string {
  switch (loop.kind) {
    case "off":
      return "messages are not fetched";
    case "standby":
      return loop.problem === undefined
        ? "another window polls"
        : `not polling, since nobody can tell whether another window does: ${shorten(loop.problem, longestReason)}`;
    case "polling":
      return `polling since ${momentText(loop.since, now)}`;
    case "waiting": {
      const when = isDue(loop, now) ? "connecting again" : `in ${secondsLeft(loop, now)} s`;
      const attempts = loop.attempt === 1 ? "1 attempt" : `${loop.attempt} attempts`;
      return `waiting to reconnect (${when}): ${pauseWords(loop.why)}, ${attempts} so far`;
    }
    case "stopped":
      return "polling has stopped";
  }
}

type Waiting = LiveState & { kind: "waiting" };

function secondsLeft({ until }: Waiting, now: number): number {
  return Math.ceil((until - now) / 1000);
}

function isDue({ until }: Waiting, now: number): boolean {
  return until <= now;
}

/** How much of what the system said is shown, in characters. */
const longestReason = 120;

/** Why the loop waits, in the fewest words. */
function pauseWords(failure: PauseReason): string {
  switch (failure.kind) {
    case "network":
      return networkWords[failure.reason] ?? failure.code;
    case "timeout":
      return `no answer within ${failure.timeoutMs / 1000} s`;
    case "unsendable":
      return `the header ${failure.header} cannot be sent`;
    case "cancelled":
      return "cancelled";
    case "unauthorized":
      return `access refused (HTTP ${failure.status})`;
    case "refused":
      return [`HTTP ${failure.status}`, failure.exceptionCode].filter(Boolean).join(", ");
    case "systemError":
      return "a system error in the chat server";
    case "redirected":
      return `redirected (HTTP ${failure.status})`;
    case "unreadable":
      return "the answer could not be read";
    case "tooLarge":
      return "the answer is too large";
    case "sessionBroken":
      return "the server says that the session is broken on its side";
    case "local":
      return `this machine refused: ${shorten(failure.message, longestReason)}`;
  }
}

const networkWords: Readonly<Record<NetworkReason, string | undefined>> = {
  refusedConnection: "the connection was refused",
  unknownHost: "the host is not known",
  unreachable: "there is no way to the server",
  certificate: "the certificate is not trusted",
  clientCertificate: "the client certificate cannot be used",
  tls: "no secure connection could be made",
  reset: "the connection was closed",
  other: undefined,
};

/** A moment as short as it stays clear: the time of today, else day and time. */
export function momentText(at: number, now: number): string {
  const moment = new Date(at);
  return moment.toDateString() === new Date(now).toDateString()
    ? moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
    : moment.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

/** How a profile is named where space is short. */
export function profileText({
  name,
  isSimulator,
  protection,
}: Pick<Profile, "name" | "isSimulator" | "protection">): string {
  if (isSimulator) {
    return name;
  }
  return protection === "production" ? `${name} (production)` : name;
}

/** Cuts between what a reader takes for characters. Made when it is needed: that takes 8 ms, a third of the whole start. */
let segmenter: Intl.Segmenter | undefined;

/** A text cut to so many characters, with an ellipsis in place of the last ones. */
export function shorten(text: string, longest: number): string {
  // There are no more signs than units, and finding them takes longer than all the rest of a row.
  if (text.length <= longest) {
    return text;
  }
  segmenter ??= new Intl.Segmenter();
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : text;
}
