import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import { KilledDesk, occasions } from "./kills/killedDesk";
import { SeededRandom } from "./kills/random";

/** How many rounds there are, each in a window and against a server of its own; KILLS_ROUNDS=10 makes two hundred kills. */
const rounds = Number(process.env["KILLS_ROUNDS"] ?? 1);
const killsPerRound = 20;

/** So much a round can need on a busy machine, in ms. */
const roundLimitMs = 300_000;

describe("an extension host that is killed at random moments", () => {
  // The same seed chooses the same moments, as far as a machine repeats itself.
  const seed = Number(process.env["KILLS_SEED"] ?? Date.now() % 2 ** 31);
  let desk: KilledDesk | undefined;

  keepScreenshotsOfFailures(() => desk?.workbench.page);

  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  for (let round = 1; round <= rounds; round += 1) {
    const last = round * killsPerRound;
    it(`leaves nothing corrupt, repeated, made up or lost: kills ${last - killsPerRound + 1} to ${last}`, async function () {
      this.timeout(roundLimitMs);
      console.log(`      KILLS_SEED=${seed + round - 1}`);
      desk = await KilledDesk.open(new SeededRandom(seed + round - 1));
      await desk.give(40);
      await desk.type(`round ${round}`);
      for (let kill = 0; kill < killsPerRound; kill += 1) {
        await desk.killDuring(occasions[kill % occasions.length] ?? "poll");
      }
      await desk.assertTrue();
      desk.ledger.read();
      const { concludes, numberedRequests } = desk.ledger;
      console.log(`      ${concludes} concludes of ${numberedRequests} requests with a number`);
      // Of each bulk, and of each poll, one at least had come when the host was killed.
      const least = killsPerRound / occasions.length;
      assert.ok(concludes >= least);
      assert.ok(numberedRequests >= 2 * least);
    });
  }
});
