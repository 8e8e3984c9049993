import { type PropertyOwner, settableProperties } from "../chat/settableProperties";
import { type Answer, type Explanation, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { Call, Handlers } from "./call";
import { answerAct } from "./engagementAnswers";

/** What the chat server does for the properties of an engagement. */
export const propertyHandlers: Handlers<"setEngagementProperty" | "modifyProperties"> = {
  setEngagementProperty(state, call) {
    const { engagementId, name, type, value } = call.body;
    if (!settableProperties.setEngagementProperty[type].includes(name)) {
      return refusePair(call);
    }
    const outcome = state.agents.setProperties(call.caller, engagementId, type, { [name]: value });
    return answerAct(state, call, "active", outcome);
  },

  modifyProperties(state, call) {
    const {
      engagementId,
      type = assumptions.propertyOwner.value,
      propertiesMap = {},
      customFields = [],
    } = call.body;
    if (type !== "USER" && customFields.length > 0) {
      return invalid({
        came: `The request came with customFields for the type ${type}.`,
        expected: "customFields can be set for the type USER only.",
        remedy: 'Send "type": "USER", or leave customFields out.',
      });
    }
    const { set, notAllowed } = assumptions.propertyOutcomes.value;
    const allowed = settableProperties.modifyProperties[type];
    const isAllowed = ([name]: readonly [string, string]): boolean => allowed.includes(name);
    const given = Object.entries(propertiesMap);
    const properties = Object.fromEntries(given.filter(isAllowed));
    const { caller } = call;
    const outcome = state.agents.setProperties(
      caller,
      engagementId,
      type,
      properties,
      customFields,
    );
    return answerAct(state, call, "active", outcome, {
      own: {
        propertiesResultMap: Object.fromEntries(
          given.map((pair) => [pair[0], isAllowed(pair) ? set : notAllowed]),
        ),
      },
    });
  },
};

function refusePair({ body: { name, type } }: Call<"setEngagementProperty">): Answer {
  const { setEngagementProperty, modifyProperties } = settableProperties;
  const isOther = modifyProperties[type].includes(name);
  return invalid({
    came: `The request came for the property ${name} of the type ${type}.`,
    expected: `With setEngagementProperty, ${owners
      .map((owner) => `${owner} has ${setEngagementProperty[owner].join(", ")}`)
      .join("; ")}.`,
    remedy: isOther
      ? `Send modifyProperties, whose page allows ${name} for ${type}, or one of these properties.`
      : "Send one of these properties with its type.",
  });
}

const owners: readonly PropertyOwner[] = ["ENGAGEMENT", "USER"];

function invalid(explanation: Explanation): Answer {
  return refusal("chatServer", assumptions.invalidRequest.value, explanation);
}
