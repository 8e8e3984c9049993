/** Whom a property belongs to. */
export type PropertyOwner = "ENGAGEMENT" | "USER";

/**
 * Which properties each operation sets for which owner, as the two pages list them. The pages differ:
 * only modifyProperties sets EMAIL, and CONTACT_ID of a user, though EMAIL stands in the enumeration
 * of setEngagementProperty. Source: cxscc: setEngagementProperty, modifyProperties.
 */
export const settableProperties: Readonly<
  Record<
    "setEngagementProperty" | "modifyProperties",
    Readonly<Record<PropertyOwner, readonly string[]>>
  >
> = {
  setEngagementProperty: {
    ENGAGEMENT: ["CONTACT_ID", "INCIDENT_ID"],
    USER: ["FIRST_NAME", "LAST_NAME", "QUESTION", "PRODUCT_ID", "CATEGORY_ID"],
  },
  modifyProperties: {
    ENGAGEMENT: ["CONTACT_ID", "INCIDENT_ID"],
    USER: [
      "FIRST_NAME",
      "LAST_NAME",
      "EMAIL",
      "QUESTION",
      "PRODUCT_ID",
      "CONTACT_ID",
      "CATEGORY_ID",
    ],
  },
};
