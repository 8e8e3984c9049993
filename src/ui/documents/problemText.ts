import type { FieldFault } from "../../chat/fieldFaults";
import { customFieldTypes, type FieldFact } from "../../chat/fields";
import { allOperations } from "../../chat/operations";
import { sessionInformationFields } from "../../chat/operations/consumer";
import { documentMembers } from "../../documents/requestDocument";
import type { DocumentFact } from "../../documents/problem";
import { fieldTokens } from "../../documents/tokens";

/** What is wrong with a request document, why, and what to do about it. */
export function problemText(problem: DocumentFact): string {
  switch (problem.kind) {
    case "syntax":
      return syntaxText(problem.error);
    case "tooDeep":
      return "The document is nested too deeply to be read. Take levels out of it.";
    case "notAnObject":
      return `A request document is an object, but this is ${problem.given}. Begin with { "operation": … }.`;
    case "operationMissing":
      return 'The document does not say what to send. Add "operation", for example "operation": "concludeChat".';
    case "operationUnknown":
      return `There is no operation “${problem.given}”. ${orTheList(problem.nearest, Object.keys(allOperations))}`;
    case "memberUnknown":
      return `A request document has no member “${problem.name}”, and nothing is done with it. ${orTheList(
        problem.nearest === undefined ? [] : [problem.nearest],
        Object.keys(documentMembers),
      )}`;
    case "memberType":
      return `“${problem.name}” must be ${problem.wanted === "text" ? "a text in quotation marks" : "an object"}, but this is ${problem.given}. It is not sent.`;
    case "twice":
      return problem.where === "body"
        ? `“${problem.name}” stands twice in the body. Both are sent; which one counts is the server's choice. Remove one unless that is what you test.`
        : `“${problem.name}” stands twice. The last one counts: remove the other.`;
    case "twoBodies":
      return 'Only one of "body" and "bodyText" can be sent, and it would be "bodyText". Remove one of them.';
    case "bodyNotSent":
      return `${problem.operation} is a GET without a body: this is not sent. Remove it.`;
    case "credentialHeader":
      return `“${problem.name}” says as whom the request is made: a secret never stands in a document. Remove it; it is taken from the secret store, and "credentials" can have it omitted or wrong.`;
    case "clientHeader":
      return `“${problem.name}” is written by the client itself, so this one is not sent. Remove it.`;
    case "headerName":
      return `“${problem.name}” cannot be the name of an HTTP header, so it is not sent. Use letters, digits and hyphens.`;
    case "headerValue":
      return `The value of “${problem.name}” has a character that HTTP does not allow in a header, so it is not sent. Use ASCII without line breaks.`;
    case "credentialUnknown":
      return problem.known.length === 0
        ? `${problem.operation} is sent without credentials, so there is no “${problem.name}” to leave out. Remove it.`
        : `${problem.operation} has no header “${problem.name}” with credentials. It has ${list(problem.known)}.`;
    case "credentialValue":
      return `“${problem.name}” can be "stored", "omit" or "wrong": a value never stands in a document. If this is a real one, remove it and consider it known to others.`;
    case "pool":
      return `A pool is visible ASCII without blanks, for example 297:1, and this ${poolTexts[problem.problem]}. Correct it unless that is what you test.`;
    case "poolUnused":
      return `${problem.operation} is a call of the site, which knows no pool: this one is not sent. Remove it.`;
    case "secret":
      return `${problem.name === undefined ? "This" : `“${problem.name}”`} looks like a credential. A document can be read by everybody who gets the file: remove it.`;
    case "bodyNotObject":
      return `The body is ${problem.given}, and every operation's is an object. Write { … } unless that is what you test.`;
    case "bodyMissing":
      return `${problem.operation} requires “${problem.name}”: ${lowerFirst(problem.field.meaning)} Add it unless its absence is what you test.`;
    case "bodyUnknown":
      return `No member “${problem.name}” of ${problem.operation} is known. ${
        problem.nearest === undefined
          ? "It is sent as it is; whether a server minds is not documented."
          : `Did you mean “${problem.nearest}”?`
      }`;
    case "bodyValue":
      return valueText(problem.name, problem.field, problem.fault);
    case "tokenUnknown":
      return `“${problem.given}” is no token, and “${problem.name}” must be an integer. ${orTheList(
        problem.nearest === undefined ? [] : [problem.nearest],
        fieldTokens,
      )}`;
  }
}

const poolTexts = {
  empty: "is empty",
  blanks: "has blanks in it",
  characters: "has other characters",
  tooShort: "is too short",
} as const;

/** What jsonc-parser finds wrong, in words. */
function syntaxText(error: string): string {
  switch (error) {
    case "ValueExpected":
      return "A value is missing here. Write a text in quotation marks, a number, true, false, null, an object or a list.";
    case "ColonExpected":
      return "A colon is missing between the name and its value.";
    case "CommaExpected":
      return "A comma is missing before this.";
    case "PropertyNameExpected":
      return "The name of a member belongs here, in quotation marks.";
    case "CloseBraceExpected":
      return "A closing brace } is missing.";
    case "CloseBracketExpected":
      return "A closing bracket ] is missing.";
    case "EndOfFileExpected":
      return "The document ends before this. Remove what follows, or move it inside the braces.";
    case "UnexpectedEndOfString":
      return "The quotation mark that ends this text is missing.";
    case "UnexpectedEndOfComment":
      return "The */ that ends this comment is missing.";
    case "InvalidEscapeCharacter":
    case "InvalidUnicode":
      return "A backslash begins an escape that JSON does not know. Write \\\\ for a backslash.";
    case "InvalidCharacter":
      return "This text has a control character in it. Write it as an escape, for example \\n or \\t.";
    case "UnexpectedEndOfNumber":
    case "InvalidNumberFormat":
      return "This number is not written as JSON writes numbers.";
    default:
      return 'This is not JSON. To send a text that is no JSON, write it in "bodyText".';
  }
}

function valueText(name: string, field: FieldFact, fault: FieldFault): string {
  switch (fault.kind) {
    case "type":
      return `“${name}” must be ${wantedText(field)}, but this is ${fault.given}. Correct it unless that is what you test.`;
    case "integer":
      return integerText(name, field, fault);
    case "value":
      return field.type === "enum" && field.isOpen
        ? `“${fault.given}” is not among the values of “${name}” that are known: ${list(field.values)}. The server may know more.`
        : `“${fault.given}” is not a value of “${name}”. ${field.type === "enum" ? `It can be ${list(field.values, "or")}.` : "Correct it."}`;
    case "time":
      return `“${fault.given}” is no date and time. Write it as 2026-01-31T12:00:00+00:00.`;
    case "member":
      return innerText(name, field, fault);
  }
}

function integerText(
  name: string,
  { type }: FieldFact,
  { problem, digits }: FieldFault & { kind: "integer" },
): string {
  const most = type === "int64" ? "9223372036854775807 (2^63 − 1)" : "2147483647 (2^31 − 1)";
  switch (problem) {
    case "notDigits":
      return `“${name}” must be an integer, but this is ${digits}. Write digits only: no point, no exponent.`;
    case "negative":
      return `“${name}” is an int64 that is never negative, but this is ${digits}.`;
    case "tooLarge":
      return `“${name}” is an ${type} and can be at most ${most}; ${digits} is larger.`;
    case "tooSmall":
      return `“${name}” is an ${type} and must be at least -2147483648; ${digits} is less.`;
  }
}

function innerText(
  name: string,
  field: FieldFact,
  { path, fault }: FieldFault & { kind: "member" },
): string {
  const where = path.reduce<string>(
    (before, step) => before + (typeof step === "number" ? `[${step}]` : `.${step}`),
    name,
  );
  if (fault.kind === "missing") {
    return `“${where}” is missing${where.endsWith(".type") ? ": a custom field with a value needs its type" : ""}. Add it.`;
  }
  const inner = innerField(field, path);
  if (inner === undefined) {
    return fault.kind === "type"
      ? `“${where}” must be an object with name, type and value, but this is ${fault.given}.`
      : `The value of “${where}” does not fit. Correct it.`;
  }
  return valueText(where, inner, fault);
}

/** What is known of something inside of a member; undefined for an element of custom fields. */
function innerField(field: FieldFact, path: readonly (string | number)[]): FieldFact | undefined {
  const [step, ...rest] = path;
  const common = { required: false, meaning: "", evidence: "documented" } as const;
  switch (field.type) {
    case "stringMap":
      return { ...common, type: "string" };
    case "customFields":
      if (rest.length === 0) {
        return undefined;
      }
      return rest[0] === "type"
        ? { ...common, type: "enum", values: customFieldTypes }
        : { ...common, type: "string" };
    case "sessionInformation": {
      const fields: Readonly<Record<string, FieldFact>> = sessionInformationFields;
      const inner = fields[String(step)];
      return inner && rest.length > 0 ? innerField(inner, rest) : inner;
    }
    default:
      return undefined;
  }
}

/** What a member must be, as it follows "must be". */
function wantedText(field: FieldFact): string {
  switch (field.type) {
    case "int64":
    case "int32":
      return "an integer";
    case "boolean":
      return "true or false";
    case "string":
      return "a text in quotation marks";
    case "enum":
      return `one of ${list(field.values, "or")}, in quotation marks`;
    case "stringMap":
      return "an object whose values are texts";
    case "clientTime":
      return "a date and time in quotation marks";
    case "customFields":
      return "a list of objects with name, type and value";
    case "sessionInformation":
      return "an object, or a text that holds one";
  }
}

function orTheList(nearest: readonly string[], all: readonly string[]): string {
  return nearest.length > 0
    ? `Did you mean ${list(
        nearest.map((name) => `“${name}”`),
        "or",
      )}?`
    : `Use one of these: ${list(all)}.`;
}

/** Names in a row: A, B and C. */
function list(names: readonly string[], last: "and" | "or" = "and"): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} ${last} ${names.at(-1) ?? ""}`;
}

function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}
