import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { SessionStore } from "../session/sessionStore";
import type * as simulatorModule from "../simulator/simulator";
import type { CommandTable } from "./commands";
import { setContext } from "./windowState";

/** The id of the profile that comes and goes with this window's simulator. */
const simulatorProfileId = "simulator";

/** What is used of the simulator's bundle. */
type SimulatorModule = Pick<typeof simulatorModule, "startSimulator" | "namedFaults">;

/** What the simulator's commands need. */
export interface SimulatorParts {
  /** Loads the simulator's own bundle. */
  readonly load: () => Promise<SimulatorModule>;
  readonly profiles: ProfileStore;
  readonly sessions: SessionStore;
  readonly engagements: EngagementStore;
  readonly log: vscode.LogOutputChannel;
}

/** Starts and stops this window's simulator, and the profile that belongs to it. */
export class SimulatorCommands implements vscode.Disposable {
  #running:
    | {
        readonly simulator: simulatorModule.Simulator;
        readonly previousProfileId: string | undefined;
      }
    | undefined;

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
      [commandIds.stopSimulator]: () => this.stop(),
      [commandIds.simulateFault]: () => this.#simulateFault(),
    };
  }

  /** Starts the simulator unless it runs, and selects its profile. */
  async start(): Promise<void> {
    const { engagements, log, profiles, sessions } = this.parts;
    if (this.#running) {
      await profiles.activate(simulatorProfileId);
      return;
    }
    const simulator = await (await this.parts.load()).startSimulator();
    const { active } = profiles.current;
    this.#running = {
      simulator,
      previousProfileId: active?.isSimulator ? undefined : active?.id,
    };
    const profile: Profile = {
      id: simulatorProfileId,
      name: "Simulator",
      origin: simulator.url,
      fqSiteName: simulator.site,
      pool: simulator.pool,
      accountId: simulator.accountId,
      protection: "test",
      isSimulator: true,
    };
    engagements.startInMemory(profile.id);
    for (const { id } of simulator.engagements) {
      await engagements.apply(profile.id, id, { kind: "observed" });
    }
    await sessions.set(profile, simulator.sessionId);
    await profiles.save(profile);
    await profiles.activate(profile.id);
    await setContext("engagementDesk.isSimulatorRunning", true);
    log.info(`simulator started at ${simulator.url}`);
  }

  /** Stops the simulator; its profile goes with it and the one used before comes back. */
  async stop(): Promise<void> {
    const { engagements, log, profiles, sessions } = this.parts;
    const running = this.#running;
    if (!running) {
      return;
    }
    this.#running = undefined;
    await running.simulator.close();
    await sessions.remove(simulatorProfileId);
    await engagements.removeAll(simulatorProfileId);
    await profiles.remove(simulatorProfileId);
    await profiles.activate(running.previousProfileId);
    await setContext("engagementDesk.isSimulatorRunning", false);
    log.info("simulator stopped");
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
      this.#running.simulator.next("concludeChat", picked.fault);
      void vscode.window.setStatusBarMessage(`Next conclude: ${picked.description}`, 8000);
    }
  }

  dispose(): void {
    void this.#running?.simulator.close();
  }
}
