import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import type { ChatClient } from "../chat/client";
import { largeAnswerBytes } from "../chat/reading";
import type { ChatServer } from "../chat/server";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { commandIds } from "../ids";
import type { Profile, SignInAccount } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { AcceptedServers } from "../session/acceptedServers";
import type { PasswordStore } from "../session/passwordStore";
import type { TlsFor } from "../session/profileCertificates";
import type { SessionStore } from "../session/sessionStore";
import { applicationContextOf, signIn, type SignInOutcome } from "../session/signIn";
import { Emitter, type Event } from "../util/event";
import { signalOf } from "./cancellation";
import type { CommandTable } from "./commands";
import type { ExchangePanel } from "./exchangePanel";
import { sceneOf } from "./exchangeText";
import { remedyOf } from "./exchangeView";
import { describeFailure } from "./failureText";
import { escapeIcons, withoutLinks } from "./inertText";
import { showInformation, showWarning } from "./notices";
import { explainFailure, tellFailure } from "./notify";
import { panelContent, unusableContent } from "./panelContent";
import { ProfileNode } from "./profilesTree";
import { readSetting, requestTimeoutMs } from "./settings";
import {
  askSignIn,
  askDespiteSession,
  confirmServer,
  confirmTakeOver,
  emptySignIn,
  type SignInDraft,
  type SignInQuestions,
} from "./signInPrompts";
import { stepText, unusableText } from "./signInText";

/** What signing in from the UI needs. */
export interface SignInCommandParts {
  readonly client: ChatClient;
  readonly profiles: ProfileStore;
  readonly sessions: Pick<SessionStore, "get" | "set">;
  readonly passwords: PasswordStore;
  /** What secure connections are made with. */
  readonly tlsFor: TlsFor;
  readonly panel: Pick<ExchangePanel, "show">;
  /** Keeps an exchange, to be shown later and logged. */
  readonly onExchange: (record: ExchangeRecord) => void;
  /** Told when a profile has its session. */
  readonly onSignedIn: (profile: Profile) => void;
  readonly now: () => number;
}

/** Of no request of a sign-in the answer is longer. What it says is needed, so it is not read aside. */
const maxAnswerBytes = largeAnswerBytes;

/** What was typed for a profile, without the password, and whom it is for. */
interface Attempt {
  readonly profile: Profile;
  readonly draft: SignInDraft;
  readonly isNew: boolean;
}

/** Signing in, as the user sees it. */
export class SignInCommands implements vscode.Disposable {
  readonly #onDidChange = new Emitter<string>();
  readonly #underWay = new Set<string>();
  /** What was typed for sign-ins that failed, by the ids of their profiles; no passwords. */
  readonly #failed = new Map<string, Attempt>();
  /** What the user accepted, in sign-ins that need not have succeeded. */
  readonly #accepted = new AcceptedServers();

  constructor(private readonly parts: SignInCommandParts) {}

  /** The command's handler. */
  get table(): Pick<CommandTable, typeof commandIds.signIn> {
    return { [commandIds.signIn]: (node) => this.#signIn(node) };
  }

  /** Fires with a profile's id when signing it in began or ended. */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  /** Whether a profile is being signed in by this window. */
  isSigningIn(profileId: string): boolean {
    return this.#underWay.has(profileId);
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  async #signIn(node: unknown): Promise<void> {
    const { profiles, sessions } = this.parts;
    await profiles.reload();
    const attempt = await this.#attemptOf(node);
    if (!attempt) {
      return;
    }
    const { profile, isNew } = attempt;
    if (this.isSigningIn(profile.id)) {
      void showInformation(`“${profile.name}” is being signed in already.`);
      return;
    }
    const session = isNew ? undefined : await sessions.get(profile);
    const wish = session ? await askDespiteSession(profile.name, session.since) : "anew";
    if (wish !== undefined) {
      await this.#askAndRun(wish === "anew" ? attempt : this.#newAttempt());
    }
  }

  async #askAndRun(attempt: Attempt): Promise<void> {
    const { passwords } = this.parts;
    const { profile, isNew } = attempt;
    const hasFailed = this.#failed.has(profile.id);
    const kept = profile.signIn && (await passwords.get(profile.id, profile.signIn));
    // After a failure everything that was typed can be corrected.
    const isKnown = profile.signIn !== undefined && !hasFailed;
    const draft =
      kept !== undefined && isKnown
        ? { ...attempt.draft, password: kept, isPasswordKept: true }
        : await askSignIn(
            isNew ? "Sign In" : `Sign In to ${profile.name}`,
            attempt.draft,
            questionsFor(isNew, isKnown),
          );
    if (draft) {
      await this.#run({ ...attempt, draft }, false);
    }
  }

  /** Whom to sign in: the row's profile, the window's, or one to be made. */
  async #attemptOf(node: unknown): Promise<Attempt | undefined> {
    const { profiles } = this.parts;
    const id = node instanceof ProfileNode ? node.id : profiles.current.active?.id;
    const failed = id === undefined ? undefined : this.#failed.get(id);
    const profile = id === undefined ? undefined : profiles.find(id);
    if (failed && (profile || failed.isNew)) {
      return { ...failed, ...(profile && { profile, isNew: false }) };
    }
    if (profile) {
      return attemptWith(profile);
    }
    if (profiles.current.all.length > 0) {
      return this.#pickAttempt();
    }
    return this.#newAttempt();
  }

  async #pickAttempt(): Promise<Attempt | undefined> {
    const add = { label: "$(add) Another site…", attempt: this.#newAttempt() };
    const items = this.parts.profiles.current.all.map((profile) => ({
      label: escapeIcons(profile.name),
      description: escapeIcons(
        profile.signIn ? `as ${profile.signIn.userName}` : profile.fqSiteName,
      ),
      attempt: attemptWith(profile),
    }));
    const picked = await vscode.window.showQuickPick([...items, add], {
      placeHolder: "Which profile do you want to sign in?",
      ignoreFocusOut: true,
    });
    return picked?.attempt;
  }

  /** The last that failed is taken up again: its values are a start that is better than none. */
  #newAttempt(): Attempt {
    const failed = [...this.#failed.values()].find(({ isNew }) => isNew);
    return failed ?? { profile: provisional(emptySignIn), draft: emptySignIn, isNew: true };
  }

  async #run(attempt: Attempt, logonOverride: boolean): Promise<void> {
    const { draft, isNew } = attempt;
    const profile = isNew ? { ...provisional(draft), id: attempt.profile.id } : attempt.profile;
    const tried: Attempt = { ...attempt, profile };
    this.#underWay.add(profile.id);
    this.#onDidChange.fire(profile.id);
    let outcome: SignInOutcome;
    try {
      outcome = await this.#send(tried, logonOverride);
      if (outcome.kind === "signedIn") {
        await this.#succeed(tried, outcome.server, outcome.sessionId);
      }
    } finally {
      this.#underWay.delete(profile.id);
      this.#onDidChange.fire(profile.id);
    }
    await this.#follow(tried, outcome);
  }

  #send({ profile, draft }: Attempt, logonOverride: boolean): Promise<SignInOutcome> {
    const { client, now, onExchange, tlsFor } = this.parts;
    const { siteOrigin, userName, password } = draft;
    return Promise.resolve(
      vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: withoutLinks(`Signing in as ${userName}`),
          cancellable: true,
        },
        (progress, token) =>
          signIn(
            {
              ...{ siteOrigin, userName, password, logonOverride },
              applicationContext: applicationContextOf(readSetting("applicationContext")),
            },
            {
              ...{ client, now, signal: signalOf(token) },
              limits: { timeoutMs: requestTimeoutMs(), maxBytes: maxAnswerBytes },
              tlsFor: (origin) => tlsFor(profile.id, origin),
              onStep: (step) => {
                const message = stepText(step, siteOrigin);
                progress.report({ message, increment: step === 1 ? 0 : 100 / 3 });
              },
              onExchange: (exchange) => {
                onExchange({ exchange, profile: withAccount(profile, draft) });
              },
              acceptServer: (server) => this.#acceptServer(profile, siteOrigin, server),
            },
          ),
      ),
    );
  }

  /** Asks once for a site and the server that it names. */
  async #acceptServer(profile: Profile, siteOrigin: string, server: ChatServer): Promise<boolean> {
    const isKnown = this.#accepted.isAccepted(profile, siteOrigin, server.origin);
    const isAccepted = isKnown || (await confirmServer(siteOrigin, server));
    if (isAccepted) {
      this.#accepted.accept(siteOrigin, server.origin);
    }
    return isAccepted;
  }

  async #succeed(attempt: Attempt, server: ChatServer, sessionId: string): Promise<void> {
    const { passwords, profiles, sessions } = this.parts;
    const { draft, isNew } = attempt;
    // It may have been edited while the site was asked.
    const present = profiles.find(attempt.profile.id) ?? attempt.profile;
    const signedIn = { ...withAccount(present, draft), ...server };
    const profile = isNew ? { ...signedIn, name: this.#freeName(signedIn.name) } : signedIn;
    if (isNew || profile.isSimulator) {
      await profiles.save(profile);
    } else if (!(await profiles.update(profile))) {
      void showWarning(
        `“${profile.name}” was removed while it was signed in. Nothing was saved; the site may count “${draft.userName}” as signed in for a while.`,
      );
      return;
    }
    this.#failed.delete(profile.id);
    if (isNew) {
      await profiles.activate(profile.id);
    }
    await sessions.set(profile, sessionId);
    this.parts.onSignedIn(profile);
    void vscode.window.setStatusBarMessage(escapeIcons(`Signed in as ${draft.userName}`), 5000);
    await (draft.isPasswordKept
      ? passwords.set(profile.id, accountOf(draft), draft.password)
      : passwords.remove(profile.id));
  }

  /** Tells what came of it, where it is not what was wanted. */
  async #follow(attempt: Attempt, outcome: SignInOutcome): Promise<void> {
    const { profile } = attempt;
    switch (outcome.kind) {
      case "signedIn":
        return;
      case "declined":
        this.#keepTyped(attempt, true);
        return;
      case "cancelled":
        this.#keepTyped(attempt, false);
        if (outcome.maybeSignedIn) {
          void showWarning(
            `Cancelled while the chat server was beginning a session: “${attempt.draft.userName}” may be signed in all the same. Should it refuse you the next time, take that session over.`,
          );
        }
        return;
      case "unusable": {
        this.#keepTyped(attempt, true);
        const text = unusableText(outcome.what, attempt.draft.siteOrigin);
        this.parts.panel.show(unusableContent({ exchange: outcome.exchange, profile }, text));
        tellFailure(text, profile.id);
        return;
      }
      case "failed":
        await this.#followFailure(attempt, outcome);
    }
  }

  async #followFailure(
    attempt: Attempt,
    { exchange, step, canTakeOver }: SignInOutcome & { kind: "failed" },
  ): Promise<void> {
    const { draft, profile } = attempt;
    const record: ExchangeRecord = { exchange, profile: withAccount(profile, draft) };
    const { result } = exchange;
    if (result.ok) {
      return;
    }
    const { failure } = result.error;
    if (canTakeOver) {
      const { explanation } = describeFailure(failure, sceneOf(record));
      if (await confirmTakeOver(draft, explanation)) {
        await this.#run(attempt, true);
      } else {
        this.#keepTyped(attempt, false);
        this.parts.panel.show(panelContent(record));
      }
      return;
    }
    this.parts.panel.show(panelContent(record));
    this.#keepTyped(attempt, remedyOf(record) === "signIn");
    if (step < 3 && failure.kind === "unauthorized" && failure.status === 401) {
      // Sent again and again by one click, a wrong password locks the account.
      await this.parts.passwords.remove(profile.id);
    }
    explainFailure(record);
  }

  /** Keeps what was typed for the next try, in which it can be corrected. */
  #keepTyped(attempt: Attempt, isToBeCorrected: boolean): void {
    if (isToBeCorrected || !isUnchanged(attempt)) {
      const draft = { ...attempt.draft, password: "" };
      this.#failed.set(attempt.profile.id, { ...attempt, draft });
    }
  }

  /** A name that no other profile has. */
  #freeName(name: string): string {
    const taken = new Set(this.parts.profiles.current.all.map((other) => other.name.toLowerCase()));
    const candidates = [name, ...Array.from(taken, (_, index) => `${name} ${index + 2}`)];
    return candidates.find((candidate) => !taken.has(candidate.toLowerCase())) ?? name;
  }
}

function questionsFor(isNew: boolean, isKnown: boolean): SignInQuestions {
  if (isNew) {
    return "newProfile";
  }
  return isKnown ? "password" : "account";
}

function accountOf({ siteOrigin, userName }: SignInDraft): SignInAccount {
  return { siteOrigin, userName };
}

function attemptWith(profile: Profile): Attempt {
  const { accountId, protection, signIn: account } = profile;
  return { profile, draft: { ...emptySignIn, accountId, protection, ...account }, isNew: false };
}

/** A profile as far as it is known before its site was asked. */
function provisional({ siteOrigin, accountId, protection }: SignInDraft): Profile {
  return {
    id: randomUUID(),
    name: siteOrigin === "" ? "" : new URL(siteOrigin).host,
    ...{ origin: siteOrigin, fqSiteName: "", pool: "", accountId, protection },
    isSimulator: false,
  };
}

function withAccount(profile: Profile, draft: SignInDraft): Profile {
  return { ...profile, accountId: draft.accountId, signIn: accountOf(draft) };
}

/** Whether a profile would be the same after signing in with what was typed. */
function isUnchanged({ isNew, profile, draft }: Attempt): boolean {
  return !isNew && isDeepStrictEqual(profile.signIn, accountOf(draft));
}
