import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { Agent, type Chat, type Fields, twoAccounts, withActive, withChat } from "./chatSetup";
import { type Consumer, consumerOf } from "./consumerSetup";
import { assertRefused, signIn } from "./setup";

const active = "The active engagements of this simulator are 1000.";
const remedy = "Send the id of an active engagement, or restart the simulator to have all again.";

/** A consumer who is in the chat with the agent; what both were told on the way is read. */
async function withConsumer(
  test: (chat: Chat & { readonly consumer: Consumer }) => Promise<void>,
): Promise<void> {
  await withChat({}, async (chat) => {
    await chat.agent.goAvailable();
    const consumer = await consumerOf(chat.simulator, { firstName: "Ada" });
    await chat.agent.acknowledge(consumer.engagementId, "ACCEPT");
    await consumer.messages();
    await test({ ...chat, consumer });
  });
}

function propertiesOf({ simulator }: Chat): unknown {
  const [engagement] = simulator.engagements;
  assert.ok(engagement);
  return engagement.properties;
}

function without(answer: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));
}

const times = ["serviceStartTime", "serviceFinishTime", "clientSendTime"] as const;
const common = { clientId: 939, clientIdString: "939" };

describe("setInteractionStatus of the simulator", () => {
  const status = { clientId: 939, engagementId: 1000, mode: "RESPONDING" };

  it("reaches the customer as the documented message", () =>
    withConsumer(async ({ agent, consumer, time }) => {
      await agent.done("setInteractionStatus", {
        ...status,
        sneakPreview: "Let me",
        sneakPreviewFocus: true,
        sneakPreviewInterval: 500,
        sneakPreviewState: "SERVICE_UNAVAILABLE",
      });
      const [message, ...others] = await consumer.messages();
      assert.deepEqual(others, []);
      assert.deepEqual(message, {
        messageName: "RNEngagementActivityChangedMessage",
        clientId: 939,
        clientIdString: "939",
        mode: "RESPONDING",
        engagementId: 1000,
        engagementIdString: "1000",
        sneakPreviewState: "SERVICE_UNAVAILABLE",
        sneakPreviewInterval: 500,
        sneakPreviewIntervalString: "500",
        sneakPreview: "Let me",
        sneakPreviewFocus: true,
        createdTime: new Date(time.now()).toISOString().replace(/\.\d+Z$/, "Z"),
        sequenceNumber: message?.["sequenceNumber"],
        sequenceNumberString: String(message?.["sequenceNumber"]),
      });
    }));

  it("fills in what was left out as the customer's own signal has it", () =>
    withConsumer(async ({ agent, consumer }) => {
      await agent.done("setInteractionStatus", { ...status, mode: "LISTENING" });
      const [message = {}] = await consumer.messages();
      assert.deepEqual(
        [
          message["mode"],
          message["sneakPreviewState"],
          message["sneakPreviewInterval"],
          message["sneakPreview"],
          message["sneakPreviewFocus"],
        ],
        ["LISTENING", "DISABLED", 3000, null, false],
      );
    }));

  it("is not told to a customer who must not see it", () =>
    withConsumer(async ({ agent, consumer }) => {
      await agent.done("setInteractionStatus", { ...status, visibility: "NOT_ENDUSER" });
      await agent.done("setInteractionStatus", { ...status, visibility: "ALL" });
      assert.equal((await consumer.messages()).length, 1);
    }));

  it("answers with the common members only", () =>
    withActive({}, async ({ agent, simulator }) => {
      const answer = await agent.done("setInteractionStatus", { ...status, sequenceNumber: 7 });
      assert.deepEqual(without(answer, ...times), {
        ...{ ...common, sessionId: simulator.sessionId },
        ...{ sequenceNumber: 7, sequenceNumberString: "7" },
      });
    }));

  it("refuses and explains an engagement that it does not know, as concludeChat does", () =>
    withActive({}, async ({ agent }) => {
      assertRefused(
        await agent.call("setInteractionStatus", { ...status, engagementId: 7 }),
        400,
        "BAD_REQUEST",
        `The request came for engagement 7. ${active} Engagement 7 is not known to this simulator. ${remedy}`,
      );
    }));

  it("refuses and explains a mode that the page does not list", () =>
    withActive({}, async ({ agent }) => {
      assertRefused(
        await agent.call("setInteractionStatus", { ...status, mode: "AWAY" }),
        400,
        "BAD_REQUEST",
        'The member mode is a string: "AWAY". mode must be one of LISTENING, RESPONDING. Send mode as one of these, in the same letter case.',
      );
    }));
});

describe("setEngagementProperty of the simulator", () => {
  it("keeps what was set with the engagement, the last value of a name", () =>
    withActive({}, async (chat) => {
      for (const [type, name, value] of [
        ["USER", "QUESTION", "Why?"],
        ["USER", "PRODUCT_ID", "7"],
        ["ENGAGEMENT", "INCIDENT_ID", "9223372036854775808"],
        ["USER", "QUESTION", "How?"],
      ]) {
        await chat.agent.done("setEngagementProperty", { engagementId: 1000, type, name, value });
      }
      assert.deepEqual(propertiesOf(chat), {
        ENGAGEMENT: { INCIDENT_ID: "9223372036854775808" },
        USER: { QUESTION: "How?", PRODUCT_ID: "7" },
      });
    }));

  it("answers with the common members only", () =>
    withActive({}, async ({ agent, simulator }) => {
      const answer = await agent.done("setEngagementProperty", {
        ...{ engagementId: 1000, type: "USER", name: "QUESTION", value: "" },
      });
      assert.deepEqual(without(answer, ...times), { ...common, sessionId: simulator.sessionId });
    }));

  const pairs =
    "With setEngagementProperty, ENGAGEMENT has CONTACT_ID, INCIDENT_ID; USER has FIRST_NAME, LAST_NAME, QUESTION, PRODUCT_ID, CATEGORY_ID.";
  for (const [type, name, advice] of [
    [
      "USER",
      "EMAIL",
      "Send modifyProperties, whose page allows EMAIL for USER, or one of these properties.",
    ],
    [
      "USER",
      "CONTACT_ID",
      "Send modifyProperties, whose page allows CONTACT_ID for USER, or one of these properties.",
    ],
    ["ENGAGEMENT", "QUESTION", "Send one of these properties with its type."],
    ["USER", "INCIDENT_ID", "Send one of these properties with its type."],
  ] as const) {
    it(`refuses and explains ${name} of ${type}`, () =>
      withActive({}, async (chat) => {
        assertRefused(
          await chat.agent.call("setEngagementProperty", {
            ...{ engagementId: 1000, type, name, value: "7" },
          }),
          400,
          "BAD_REQUEST",
          `The request came for the property ${name} of the type ${type}. ${pairs} ${advice}`,
        );
        assert.deepEqual(propertiesOf(chat), { ENGAGEMENT: {}, USER: {} });
      }));
  }

  it("refuses what is wanted for an engagement that is in wrap-up or not there", () =>
    withActive({}, async (chat) => {
      const property = { type: "USER", name: "QUESTION", value: "Why?" };
      const set = (engagementId: number): Promise<string> =>
        chat.agent.refused("setEngagementProperty", { engagementId, ...property });
      assert.equal(await set(7), "400 BAD_REQUEST");
      await chat.agent.done("concludeChat", { engagementId: 1000 });
      assert.equal(await set(1000), "400 BAD_REQUEST");
      assert.deepEqual(propertiesOf(chat), { ENGAGEMENT: {}, USER: {} });
    }));
});

describe("modifyProperties of the simulator", () => {
  it("tells the outcome of each property, and sets those that the type has", () =>
    withActive({}, async (chat) => {
      const answer = await chat.agent.done("modifyProperties", {
        engagementId: 1000,
        type: "USER",
        propertiesMap: { EMAIL: "ada@example.com", CONTACT_ID: "7", INCIDENT_ID: "8", AGE: "36" },
      });
      assert.deepEqual(without(answer, ...times), {
        propertiesResultMap: {
          EMAIL: "SIM_SET",
          CONTACT_ID: "SIM_SET",
          INCIDENT_ID: "SIM_NOT_ALLOWED",
          AGE: "SIM_NOT_ALLOWED",
        },
        ...{ ...common, sessionId: chat.simulator.sessionId },
      });
      assert.deepEqual(propertiesOf(chat), {
        ENGAGEMENT: {},
        USER: { EMAIL: "ada@example.com", CONTACT_ID: "7" },
      });
    }));

  it("takes a request without a type for one about the user", () =>
    withActive({}, async (chat) => {
      const propertiesMap = { FIRST_NAME: "Ada", INCIDENT_ID: "8" };
      await chat.agent.done("modifyProperties", { engagementId: 1000, propertiesMap });
      assert.deepEqual(propertiesOf(chat), { ENGAGEMENT: {}, USER: { FIRST_NAME: "Ada" } });
    }));

  it("keeps custom fields of the user by name", () =>
    withActive({}, async ({ agent, simulator }) => {
      for (const value of ["red", "blue"]) {
        await agent.done("modifyProperties", {
          engagementId: 1000,
          type: "USER",
          customFields: [{ name: "c$colour", type: "STRING", value }],
        });
      }
      assert.deepEqual(simulator.engagements[0]?.customFields, [
        { name: "c$colour", type: "STRING", value: "blue" },
      ]);
    }));

  it("refuses and explains custom fields of an engagement", () =>
    withActive({}, async (chat) => {
      assertRefused(
        await chat.agent.call("modifyProperties", {
          engagementId: 1000,
          type: "ENGAGEMENT",
          propertiesMap: { INCIDENT_ID: "8" },
          customFields: [{ name: "c$colour" }],
        }),
        400,
        "BAD_REQUEST",
        'The request came with customFields for the type ENGAGEMENT. customFields can be set for the type USER only. Send "type": "USER", or leave customFields out.',
      );
      assert.deepEqual(propertiesOf(chat), { ENGAGEMENT: {}, USER: {} });
    }));

  const members =
    "customFields must be an array of objects, each with a name, and with a type where it has a value.";
  const send = "Send customFields as an array of objects with name, type and value.";
  for (const [customFields, message] of [
    [{}, `The member customFields is an object: {}. ${members} ${send}`],
    [
      [7],
      `The member customFields is an array whose element 1 is a number. ${members} It is no object. ${send}`,
    ],
    [
      [{ name: "a" }, {}],
      `The member customFields is an array whose element 2 is an object. ${members} Its name is no text. ${send}`,
    ],
    [
      [{ name: "a", value: 1 }],
      `The member customFields is an array whose element 1 is an object. ${members} It has a value and no type. ${send}`,
    ],
    [
      [{ name: "a", type: "INT" }],
      `The member customFields is an array whose element 1 is an object. ${members} Its type is "INT", which is none of BOOLEAN, DATE, DATETIME, INTEGER, LONG, STRING, DECIMAL. ${send}`,
    ],
  ] as const) {
    it(`refuses and explains ${JSON.stringify(customFields)} as custom fields`, () =>
      withActive({}, async ({ agent }) => {
        const answer = await agent.call("modifyProperties", { engagementId: 1000, customFields });
        assertRefused(answer, 400, "BAD_REQUEST", message);
      }));
  }

  it("refuses and explains a property that is no text", () =>
    withActive({}, async ({ agent }) => {
      const propertiesMap = { PRODUCT_ID: 7 };
      assertRefused(
        await agent.call("modifyProperties", { engagementId: 1000, propertiesMap }),
        400,
        "BAD_REQUEST",
        "The member propertiesMap is an object. propertiesMap must be an object in which each member is a string. Its member 'PRODUCT_ID' is a number: 7. Send propertiesMap as a JSON object with a string for each name.",
      );
    }));

  it("refuses what is wanted for the engagement of another session", () =>
    withActive({ accounts: twoAccounts }, async ({ simulator }) => {
      const other = new Agent(simulator, await signIn(simulator, 1), "13");
      const refused = await other.refused("modifyProperties", { engagementId: 1000 });
      assert.equal(refused, "400 BAD_REQUEST");
    }));
});

describe("retrieveAgentsAndQueues of the simulator", () => {
  const none = {
    id: 1,
    includeAgentInformation: false,
    includeQueueInformation: false,
    includeQueueStatistics: false,
  };

  it("lists nothing that was not asked for", () =>
    withChat({}, async ({ agent, simulator }) => {
      const answer = await agent.done("retrieveAgentsAndQueues", none);
      assert.deepEqual(without(answer, ...times), {
        agents: [],
        queues: {},
        ...{ ...common, sessionId: simulator.sessionId },
      });
    }));

  it("lists the queues by id, with their statistics where they are wanted", () =>
    withActive({}, async ({ agent, simulator }) => {
      simulator.consumers.requestEngagement();
      const wanted = { ...none, includeQueueInformation: true };
      const plain = await agent.done("retrieveAgentsAndQueues", wanted);
      const counted = await agent.done("retrieveAgentsAndQueues", {
        ...wanted,
        includeQueueStatistics: true,
      });
      const queues = plain["queues"] as Readonly<Record<string, Fields>>;
      const [id = "", escalation = ""] = Object.keys(queues);
      assert.equal(Object.keys(queues).length, 2);
      assert.deepEqual([queues[id]?.["queueIdString"], queues[id]?.["profileIdsList"]], [id, []]);
      assert.equal("simWaiting" in (queues[id] ?? {}), false);
      const statistics = counted["queues"] as typeof queues;
      assert.deepEqual(
        [id, escalation].map((name) => [
          statistics[name]?.["simWaiting"],
          statistics[name]?.["simAvailableAgents"],
        ]),
        [
          [1, 1],
          [0, 1],
        ],
      );
    }));

  it("lists the agents who are there, with what they do", () =>
    withActive({}, async ({ agent }) => {
      const wanted = { ...none, includeAgentInformation: true, type: "ANY" };
      const { agents } = await agent.done("retrieveAgentsAndQueues", wanted);
      assert.deepEqual(agents, [
        {
          ...{ clientId: 939, clientIdString: "939", simAccountId: "12", simName: "agent" },
          ...{ simStatus: "AVAILABLE", simEngagements: 1, mediaList: [] },
        },
      ]);
    }));

  it("lists no agent who has logged off", () =>
    withChat({ accounts: twoAccounts }, async ({ agent, simulator }) => {
      const other = new Agent(simulator, await signIn(simulator, 1), "13");
      const wanted = { ...none, includeAgentInformation: true, type: "ANY" };
      const namesSeen = async (): Promise<readonly unknown[]> => {
        const { agents } = await other.done("retrieveAgentsAndQueues", wanted);
        return (agents as readonly Fields[]).map(({ simName }) => simName);
      };
      assert.deepEqual(await namesSeen(), ["agent", "bot"]);
      await agent.done("logoff", { forceLogoff: true });
      assert.deepEqual(await namesSeen(), ["bot"]);
    }));

  for (const type of [undefined, ""]) {
    it(`refuses and explains the wish for agents with the type ${JSON.stringify(type)}`, () =>
      withChat({}, async ({ agent }) => {
        const wanted = { ...none, includeAgentInformation: true };
        assertRefused(
          await agent.call("retrieveAgentsAndQueues", {
            ...wanted,
            ...(type !== undefined && { type }),
          }),
          400,
          "INVALID_FIELD",
          'The request asks for agents and came without a type. id and type must be given when includeAgentInformation is true. Add "type" with a text: its values are not public, and this simulator takes any.',
        );
      }));
  }
});
