import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  handleFromTimeline,
  parseFromTimeline,
  parseTimelineIdentity,
  type FromTimeline,
} from "../../../src/panel/timelineProtocol";

const messages: readonly FromTimeline[] = [
  { type: "ready" },
  { type: "copyMarkdown" },
  { type: "send", lineId: "1", text: "Hello" },
  { type: "showAnswer", exchangeId: "e1" },
  { type: "loadRaw", key: "7" },
  { type: "act", act: "conclude" },
];

describe("parseFromTimeline", () => {
  it("reads every message of the page, and nothing but what belongs to it", () => {
    for (const message of messages) {
      assert.deepEqual(parseFromTimeline({ ...message, more: 1 }), message);
    }
  });

  it("takes nothing that misses a part, has one of another type, or is not ours", () => {
    const foreign = [
      undefined,
      null,
      "ready",
      {},
      { type: "send", lineId: "1" },
      { type: "send", lineId: 1, text: "Hello" },
      { type: "showAnswer" },
      { type: "loadRaw", key: 7 },
      { type: "act", act: "post" },
      { type: "act", act: "logoff" },
      { type: "eval", text: "1" },
    ];
    for (const value of foreign) {
      assert.equal(parseFromTimeline(value), undefined, JSON.stringify(value));
    }
  });
});

describe("handleFromTimeline", () => {
  it("calls the one handler of a message", () => {
    const called: FromTimeline[] = [];
    const take = (message: FromTimeline): void => {
      called.push(message);
    };
    for (const message of messages) {
      handleFromTimeline(message, {
        ready: take,
        copyMarkdown: take,
        send: take,
        showAnswer: take,
        loadRaw: take,
        act: take,
      });
    }
    assert.deepEqual(called, messages);
  });
});

describe("parseTimelineIdentity", () => {
  it("reads which timeline it was, with the highest id there is and the session's", () => {
    for (const stream of ["1000", "9223372036854775807", "session"]) {
      const identity = { profileId: "p1", stream };
      assert.deepEqual(parseTimelineIdentity({ ...identity, draft: "x" }), identity);
    }
  });

  it("takes nothing that is no stream's name", () => {
    for (const stream of [undefined, 1000, "", "-1", "1e3", "../x", "92233720368547758070"]) {
      assert.equal(parseTimelineIdentity({ profileId: "p1", stream }), undefined);
    }
    assert.equal(parseTimelineIdentity({ stream: "1000" }), undefined);
    assert.equal(parseTimelineIdentity(undefined), undefined);
  });
});
