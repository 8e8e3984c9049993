import { exceptionCodes } from "../chat/exceptionCodes";
import type { FieldFact, FieldToken } from "../chat/fields";
import { allOperations, type OperationGroup, type OperationId } from "../chat/operations";
import { evidenceText } from "./evidenceText";
import type { MemberFact } from "./members";
import type { credentialChoices, DocumentMember } from "./requestDocument";

/** What the members of a document are for. */
export const documentMemberTexts: Readonly<Record<DocumentMember, string>> = {
  operation: "The operation to send; the one member that a document must have.",
  description: "Free text about the request. It is not sent.",
  body: "The body of the request. `$now`, `$next`, `$engagement` and `$sessionClientId` become numbers when it is sent.",
  bodyText:
    "The exact text to send instead of a body. It need not be JSON, and nothing in it is replaced.",
  pool: "The chat server pool to send to instead of the profile's.",
  headers: "Headers to send beside the usual ones. Credentials never stand here.",
  credentials:
    "What becomes of the headers that say as whom the request is made, by name: `stored`, `omit` or `wrong`. A value never stands here.",
};

/** What a document may say of a header with credentials. */
export const credentialChoiceTexts: Readonly<Record<(typeof credentialChoices)[number], string>> = {
  stored: "Sent as it is kept in the secret store. So it is, too, when the header is not named.",
  omit: "Not sent, to see what the server says then.",
  wrong: "Sent with a value that is wrong on purpose.",
};

/** What a token becomes when it is sent, and where the number comes from. */
export const tokenTexts: Readonly<Record<FieldToken, string>> = {
  $now: "Becomes the time of sending, in milliseconds since 1970 (UTC), by the clock of this computer.",
  $next:
    "Becomes the next sequence number of the profile's session. A number that was used is never used again.",
  $engagement: "Becomes the id of the engagement that is selected in the view Active Engagements.",
  $sessionClientId:
    "Becomes the agent's client id in this session, as the chat server told it in its latest answer.",
};

/** The headings of the operations, in the order in which they are shown. */
export const groupTitles: Readonly<Record<OperationGroup, string>> = {
  engagement: "Engagement",
  agentSession: "Agent session",
  signIn: "Sign-in",
  consumer: "Customer's side",
};

/** The type of a member in a few words. */
export function typeText(field: FieldFact | undefined): string {
  switch (field?.type) {
    case "int64":
      return "int64: an integer from 0 to 9223372036854775807";
    case "int32":
      return "int32: an integer from -2147483648 to 2147483647";
    case "boolean":
      return "true or false";
    case "string":
      return "text";
    case "enum":
      return field.isOpen
        ? "one of the listed texts; the server may know more"
        : "one of the listed texts";
    case "stringMap":
      return "an object whose values are texts";
    case "clientTime":
      return "a date and time as text, with an offset";
    case "customFields":
      return "a list of objects with name, type and value";
    case "sessionInformation":
      return "an object that describes the customer";
    case undefined:
      return "any value";
  }
}

/** The type of a member where there is room for a word or two. */
export function shortTypeText(field: FieldFact | undefined): string {
  switch (field?.type) {
    case "int64":
    case "int32":
      return field.type;
    case "enum":
      return "one of a list";
    case "stringMap":
    case "sessionInformation":
      return "object";
    case "clientTime":
      return "date and time";
    case "customFields":
      return "list";
    default:
      return typeText(field);
  }
}

/** Whether a member must be given. */
export function requiredText({ required, isRequiredUnknown }: MemberFact): string {
  if (isRequiredUnknown) {
    return "not known whether required";
  }
  return required ? "required" : "optional";
}

/** Everything about a member, as paragraphs of Markdown. */
export function memberLines(member: MemberFact): readonly string[] {
  const { name, meaning, evidence, field } = member;
  const values = field?.type === "enum" ? field.values.map((value) => `\`${value}\``) : [];
  return [
    `**${name}** — ${typeText(field)}, ${requiredText(member)}`,
    meaning,
    ...(values.length > 0 ? [`Values: ${values.join(", ")}.`] : []),
    ...(field?.token ? [`Usually \`${field.token}\`. ${tokenTexts[field.token]}`] : []),
    `*${evidenceText[evidence]}.*`,
  ];
}

/** Everything about an operation, as paragraphs of Markdown. */
export function operationLines(id: OperationId): readonly string[] {
  const operation = allOperations[id];
  const { title, does, method, name, path, side, statuses, evidence, source } = operation;
  const address = path ?? `/engagement/api/${side}/{site}/v1/${name}`;
  const statusLines = Object.entries(statuses).map(
    ([status, meaning]) => `- ${status}: ${meaning}`,
  );
  const codeLines = operation.exceptionCodes.map(
    (code) => `- \`${code}\`: ${exceptionCodes[code].meaning}`,
  );
  return [
    `**${title}**`,
    does,
    `\`${method} ${address}\``,
    statusLines.length > 0
      ? ["Statuses:", ...statusLines].join("\n")
      : "No list of its statuses is known.",
    ...(codeLines.length > 0 ? [["Exception codes:", ...codeLines].join("\n")] : []),
    `*${evidenceText[evidence]} (${source}).*`,
  ];
}
