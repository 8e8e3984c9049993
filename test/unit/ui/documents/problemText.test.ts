import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { readRequestDocument } from "../../../../src/documents/requestDocument";
import { problemText } from "../../../../src/ui/documents/problemText";

/** The sentences about a document. */
function told(text: string): readonly string[] {
  return readRequestDocument(text).problems.map(problemText);
}

/** What is said of a document, and a text that is wrong in that way. */
const cases: readonly (readonly [text: string, said: string])[] = [
  ['{"operation" "x"}', "A colon is missing"],
  ['{"operation":"x"', "A closing brace } is missing."],
  ['{"operation":"x', "The quotation mark that ends this text is missing."],
  ['{"operation":}', "A value is missing here."],
  ["1", "A request document is an object, but this is a number."],
  ["{}", 'Add "operation"'],
  ['{"operation":"concludChat"}', "Did you mean “concludeChat”"],
  ['{"operation":"xyz"}', "Use one of these: serviceSettings, agentTokens"],
  ['{"operation":"getMessages","bdy":1}', "Did you mean “body”?"],
  [
    '{"operation":"getMessages","pool":1}',
    "must be a text in quotation marks, but this is a number",
  ],
  ['{"operation":"getMessages","pool":"1 1"}', "has blanks in it"],
  ['{"operation":"getMessages","bodyText":"","body":{}}', "Only one of"],
  ['{"operation":"serviceSettings","body":{}}', "is a GET without a body"],
  ['{"operation":"agentTokens","body":{},"pool":"1:1"}', "knows no pool"],
  ['{"operation":"logoff","bodyText":"","headers":{"Cookie":""}}', "a secret never stands"],
  ['{"operation":"logoff","bodyText":"","headers":{"Host":""}}', "written by the client itself"],
  ['{"operation":"logoff","bodyText":"","headers":{"a b":""}}', "cannot be the name of an HTTP"],
  ['{"operation":"logoff","bodyText":"","headers":{"a":"\\n"}}', "a character that HTTP does not"],
  [
    '{"operation":"logoff","bodyText":"","credentials":{"SessionId":"omit"}}',
    "X-AID and X-JSESSIONID",
  ],
  [
    '{"operation":"logoff","bodyText":"","credentials":{"X-AID":"7"}}',
    '"stored", "omit" or "wrong"',
  ],
  ['{"operation":"logoff","bodyText":"\\"password\\": \\"x\\""}', "looks like a credential"],
  ['{"operation":"logoff","body":[]}', "The body is an array"],
  [
    '{"operation":"logoff","body":{}}',
    "logoff requires “forceLogoff”: whether the existing session",
  ],
  ['{"operation":"getMessages","body":{"xyzzy":1}}', "whether a server minds is not documented"],
  [
    '{"operation":"getMessages","body":{"timeCreated":"1"}}',
    "must be an integer, but this is a string",
  ],
  ['{"operation":"getMessages","body":{"timeCreated":-1}}', "is never negative, but this is -1"],
  ['{"operation":"getMessages","body":{"timeCreated":1.5}}', "Write digits only"],
  [
    '{"operation":"getMessages","body":{"timeCreated":9223372036854775808}}',
    "9223372036854775808 is larger",
  ],
  ['{"operation":"getMessages","body":{"timeCreated":"$noww"}}', "Did you mean “$now”?"],
  ['{"operation":"consumer/activity","body":{"mode":"X"}}', "It can be LISTENING or RESPONDING."],
  ['{"operation":"consumer/getMessages","body":{"clientRequestTime":"x"}}', "is no date and time"],
  [
    '{"operation":"createAutomatedAgentSession","body":{"messageDataMap":{"a":1}}}',
    "“messageDataMap.a” must be a text",
  ],
  [
    '{"operation":"consumer/getEngagementQueue","body":{"customFields":[{}]}}',
    "“customFields[0].name” is missing",
  ],
  [
    '{"operation":"consumer/getEngagementQueue","body":{"customFields":[1]}}',
    "“customFields[0]” must be an object",
  ],
  [
    '{"operation":"consumer/establishSessions","body":{"sessionInformation":{"queueId":"1"}}}',
    "“sessionInformation.queueId” must be an integer",
  ],
];

describe("problemText", () => {
  for (const [text, said] of cases) {
    it(`says “${said}” of ${text}`, () => {
      const sentences = told(text);
      assert.ok(
        sentences.some((sentence) => sentence.includes(said)),
        sentences.join("\n"),
      );
      for (const sentence of sentences) {
        assert.match(sentence, /[.?}]$/);
      }
    });
  }

  it("never repeats what stands in the place of a credential", () => {
    const text = '{"operation":"logoff","bodyText":"","credentials":{"X-JSESSIONID":"f00ba4dead"}}';
    assert.ok(!told(text).join("").includes("f00ba4dead"));
  });
});
