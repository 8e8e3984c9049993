import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { SequenceNumbers } from "../session/sequenceNumbers";
import type { SessionStore } from "../session/sessionStore";
import type * as simulatorModule from "../simulator/simulator";
import type { CommandTable } from "./commands";
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
  readonly sequenceNumbers: Pick<SequenceNumbers, "forget">;
  /** Belongs to this window; keeps the id of its simulator's profile. */
  readonly memento: vscode.Memento;
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
  > {
    return {
      [commandIds.startSimulator]: () => this.start(),
      [commandIds.stopSimulator]: () => this.#inTurn(() => this.#stop()),
      [commandIds.simulateFault]: () => this.#simulateFault(),
    };
  }

  /** Starts the simulator unless it runs, and selects its profile. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  dispose(): void {
    if (this.#running) {
      // Nobody waits for this: what is not done when the window is gone is not done.
      Promise.all([this.#running.simulator.close(), this.#forgetNumbers(this.#running)]).catch(
        (error: unknown) => {
          this.parts.log.error("closing the simulator", String(error));
        },
      );
    }
  }

  async #start(): Promise<void> {
    const { engagements, load, log, profiles, sessions } = this.parts;
    if (this.#running) {
      await profiles.activate(this.#running.profile.id);
      return;
    }
    const { active } = profiles.current;
    const simulator = await (await load()).startSimulator();
    const profile = await this.#profileOf(simulator);
    this.#running = { simulator, profile, previousProfileId: active?.id };
    try {
      engagements.startInMemory(profile.id);
      for (const { id } of simulator.engagements) {
        await engagements.apply(profile.id, id, { kind: "observed" });
      }
      await sessions.set(profile, simulator.sessionId);
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
    const { engagements, log, profiles, sessions } = this.parts;
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
    await this.#forgetNumbers(running);
    log.info("simulator stopped");
    // Last, since the secret storage may refuse: nothing else is to be left half done by that.
    await sessions.remove(profile.id);
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
      isSimulator: true,
    };
  }

  #forgetNumbers({ profile: { origin }, simulator: { sessionId } }: Running): Promise<void> {
    return this.parts.sequenceNumbers.forget({ sessionId, origin, since: 0 });
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
