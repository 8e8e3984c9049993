import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Engagement, EngagementState } from "../../../src/engagements/engagement";
import type { TimelineHeader } from "../../../src/panel/timelineView";
import { engagementHeader, sessionHeader, timelineTabTitle } from "../../../src/ui/timelineHeader";

const since = 1_760_000_000_000;
const active = { kind: "active", since } as const;

function engagement(state: EngagementState, more: Partial<Engagement> = {}): Engagement {
  return { id: 1000n, state, customer: {}, unknownMessages: 0, ...more };
}

function headerOf(state: EngagementState, more: Partial<Engagement> = {}): TimelineHeader {
  return engagementHeader("1000", engagement(state, more), undefined);
}

/** State, buttons and answer line as one sentence. */
function sentence({ state, acts, answerLine }: TimelineHeader): string {
  const line = answerLine.kind === "open" ? answerLine.hint || "open" : answerLine.kind;
  return `${state?.text ?? ""} | ${acts.map(({ act }) => act).join(" ")} | ${line}`;
}

describe("engagementHeader", () => {
  it("offers what could apply in each state, and a line to answer in while it is active", () => {
    const all = "accept decline conclude reroute release";
    const unsure = "The server has not told that this agent holds it: it may refuse the line.";
    const states: readonly (readonly [EngagementState, string])[] = [
      [{ kind: "tracked", since }, `tracked by hand | ${all} | ${unsure}`],
      [{ kind: "seen", since }, `seen | ${all} | ${unsure}`],
      [{ kind: "offered", since }, "offered | accept decline | closed"],
      [active, "active | conclude reroute | open"],
      [{ kind: "wrapUp", since, by: "agent" }, "wrap-up | release | closed"],
      [{ kind: "ended", since, how: "released" }, "released |  | closed"],
      [
        { kind: "sending", act: "conclude", token: "t", since, until: since + 1, before: active },
        "concluding… |  | closed",
      ],
      [
        { kind: "unknownOutcome", since, act: "conclude", reason: "timeout", before: active },
        "outcome unknown: no answer came within the limit | conclude reroute release | Where the engagement stands is not known: the line may be refused.",
      ],
      [
        {
          kind: "unknownOutcome",
          since,
          act: "release",
          reason: "gateway",
          before: { kind: "wrapUp", since, by: "agent" },
        },
        "outcome unknown: a gateway answered in the chat server's place | release | closed",
      ],
    ];
    for (const [state, expected] of states) {
      assert.equal(sentence(headerOf(state)), expected);
    }
  });

  it("tells the customer, what they asked, whether they are there, and the last refusal", () => {
    const header = headerOf(active, {
      customer: { name: "Ada", question: "Why?", presence: "absent", isTyping: true },
      queue: "Orders",
      lastRefusal: { act: "post", kind: "refused", status: 400, exceptionCode: "BAD_REQUEST" },
    });
    assert.equal(header.title, "Engagement 1000");
    assert.equal(header.customer, "Ada");
    assert.equal(header.question, "Why?");
    assert.equal(header.queue, "Orders");
    assert.deepEqual(header.presence, { text: "absent", tone: "warning" });
    assert.equal(
      header.warning,
      "The last attempt to send a line did nothing: HTTP 400 BAD_REQUEST.",
    );
    const isTyping = headerOf(active, { customer: { isTyping: true } });
    assert.equal(isTyping.presence?.text, "typing…");
  });

  it("closes the line of an engagement that is not known any more", () => {
    const header = engagementHeader("1000", undefined, undefined);
    assert.equal(sentence(header), " |  | closed");
  });
});

describe("sessionHeader", () => {
  it("has neither buttons nor a line to answer in", () => {
    assert.equal(sentence(sessionHeader(undefined)), " |  | none");
  });
});

describe("timelineTabTitle", () => {
  it("is the id, with the customer's name once it is known", () => {
    assert.equal(timelineTabTitle("1000", undefined), "1000");
    const known = engagement(active, { customer: { name: "Ada Lindgren" } });
    assert.equal(timelineTabTitle("1000", known), "1000 · Ada Lindgren");
  });
});
