import { Emitter, type Event } from "../util/event";
import { assumptions } from "./assumptions";

/** How a session came to its end. */
export type SessionEnding = "ended" | "loggedOff" | "takenOver";

/** A session of the simulated chat server. */
export interface SimulatedSession {
  /** Sent as X-JSESSIONID. */
  readonly id: string;
  /** Sent as X-AID with it. */
  readonly accountId: string;
  readonly clientId: bigint;
  /** Undefined while it is alive. */
  readonly ending: SessionEnding | undefined;
}

/** A session that is over. */
export type EndedSession = SimulatedSession & { readonly ending: SessionEnding };

/** The session that is there from the start. */
export interface ReadySession {
  readonly id: string;
  readonly accountId: string;
  /** Whether it is one of the account's sign-ins, of which only one may be alive. */
  readonly counts: boolean;
}

/** The sessions of the chat server. The list is replaced whole on each change. */
export class SessionList {
  readonly #ended = new Emitter<EndedSession>();
  #current: readonly SimulatedSession[];

  /** Fires after a session ended, once for each. */
  readonly onDidEnd: Event<EndedSession> = this.#ended.event;

  /** `idOf` names the session that the n-th sign-in begins, counted from 1. */
  constructor(
    private readonly readySession: ReadySession,
    private readonly idOf: (count: number) => string,
  ) {
    const { id, accountId } = readySession;
    this.#current = [{ id, accountId, clientId: assumptions.clientId.value, ending: undefined }];
  }

  get current(): readonly SimulatedSession[] {
    return this.#current;
  }

  /** The session that is there from the start, while it is alive. */
  get ready(): SimulatedSession | undefined {
    return this.#current.find(
      ({ id, ending }) => id === this.readySession.id && ending === undefined,
    );
  }

  find(id: string): SimulatedSession | undefined {
    return this.#current.find((session) => session.id === id);
  }

  /** The session in which an account is signed in. */
  signedIn(accountId: string): SimulatedSession | undefined {
    return this.#current.find(
      (session) =>
        session.accountId === accountId &&
        session.ending === undefined &&
        (this.readySession.counts || session.id !== this.readySession.id),
    );
  }

  /** Begins a session. Throws when its id is taken: the ids are the caller's choice. */
  begin(accountId: string): SimulatedSession {
    const count = this.#current.length;
    const id = this.idOf(count);
    if (this.find(id) !== undefined) {
      throw new Error(`The id of sign-in ${count} is that of an earlier session`);
    }
    const clientId = assumptions.clientId.value + BigInt(count);
    const session = { id, accountId, clientId, ending: undefined };
    this.#current = [...this.#current, session];
    return session;
  }

  /** Ends the sessions that are chosen, unless they ended before. */
  end(ending: SessionEnding, isChosen: (session: SimulatedSession) => boolean): void {
    const chosen = this.#current.filter(
      (session) => session.ending === undefined && isChosen(session),
    );
    const ended = chosen.map((session) => ({ ...session, ending }));
    this.#current = this.#current.map((session) => ended[chosen.indexOf(session)] ?? session);
    for (const session of ended) {
      this.#ended.fire(session);
    }
  }

  dispose(): void {
    this.#ended.dispose();
  }
}
