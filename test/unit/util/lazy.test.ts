import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { lazy, LoadError } from "../../../src/util/lazy";

describe("lazy", () => {
  it("loads nothing before it is asked", async () => {
    let loads = 0;
    const thing = lazy(
      () => Promise.resolve((loads += 1)),
      () => "made",
    );
    assert.equal(loads, 0);
    assert.equal(await thing(), "made");
    assert.equal(loads, 1);
  });

  it("makes one thing, however many ask at once", async () => {
    let made = 0;
    const thing = lazy(
      () => Promise.resolve({ start: 10 }),
      ({ start }) => start + ++made,
    );
    assert.deepEqual(await Promise.all([thing(), thing()]), [11, 11]);
    assert.equal(await thing(), 11);
  });

  it("says that the product is damaged where a module cannot be loaded, and tries again when asked again", async () => {
    const gone = new Error("Cannot find module");
    const answers = [Promise.reject(gone), Promise.resolve("module")];
    const thing = lazy(
      () => answers.shift() ?? Promise.reject(new Error("asked too often")),
      (module) => module,
    );
    await assert.rejects(thing(), (error) => error instanceof LoadError && error.cause === gone);
    assert.equal(await thing(), "module");
  });

  it("hands on what making throws, as it is", async () => {
    const defect = new TypeError("defect");
    const thing = lazy(
      () => Promise.resolve({}),
      () => {
        throw defect;
      },
    );
    await assert.rejects(thing(), (error) => error === defect);
  });
});
