import type { Evidence } from "../chat/evidence";
import { customFieldTypes, type FieldFact, type Fields } from "../chat/fields";
import { allOperations, type OperationId } from "../chat/operations";
import { sessionInformationFields } from "../chat/operations/consumer";

/** A member that a body, or an object inside of it, may have. */
export interface MemberFact {
  readonly name: string;
  readonly required: boolean;
  readonly isRequiredUnknown?: true;
  readonly meaning: string;
  readonly evidence: Evidence;
  /** What the value must be; absent where any JSON value may stand. */
  readonly field?: FieldFact;
}

/** A way of names and indices, from a document's body down; empty for the body itself. */
export type BodyPath = readonly (string | number)[];

/** The members that the object at a path may have; none where they are not known. */
export function membersAt(operation: OperationId, path: BodyPath): readonly MemberFact[] {
  if (path.length === 0) {
    return fromFields(allOperations[operation].body);
  }
  const last = path.at(-1);
  if (typeof last === "number") {
    const list = memberAt(operation, path.slice(0, -1));
    return list?.field?.type === "customFields" ? customFieldMembers : [];
  }
  const member = memberAt(operation, path);
  return member?.field?.type === "sessionInformation" ? fromFields(sessionInformationFields) : [];
}

/** What is known of the member at a path; undefined for one that is not known. */
export function memberAt(operation: OperationId, path: BodyPath): MemberFact | undefined {
  const name = path.at(-1);
  return typeof name === "string"
    ? membersAt(operation, path.slice(0, -1)).find((member) => member.name === name)
    : undefined;
}

/** The members of one element of custom fields. */
const customFieldMembers: readonly MemberFact[] = [
  ...fromFields({
    name: {
      type: "string",
      required: true,
      meaning: "The name of the custom field.",
      evidence: "documented",
    },
    type: {
      type: "enum",
      values: customFieldTypes,
      required: false,
      meaning: "The type of the value; needed when there is one.",
      evidence: "documented",
    },
  }),
  {
    name: "value",
    required: false,
    meaning: "The value, as its type says.",
    evidence: "documented",
  },
];

function fromFields(fields: Fields): readonly MemberFact[] {
  return Object.entries(fields).map(([name, field]): MemberFact => {
    const { required, isRequiredUnknown, meaning, evidence } = field;
    return {
      name,
      required,
      ...(isRequiredUnknown && { isRequiredUnknown }),
      meaning,
      evidence,
      field,
    };
  });
}
