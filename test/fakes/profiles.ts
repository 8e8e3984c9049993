import type { Profile } from "../../src/profiles/profile";

/** A profile to change in the places a test is about. */
export const someProfile: Profile = {
  id: "p1",
  name: "ACME",
  origin: "https://chat.example.com",
  fqSiteName: "acme_241100_sql_001h",
  pool: "297:1",
  accountId: "12",
  protection: "production",
  isSimulator: false,
};
