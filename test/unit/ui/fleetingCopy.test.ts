import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { copyForAWhile } from "../../../src/ui/fleetingCopy";

/** A clipboard, and time that passes when it is told to. */
function setup({ canRead = true }: { readonly canRead?: boolean } = {}) {
  const acts: { readonly ms: number; readonly act: () => void }[] = [];
  const clipboard = {
    text: "",
    readText: () =>
      canRead ? Promise.resolve(clipboard.text) : Promise.reject(new Error("not allowed")),
    writeText: (text: string) => {
      clipboard.text = text;
      return Promise.resolve();
    },
  };
  return {
    clipboard,
    acts,
    after: (ms: number, act: () => void) => {
      acts.push({ ms, act });
    },
    /** Lets the time pass, and what is done then be done. */
    pass: async () => {
      for (const { act } of acts) {
        act();
      }
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
  };
}

describe("copyForAWhile", () => {
  it("copies at once, and leaves the copy there for a minute", async () => {
    const { acts, after, clipboard } = setup();
    await copyForAWhile(clipboard, "curl …", after);
    assert.equal(clipboard.text, "curl …");
    assert.deepEqual(
      acts.map(({ ms }) => ms),
      [60_000],
    );
  });

  it("takes the copy out of the clipboard then", async () => {
    const { after, clipboard, pass } = setup();
    await copyForAWhile(clipboard, "curl …", after);
    await pass();
    assert.equal(clipboard.text, "");
  });

  it("leaves alone what was copied meanwhile", async () => {
    const { after, clipboard, pass } = setup();
    await copyForAWhile(clipboard, "curl …", after);
    await clipboard.writeText("something else");
    await pass();
    assert.equal(clipboard.text, "something else");
  });

  it("leaves a clipboard alone that cannot be read", async () => {
    const { after, clipboard, pass } = setup({ canRead: false });
    await copyForAWhile(clipboard, "curl …", after);
    await pass();
    assert.equal(clipboard.text, "curl …");
  });
});
