import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  handleFromPanel,
  isToPanel,
  parseFromPanel,
  type FromPanel,
  type ToPanel,
} from "../../../src/panel/protocol";
import {
  handleFromTimeline,
  isToTimeline,
  parseFromTimeline,
  parseTimelineIdentity,
  type FromTimeline,
  type ToTimeline,
} from "../../../src/panel/timelineProtocol";
import { activeHeader, oneOfEach, rendered } from "../../e2e/page/timelines";
import { bulk, broken, forbidden, success } from "../../e2e/page/views";

const id = "e1";

const fromPanel: readonly FromPanel[] = [
  { type: "ready" },
  { type: "goBack" },
  ...(["sendAgain", "remedy", "copyAsCurl", "more", "openBody"] as const).map((type) => ({
    ...{ type, exchangeId: id },
  })),
  { type: "saveBody", exchangeId: id },
  { type: "showExchange", exchangeId: id },
  { type: "copyText", text: "a text" },
];

const fromTimeline: readonly FromTimeline[] = [
  { type: "ready" },
  { type: "copyMarkdown" },
  { type: "send", lineId: "1", text: "Hello" },
  { type: "showAnswer", exchangeId: id },
  { type: "loadRaw", key: "7" },
  { type: "act", act: "conclude" },
];

const toPanel: readonly ToPanel[] = [
  { type: "render", view: { kind: "empty" }, canGoBack: false },
  { type: "render", view: success, canGoBack: true, answerText: "kept" },
  { type: "render", view: forbidden, canGoBack: false, answerText: new ArrayBuffer(3) },
  { type: "render", view: broken, canGoBack: false },
  { type: "render", view: success, canGoBack: false, isBeginning: true },
  { type: "render", view: bulk, canGoBack: false },
];

const toTimeline: readonly ToTimeline[] = [
  { ...rendered(oneOfEach), line: { lineId: "1", outcome: { kind: "sending" } } },
  { type: "append", added: oneOfEach, changed: [] },
  {
    type: "header",
    header: { ...activeHeader, answerLine: { kind: "closed", why: "It is over." } },
  },
  { type: "line", line: { lineId: "1", outcome: { kind: "failed", sentence: "Refused." } } },
  { type: "raw", key: "7", text: "{}" },
];

/** Names that mean something to every object, and those of our messages. */
const names = fc.constantFrom(
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "then", "hasOwnProperty"],
  ...["type", "exchangeId", "text", "lineId", "key", "act", "ready", "send", "view", "conclude"],
);

const anything = fc.oneof(
  fc.anything({ key: fc.oneof(names, fc.string()), withNullPrototype: true, withBigInt: true }),
  fc.constantFrom<unknown>("x".repeat(100_000), [], [[]], {}, Number.NaN, -0, Symbol("type")),
  names,
);

/** A whole message in which one member, at any depth, is left out or is something else. */
function spoiled(
  messages: readonly object[],
): fc.Arbitrary<readonly [unknown, readonly string[], object]> {
  return fc
    .tuple(fc.constantFrom(...messages), fc.nat(), anything, fc.boolean())
    .map(([message, at, other, isLeftOut]) => {
      const copy = structuredClone(message) as Record<string, unknown>;
      const places = placesIn(copy);
      const path = places[at % places.length] ?? [];
      const name = path.at(-1) ?? "";
      const holder = path
        .slice(0, -1)
        .reduce<Record<string, unknown>>((inner, part) => inner[part] as typeof inner, copy);
      if (isLeftOut && !Array.isArray(holder)) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- what is left out has a name that chance chose
        delete holder[name];
      } else {
        holder[name] = other;
      }
      return [copy, path, message] as const;
    });
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const isInner = typeof value === "object" && value !== null && !(value instanceof ArrayBuffer);
  const inner = isInner
    ? Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, name]))
    : [];
  return path.length === 0 ? inner : [path, ...inner];
}

describe("messages of the pages to the host", () => {
  const pages = [
    { page: "panel", parse: parseFromPanel, messages: fromPanel, handle: handled(handleFromPanel) },
    {
      page: "timeline",
      parse: parseFromTimeline,
      messages: fromTimeline,
      handle: handled(handleFromTimeline),
    },
  ] as const;
  for (const { page, parse, messages, handle } of pages) {
    const whole = new Map<string, readonly string[]>(
      messages.map((message) => [message.type, Object.keys(message).sort()]),
    );
    const assertInert = (value: unknown): void => {
      const message = parse(value);
      if (message === undefined) {
        return;
      }
      assert.deepEqual(Object.keys(message).sort(), whole.get(message.type));
      for (const [name, part] of Object.entries(message)) {
        assert.ok(typeof part === "string", name);
        assert.ok(part.length <= 200 || name === "text", `${name} is ${part.length} long`);
      }
      assert.deepEqual(handle(message), [message.type]);
    };

    it(`of the ${page} are read when they are whole`, () => {
      assert.deepEqual(
        messages.map((message) => parse(structuredClone(message))),
        messages,
      );
    });

    it(`of the ${page} throw nothing and do nothing else, whatever they are`, () => {
      fc.assert(fc.property(anything, assertInert), { numRuns: 2_000 });
    });

    it(`of the ${page} throw nothing and do nothing else when a part of them is something else`, () => {
      fc.assert(
        fc.property(spoiled(messages), ([value, path]) => {
          assertInert(value);
          const [name = ""] = path;
          const part = (value as Record<string, unknown>)[name];
          if (typeof part !== "string") {
            assert.equal(parse(value), undefined);
          }
        }),
        { numRuns: 2_000 },
      );
    });
  }

  it("count only with members of their own, in an object that is no list", () => {
    for (const value of [
      Object.assign([], { type: "ready" }),
      { type: "send", lineId: "1", text: " \n" },
      { type: "loadRaw", key: "7".repeat(201) },
      { type: "sendAgain", exchangeId: { toString: () => id } },
      { type: ["ready"] },
    ]) {
      assert.deepEqual([parseFromPanel(value), parseFromTimeline(value)], [undefined, undefined]);
    }
  });

  it("tell which timeline it was only with a profile and a stream that can be", () => {
    fc.assert(
      fc.property(
        fc.oneof(anything, fc.record({ profileId: anything, stream: anything })),
        (value) => {
          const identity = parseTimelineIdentity(value);
          if (identity) {
            assert.match(identity.stream, /^(?:session|\d{1,19})$/);
            assert.equal(typeof identity.profileId, "string");
          }
        },
      ),
    );
  });
});

describe("messages of the host to the pages", () => {
  const pages = [
    { page: "panel", isWhole: isToPanel, messages: toPanel as readonly object[] },
    { page: "timeline", isWhole: isToTimeline, messages: toTimeline as readonly object[] },
  ];
  for (const { page, isWhole, messages } of pages) {
    it(`are taken by the ${page} when they are whole`, () => {
      for (const message of messages) {
        assert.ok(isWhole(structuredClone(message)), JSON.stringify(message));
      }
    });

    it(`are judged by the ${page} without an error, whatever they are`, () => {
      fc.assert(
        fc.property(anything, (value) => {
          assert.equal(isWhole(value), false);
        }),
        { numRuns: 1_000 },
      );
    });

    it(`are left alone by the ${page} when a part of them is of another type`, () => {
      fc.assert(
        fc.property(spoiled(messages), ([value, path, message]) => {
          const [before, after] = [typeIn(message, path), typeIn(value, path)];
          if (after !== before && after !== "undefined") {
            assert.equal(isWhole(value), false, `${path.join()}: ${before} became ${after}`);
          }
        }),
        { numRuns: 2_000 },
      );
    });
  }
});

/** The type of what stands at a path; "undefined" where nothing does. */
function typeIn(value: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (inner, part) => (inner as Record<string, unknown> | undefined)?.[part],
    value,
  );
  return found === null ? "null" : Array.isArray(found) ? "list" : typeof found;
}

/** The names of the handlers that a message calls. */
function handled(
  handle: (message: never, handlers: never) => void,
): (message: { readonly type: string }) => string[] {
  return (message) => {
    const called: string[] = [];
    const handlers = new Proxy(
      {},
      {
        get: (_, name) => () => {
          called.push(String(name));
        },
      },
    );
    handle(message as never, handlers as never);
    return called;
  };
}
