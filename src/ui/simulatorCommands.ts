import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { ExploredCredentials } from "../session/exploredCredentials";
import type { PasswordStore } from "../session/passwordStore";
import type { SessionFolders } from "../session/sessionFolders";
import type { SessionStore } from "../session/sessionStore";
import type * as simulatorModule from "../simulator/simulator";
import type { CommandTable } from "./commands";
import { askCustomer } from "./customerCommands";
import { escapeIcons } from "./inertText";
import { showInformation } from "./notices";
import { setContext } from "./windowState";

/** What is used of the simulator's bundle. */
type SimulatorModule = Pick<typeof simulatorModule, "startSimulator" | "namedFaults">;

/** What the simulator's commands need. */
export interface SimulatorParts {
  /** Loads the simulator's own bundle. */
  readonly load: () => Promise<SimulatorModule>;
  readonly profiles: ProfileStore;
  readonly sessions: SessionStore;
  readonly engagements: EngagementStore;
  readonly passwords: PasswordStore;
  readonly explored: Pick<ExploredCredentials, "remove">;
  readonly folders: Pick<SessionFolders, "forget">;
  /** Belongs to this window; keeps the id of its simulator's profile. */
  readonly memento: vscode.Memento;
  /** Goes available with the window's profile and asks for engagements. */
  readonly takeEngagements: () => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

interface Running {
  readonly simulator: simulatorModule.Simulator;
  readonly profile: Profile;
  /** The profile that the window had before. */
  readonly previousProfileId: string | undefined;
}

const profileIdKey = "simulatorProfileId";

/** Starts and stops this window's simulator, and the profile that belongs to it. */
export class SimulatorCommands implements vscode.Disposable {
  #running: Running | undefined;
  /** Starting and stopping take turns: a second click finds the first one's work done. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SimulatorParts) {}

  /** The commands' handlers. */
  get table(): Pick<
    CommandTable,
    | typeof commandIds.startSimulator
    | typeof commandIds.stopSimulator
    | typeof commandIds.simulateFault
    | typeof commandIds.simulateCustomer
  > {
    return {
      [commandIds.startSimulator]: () => this.start(),
      [commandIds.stopSimulator]: () => this.#inTurn(() => this.#stop()),
      [commandIds.simulateFault]: () => this.#simulateFault(),
      [commandIds.simulateCustomer]: () => this.#simulateCustomer(),
    };
  }

  /** Starts the simulator unless it runs, and selects its profile. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  dispose(): void {
    if (this.#running) {
      // Nobody waits for this: what is not done when the window is gone is not done.
      Promise.all([this.#running.simulator.close(), this.#forgetSessions(this.#running)]).catch(
        (error: unknown) => {
          this.parts.log.error("closing the simulator", String(error));
        },
      );
    }
  }

  async #start(): Promise<void> {
    const { engagements, folders, load, log, passwords, profiles, sessions } = this.parts;
    if (this.#running) {
      await profiles.activate(this.#running.profile.id);
      return;
    }
    const { active } = profiles.current;
    const simulator = await (await load()).startSimulator();
    const [account] = simulator.accounts;
    const profile = await this.#profileOf(simulator);
    this.#running = { simulator, profile, previousProfileId: active?.id };
    try {
      engagements.startInMemory(profile.id);
      for (const { id } of simulator.engagements) {
        await engagements.append(profile.id, id, { kind: "held" });
      }
      // A simulator that VS Code did not live to stop may have left something for the same port.
      await folders.forget({ sessionId: simulator.sessionId, origin: profile.origin });
      await sessions.set(profile, simulator.sessionId);
      if (profile.signIn && account) {
        await passwords.set(profile.id, profile.signIn, account.password);
      }
      await profiles.save(profile);
      await profiles.activate(profile.id);
      await setContext("engagementDesk.isSimulatorRunning", true);
      log.info(`simulator started at ${simulator.url}`);
    } catch (error) {
      await this.#stop();
      throw error;
    }
  }

  /** Stops the simulator; its profile goes with it, and the one used before comes back. */
  async #stop(): Promise<void> {
    const { engagements, explored, log, passwords, profiles, sessions } = this.parts;
    const running = this.#running;
    if (!running) {
      return;
    }
    const { profile, previousProfileId, simulator } = running;
    this.#running = undefined;
    await simulator.close();
    const isActive = profiles.current.active?.id === profile.id;
    await profiles.remove(profile.id);
    if (isActive) {
      await profiles.activate(previousProfileId);
    }
    await setContext("engagementDesk.isSimulatorRunning", false);
    await engagements.removeAll(profile.id);
    await this.#forgetSessions(running);
    log.info("simulator stopped");
    // Last, since the secret storage may refuse: nothing else is to be left half done by that.
    await sessions.remove(profile.id);
    await passwords.remove(profile.id);
    await explored.remove(profile.id);
  }

  /** Has customers ask for a chat, and says what the agent has to do to get them. */
  async #simulateCustomer(): Promise<void> {
    const draft = await askCustomer();
    if (!draft) {
      return;
    }
    await this.start();
    const simulator = this.#running?.simulator;
    if (!simulator) {
      return;
    }
    const { count, leavesAfterMs, name, question, replies } = draft;
    const added = simulator.customers.add({
      count,
      replies,
      ...(name !== "" && { name }),
      ...(question !== "" && { question }),
      ...(leavesAfterMs !== undefined && { leavesAfterMs }),
    });
    const isAnybodyThere = simulator.sessions.some(
      ({ ending, isRequesting, status }) =>
        ending === undefined && status === "AVAILABLE" && isRequesting,
    );
    const [first] = added;
    const who =
      added.length === 1 && first ? `${first.customer} waits` : `${added.length} customers wait`;
    if (isAnybodyThere) {
      void vscode.window.setStatusBarMessage(escapeIcons(`${who} for an agent`), 5000);
      return;
    }
    const take = "Take Engagements";
    const choice = await showInformation(
      `${who} in the queue. Engagements are offered to agents who are available and have asked for them.`,
      take,
    );
    if (choice === take) {
      await this.parts.takeEngagements();
    }
  }

  /** Lets the user choose how the simulator answers the next conclude. */
  async #simulateFault(): Promise<void> {
    const { namedFaults } = await this.parts.load();
    const items = [...namedFaults].map(([label, { description, fault }]) => ({
      label,
      description,
      fault,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: "Simulate Fault",
      placeHolder: "How should the simulator answer the next conclude?",
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (picked && this.#running) {
      const { simulator } = this.#running;
      simulator.next("concludeChat", picked.fault);
      const answered = simulator.waitFor("concludeChat").catch(() => undefined);
      void vscode.window.setStatusBarMessage(`Next conclude: ${picked.description}`, answered);
    }
  }

  async #profileOf(simulator: simulatorModule.Simulator): Promise<Profile> {
    const { memento } = this.parts;
    const [account] = simulator.accounts;
    const kept = memento.get<unknown>(profileIdKey);
    // One id a window, and the same after a reload: windows share the secret storage, which this
    // way keeps one session a window and no trace of those before.
    const id = typeof kept === "string" ? kept : randomUUID();
    await memento.update(profileIdKey, id);
    return {
      id,
      name: "Simulator",
      origin: simulator.url,
      fqSiteName: simulator.site,
      pool: simulator.pool,
      accountId: simulator.accountId,
      protection: "test",
      ...(account && { signIn: { siteOrigin: simulator.url, userName: account.userName } }),
      isSimulator: true,
    };
  }

  /** Nobody will use its sessions again. */
  async #forgetSessions({ profile: { origin }, simulator: { sessions } }: Running): Promise<void> {
    for (const { id: sessionId } of sessions) {
      await this.parts.folders.forget({ sessionId, origin });
    }
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
