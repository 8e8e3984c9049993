import { networkInterfaces } from "node:os";
import type { Disposable } from "../util/disposable";
import type { Clock } from "./clock";

/** What happened to the machine that calls under way have to know. */
export type Turmoil =
  /** It slept: connections from before are dead without anybody knowing. */
  | "woke"
  /** An address of its own is no more: connections over it are dead. */
  | "networkLost"
  /** It has an address that it did not have: what failed may go well. */
  | "networkFound";

/** How often the surroundings are looked at, in ms. */
const lookMs = 5000;

/** How far the time of day must have gone on beyond that for the machine to have slept, in ms. */
const sleptMs = 15_000;

/** Watches for sleep and for changes of the network until it is disposed of. */
export function watchSurroundings(
  clock: Clock,
  networkAddresses: () => readonly string[],
  onTurmoil: (turmoil: Turmoil) => void,
): Disposable {
  let lastLook = clock.now();
  let addresses = new Set(networkAddresses());
  let timer: Disposable;
  const look = (): void => {
    timer = clock.after(lookMs, look);
    const now = clock.now();
    const hasSlept = now - lastLook > lookMs + sleptMs;
    lastLook = now;
    const before = addresses;
    addresses = new Set(networkAddresses());
    if (hasSlept) {
      onTurmoil("woke");
    } else if ([...before].some((address) => !addresses.has(address))) {
      onTurmoil("networkLost");
    } else if ([...addresses].some((address) => !before.has(address))) {
      onTurmoil("networkFound");
    }
  };
  timer = clock.after(lookMs, look);
  return {
    dispose: () => {
      timer.dispose();
    },
  };
}

/** The addresses of this machine in its networks, loopback excepted; none where the system refuses. */
export function ownAddresses(): readonly string[] {
  try {
    return Object.entries(networkInterfaces()).flatMap(([name, found = []]) =>
      found.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    );
  } catch {
    return [];
  }
}
