import type { Evidence } from "../chat/evidence";

/** How a fact about the API is known, in plain words; begins a line. */
export const evidenceText: Readonly<Record<Evidence, string>> = {
  documented: "Documented by Oracle",
  sampleClient: "Seen in a sample client",
  assumed: "Assumed, not documented",
};
