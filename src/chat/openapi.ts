import { writeJson } from "../util/json";
import type { Evidence } from "./evidence";
import { exceptionCodes } from "./exceptionCodes";
import { bodySchema, responseSchema, type JsonSchema } from "./jsonSchema";
import {
  allOperations,
  type CredentialsKind,
  type Operation,
  type OperationGroup,
} from "./operations";

/**
 * The text of the OpenAPI 3.1 document of every operation, derived from their descriptors: the same
 * facts give the same text. It ends in a line break.
 */
export function openApiText(): string {
  return `${writeJson(openApiDocument(), 2)}\n`;
}

/** The document as values for `writeJson`. */
function openApiDocument(): JsonSchema {
  const all = Object.values(allOperations);
  return {
    openapi: "3.1.0",
    info: {
      title: "REST API for Chat in Oracle B2C Service",
      version: "v1",
      summary: "The Agent API with its sign-in, and the Consumer API.",
      description: aboutDocument,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [
      server("origin", "https://chat.example.com", "The chat server, as the site names it."),
    ],
    tags: Object.entries(groups).map(([, tag]) => tag),
    paths: Object.fromEntries(all.map((operation) => [pathOf(operation), pathItem(operation)])),
    components: {
      schemas: {
        ...Object.fromEntries(
          all.map((operation) => [answerName(operation), responseSchema(operation)]),
        ),
        ChatServerError: chatServerError,
        SiteError: siteError,
      },
      parameters,
      securitySchemes,
    },
  };
}

const aboutDocument = [
  "An unofficial description, made from Oracle's public documentation and public sample clients. It is not Oracle's.",
  "Each fact says in `x-evidence` how it is known: `documented` in Oracle's public text, seen in a `sampleClient`, or `assumed`. `x-source` names the page. What could not be seen is said in the descriptions and left open: answers may hold members that are not listed, texts of answers may have values that are not listed, and no member of an answer is required but those without which a client cannot go on.",
  "Identifiers are integers of 64 bits: read them with their digits kept, or take the twin with the suffix `String`.",
].join("\n\n");

const groups: Readonly<Record<OperationGroup, JsonSchema>> = {
  signIn: {
    name: "Sign-in",
    description: "Two calls to the site, and the one that begins an agent's session.",
  },
  agentSession: {
    name: "Agent session",
    description: "What an agent does with its session as a whole.",
  },
  engagement: { name: "Engagement", description: "What an agent does with one engagement." },
  consumer: {
    name: "Consumer",
    description: "What a customer's client does, and the site's call before it.",
  },
};

const parameters = {
  FqSiteName: {
    name: "fqSiteName",
    in: "path",
    required: true,
    description: "The fully qualified site name, `siteName` of the site's answer.",
    schema: { type: "string" },
    example: "day001_221100_sql_001h",
    "x-evidence": "documented" satisfies Evidence,
  },
  Pool: {
    name: "pool",
    in: "query",
    required: true,
    description:
      "The chat server pool. The agent's pages have it in every example and in no list of parameters, so that it is required there is assumed; for consumers it is documented. It can change while a session lives.",
    schema: { type: "string" },
    example: "297:1",
    "x-evidence": "documented" satisfies Evidence,
  },
  OptionalPool: {
    name: "pool",
    in: "query",
    required: false,
    description: "The chat server pool.",
    schema: { type: "string" },
    example: "297:1",
    "x-evidence": "documented" satisfies Evidence,
  },
  ApplicationContext: {
    name: "OSvC-CREST-Application-Context",
    in: "header",
    required: true,
    description: "A free comment; one that is too long is a bad request.",
    schema: { type: "string", maxLength: 40 },
    "x-evidence": "documented" satisfies Evidence,
  },
  ConsumerApplicationContext: {
    name: "OSvC-CREST-Application-Context",
    in: "header",
    required: false,
    description:
      "A free comment. Oracle's sample client sends it; that the page requires it here too was not seen.",
    schema: { type: "string", maxLength: 40 },
    "x-evidence": "sampleClient" satisfies Evidence,
  },
} as const;

const securitySchemes = {
  basic: {
    type: "http",
    scheme: "basic",
    description: "User name and password of an account of the site.",
  },
  agentToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The sessionToken of agentTokens.",
  },
  sessionId: {
    type: "apiKey",
    in: "header",
    name: "X-JSESSIONID",
    description: "The sessionId of createAutomatedAgentSession.",
  },
  accountId: {
    type: "apiKey",
    in: "header",
    name: "X-AID",
    description: "The agent's account id, which goes with X-JSESSIONID.",
  },
  consumerToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The channelToken of establishSessions.",
  },
  consumerSessionId: {
    type: "apiKey",
    in: "header",
    name: "SessionId",
    description: "The sessionId of requestEngagement.",
  },
} as const;

/** Schemes of one object are all needed. */
const security: Readonly<
  Record<CredentialsKind, readonly Partial<Record<keyof typeof securitySchemes, readonly []>>[]>
> = {
  basic: [{ basic: [] }],
  bearer: [{ agentToken: [] }],
  session: [{ sessionId: [], accountId: [] }],
  consumerToken: [{ consumerToken: [] }],
  consumerSession: [{ consumerSessionId: [] }],
  none: [],
};

const chatServerError: JsonSchema = {
  type: "object",
  description:
    "The body of an error. The pages say only that it is an object; the two members are what Oracle's sample client reads.",
  properties: {
    exceptionCode: {
      anyOf: [{ type: "string", enum: Object.keys(exceptionCodes) }, { type: "string" }],
      description: "The exception code. Which codes go with which status is not documented.",
      "x-evidence": "sampleClient" satisfies Evidence,
    },
    message: {
      type: "string",
      description: "What is wrong, in words.",
      "x-evidence": "sampleClient" satisfies Evidence,
    },
  },
};

const siteError: JsonSchema = {
  type: "object",
  description: "The body of an error of the site; it was not seen.",
  properties: {
    detail: {
      type: "string",
      description:
        "What is wrong, in words: Oracle's sample client falls back to this member. That it is the site's is assumed.",
      "x-evidence": "assumed" satisfies Evidence,
    },
  },
};

function server(name: string, example: string, description: string): JsonSchema {
  return {
    url: `{${name}}`,
    description,
    variables: { [name]: { default: example, description: "Scheme, host and port." } },
  };
}

function pathOf({ name, path, side }: Operation): string {
  return path ?? `/engagement/api/${side}/{fqSiteName}/v1/${name}`;
}

function pathItem(operation: Operation): JsonSchema {
  const { method, place } = operation;
  return {
    ...(place === "site" && {
      servers: [server("siteOrigin", "https://site.example.com", "The B2C Service site.")],
    }),
    [method.toLowerCase()]: operationObject(operation),
  };
}

function operationObject(operation: Operation): JsonSchema {
  const { credentials, does, evidence, exceptionCodes: codes, group, source, title } = operation;
  return {
    operationId: idOf(operation),
    tags: [groups[group]["name"]],
    summary: title,
    description: [does, codesText(operation)].filter((part) => part !== "").join("\n\n"),
    security: security[credentials],
    parameters: parametersOf(operation),
    ...requestBody(operation),
    responses: responsesOf(operation),
    ...(codes.length > 0 && { "x-exception-codes": codes }),
    "x-evidence": evidence,
    "x-source": source,
  };
}

/** Both sides have operations of the same name. */
function idOf({ name, side }: Operation): string {
  return side === "agent" ? name : `consumer${upperFirst(name)}`;
}

function answerName(operation: Operation): string {
  return `${upperFirst(idOf(operation))}Answer`;
}

function codesText({ exceptionCodes: codes, place }: Operation): string {
  if (codes.length === 0) {
    return place === "site" ? "" : "Which exception codes it has was not seen.";
  }
  const lines = codes.map((code) => `- \`${code}\`: ${exceptionCodes[code].meaning}`);
  return ["Exception codes that the page lists, without their statuses:\n", ...lines].join("\n");
}

function parametersOf(operation: Operation): readonly JsonSchema[] {
  const { place, pool, queryParameter, side } = operation;
  const refer = (name: keyof typeof parameters) => ({ $ref: `#/components/parameters/${name}` });
  if (place === "site") {
    return [refer(side === "agent" ? "ApplicationContext" : "ConsumerApplicationContext")];
  }
  return [
    refer("FqSiteName"),
    ...(pool === "none" ? [] : [refer(pool === "required" ? "Pool" : "OptionalPool")]),
    ...(queryParameter === undefined
      ? []
      : [
          {
            name: queryParameter.name,
            in: "query",
            required: true,
            description:
              queryParameter.evidence === "documented"
                ? "A JSON object, encoded for a URL."
                : "A JSON object, encoded for a URL. The page does not tell the parameter's name: it is that of the consumer's operations.",
            content: { [json]: { schema: bodySchema(operation) } },
            "x-evidence": queryParameter.evidence,
          },
        ]),
  ];
}

const json = "application/json";

function requestBody(operation: Operation): JsonSchema {
  const { body, method, place } = operation;
  if (method === "GET") {
    return {};
  }
  const fields = Object.values(body);
  if (fields.length === 0 && place === "site") {
    return {
      requestBody: {
        required: false,
        description:
          "The page allows an empty body only; Oracle's sample client sends an empty object.",
        content: { [json]: { schema: { type: "object", maxProperties: 0 } } },
      },
    };
  }
  const isRequired = fields.some(({ required }) => required);
  return {
    requestBody: {
      required: isRequired,
      description: isRequired
        ? "JSON in UTF-8."
        : "JSON in UTF-8. No member is known to be required; whether the body can be left out is not known, so send an empty object at least.",
      content: { [json]: { schema: bodySchema(operation) } },
    },
  };
}

function responsesOf(operation: Operation): JsonSchema {
  const { hasUnseenStatuses, place, statuses } = operation;
  const error = place === "chatServer" ? "ChatServerError" : "SiteError";
  const refusal = (description: string, evidence: Evidence) => ({
    description,
    content: { [json]: { schema: { $ref: `#/components/schemas/${error}` } } },
    "x-evidence": evidence,
  });
  const listed = Object.entries(statuses).filter(([status]) => status !== "200");
  return {
    200: {
      description: statuses[200] ?? "A success. The page's list of statuses was not seen.",
      content: { [json]: { schema: { $ref: `#/components/schemas/${answerName(operation)}` } } },
      "x-evidence": (200 in statuses ? "documented" : "assumed") satisfies Evidence,
    },
    ...Object.fromEntries(
      listed.map(([status, meaning]) => [status, refusal(meaning, "documented")]),
    ),
    ...(hasUnseenStatuses && {
      "4XX": refusal("The request is refused. Which statuses there are was not seen.", "assumed"),
      default: refusal("Any other status; which there are was not seen.", "assumed"),
    }),
  };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
