import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { basic, call, type Changes, textIn, tokenOf, withSimulator } from "./setup";

const accounts = [
  { userName: "ada", password: "pässword: with colon", accountId: "12" },
  { userName: "bob", password: "other", accountId: "13" },
];
const contextHeader = "OSvC-CREST-Application-Context";
const expectedBasic =
  "It must be Basic with user name and password of an account of this simulator: ada, bob.";
const sendBasic = "Send user name and password of such an account.";
const cameWith = (authorization: string): string =>
  `The header Authorization came with ${authorization.length} characters, which are not repeated here.`;

describe("serviceSettings of the simulator", () => {
  it("answers with the documented members, which lead back to the simulator", () =>
    withSimulator({ site: "acme_sql_001h", pool: "1:2" }, async (simulator) => {
      const answer = await call(simulator, "serviceSettings");
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
      assert.equal(
        answer.text,
        `{
  "domain": "127.0.0.1",
  "pool": "1:2",
  "port": ${simulator.port},
  "siteName": "acme_sql_001h",
  "links": [
    {
      "rel": "describedby",
      "href": "http://127.0.0.1:${simulator.port}/services/rest/crossChannelServices/v1.4/serviceSettings",
      "mediaType": "application/schema+json"
    }
  ]
}`,
      );
    }));

  it("names another chat server when it is told to", () =>
    withSimulator(
      { settingsDomain: "chat.example.invalid", settingsPort: 8084 },
      async (simulator) => {
        const { domain, port } = JSON.parse(
          (await call(simulator, "serviceSettings")).text,
        ) as Record<string, unknown>;
        assert.deepEqual([domain, port], ["chat.example.invalid", 8084]);
      },
    ));
});

describe("agentTokens of the simulator", () => {
  it("answers with a JWT in form, bound to the account and the same in each run", () =>
    withSimulator({ accounts }, async (simulator) => {
      const answer = await call(simulator, "agentTokens");
      assert.equal(answer.status, 200);
      assert.deepEqual(Object.keys(JSON.parse(answer.text) as object), ["sessionToken"]);
      const [header = "", claims = "", signature] = textIn(answer, "sessionToken").split(".");
      const read = (part: string): unknown =>
        JSON.parse(Buffer.from(part, "base64url").toString()) as unknown;
      assert.deepEqual(read(header), { alg: "HS256", typ: "JWT" });
      assert.deepEqual(read(claims), { sub: "12", jti: "1" });
      assert.equal(
        signature,
        createHmac("sha256", "simulator").update(`${header}.${claims}`).digest("base64url"),
      );
      const [, later = ""] = (await tokenOf(simulator, 1)).split(".");
      assert.deepEqual(read(later), { sub: "13", jti: "2" });
    }));

  for (const [name, body, type] of [
    ["no body", "", undefined],
    ["blanks", " \r\n", undefined],
    ["an empty object, as the sample client sends it", "{}", "application/json"],
    ["an empty object with blanks", " {\n}\n", "application/json"],
  ] as const) {
    it(`takes ${name}`, () =>
      withSimulator({ accounts }, async (simulator) => {
        const changes = { body, headers: { "Content-Type": type } };
        assert.equal((await call(simulator, "agentTokens", changes)).status, 200);
      }));
  }
});

const refusals: readonly {
  readonly name: string;
  readonly changes: Changes;
  readonly status: number;
  readonly detail: string;
}[] = [
  {
    name: "a missing Authorization",
    changes: { headers: { Authorization: undefined } },
    status: 401,
    detail: `The request came without the header Authorization. ${expectedBasic} ${sendBasic}`,
  },
  ...[
    "Bearer abc",
    "Basic",
    "Basic a-b_",
    `Basic ${Buffer.from("no colon").toString("base64")}`,
  ].map((authorization) => ({
    name: `'${authorization}' as Authorization`,
    changes: { headers: { Authorization: authorization } },
    status: 401,
    detail: `${cameWith(authorization)} ${expectedBasic} It is not Basic, a blank, and USER:PASSWORD in Base64. ${sendBasic}`,
  })),
  ...["eve", "ADA", ""].map((userName) => ({
    name: `the user name '${userName}'`,
    changes: { headers: { Authorization: basic(userName, "pässword: with colon") } },
    status: 401,
    detail: `${cameWith(basic(userName, "pässword: with colon"))} ${expectedBasic} It has another user name. ${sendBasic}`,
  })),
  ...["secret-of-a-real-site", "other", "", "pässword"].map((password) => ({
    name: `the password '${password}'`,
    changes: { headers: { Authorization: basic("ada", password) } },
    status: 401,
    detail: `${cameWith(basic("ada", password))} ${expectedBasic} The password is another than the account's. ${sendBasic}`,
  })),
  ...[undefined, ""].map((context) => ({
    name: context === undefined ? "a missing application context" : "an empty application context",
    changes: { headers: { [contextHeader]: context } },
    status: 400,
    detail:
      "The request came without the header OSvC-CREST-Application-Context. It must be a text of 1 to 40 characters that says what the call is for. Send the header OSvC-CREST-Application-Context with such a text.",
  })),
  {
    name: "an application context of 41 characters",
    changes: { headers: { [contextHeader]: "x".repeat(41) } },
    status: 400,
    detail:
      "The header OSvC-CREST-Application-Context came with 41 characters. It must be a text of 1 to 40 characters that says what the call is for. Send a text that is shorter.",
  },
  ...['{"a":1}', "[]", "{} {}", "null", "{"].map((body) => ({
    name: `the body ${body}`,
    changes: { body },
    status: 400,
    detail: `The body came with ${body.length} bytes. Only an empty body or {} is allowed. Send no body.`,
  })),
];

for (const operation of ["serviceSettings", "agentTokens"] as const) {
  describe(`${operation}: the simulator's checks`, () => {
    for (const { name, changes, status, detail } of refusals) {
      it(`refuse and explain ${name}, in the site's shape`, () =>
        withSimulator({ accounts }, async (simulator) => {
          const answer = await call(simulator, operation, changes);
          assert.deepEqual(JSON.parse(answer.text), { detail });
          assert.equal(answer.status, status);
          assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
          assert.equal(
            answer.headers["www-authenticate"],
            status === 401 ? 'Basic realm="simulator", charset="UTF-8"' : undefined,
          );
        }));
    }

    it("take an application context of 40 characters", () =>
      withSimulator({}, async (simulator) => {
        const answer = await call(simulator, operation, {
          headers: { [contextHeader]: "x".repeat(40) },
        });
        assert.equal(answer.status, 200);
      }));

    it("take any letter case of the scheme, and any account", () =>
      withSimulator({ accounts }, async (simulator) => {
        const Authorization = basic("bob", "other").replace("Basic", "basic");
        assert.equal(
          (await call(simulator, operation, { headers: { Authorization } })).status,
          200,
        );
      }));

    it("tell credentials before the application context and the body", () =>
      withSimulator({}, async (simulator) => {
        const headers = { Authorization: undefined, [contextHeader]: undefined };
        const answer = await call(simulator, operation, { headers, body: "x" });
        assert.equal(answer.status, 401);
        const later = await call(simulator, operation, {
          headers: { [contextHeader]: undefined },
          body: "x",
        });
        assert.match(textIn(later, "detail"), /without the header OSvC/);
      }));

    it("name the method to use when another came", () =>
      withSimulator({}, async (simulator) => {
        const method = operation === "agentTokens" ? "POST" : "GET";
        const answer = await call(simulator, operation, { method: "PUT" });
        assert.equal(answer.status, 405);
        assert.equal(answer.headers.allow, method);
        const path = simulator.requests[0]?.url ?? "";
        assert.deepEqual(JSON.parse(answer.text), {
          detail: `PUT ${path} came. This simulator serves ${method} ${path}. The method is PUT instead of ${method}. Send the request with ${method}.`,
        });
      }));
  });
}

describe("paths of the site", () => {
  it("are refused in the site's shape when they are not served", () =>
    withSimulator({}, async (simulator) => {
      const path = "/services/rest/crossChannelServices/latest/agentTokens/";
      const answer = await call(simulator, "agentTokens", { path });
      assert.equal(answer.status, 404);
      assert.equal(
        textIn(answer, "detail"),
        `POST ${path} came. This simulator serves POST /services/rest/crossChannelServices/latest/agentTokens. The path is '${path}' instead of '/services/rest/crossChannelServices/latest/agentTokens'. Check the site and the operation in the path, letter by letter.`,
      );
      const other = await call(simulator, "agentTokens", { path: "/services/rest/x" });
      assert.match(textIn(other, "detail"), /The path is none of these\./);
    }));

  it("may have a query", () =>
    withSimulator({}, async (simulator) => {
      const path = "/services/rest/crossChannelServices/latest/serviceSettings/1?x=/y";
      assert.equal((await call(simulator, "serviceSettings", { path })).status, 200);
      assert.equal(simulator.requests[0]?.operation, "serviceSettings");
    }));

  it("are no operations of the chat server", () =>
    withSimulator({}, async (simulator) => {
      const path = `/engagement/api/agent/${simulator.site}/v1/agentTokens?pool=${simulator.pool}`;
      const answer = await call(simulator, "agentTokens", { path });
      assert.equal(answer.status, 404);
      assert.match(textIn(answer, "message"), /The operation 'agentTokens' is not served\./);
      assert.equal(simulator.requests[0]?.operation, undefined);
    }));
});
