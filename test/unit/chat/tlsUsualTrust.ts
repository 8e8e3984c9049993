import { writeSync } from "node:fs";
import { fetch } from "../../fakes/realFetch";
import { concludeAt } from "./setup";

/**
 * A process of its own, started with NODE_EXTRA_CA_CERTS, which stands for what is trusted anyway: calls
 * an origin with one more authority and writes what came of it.
 */
const [origin = "", authority = ""] = process.argv.slice(2);
const { result } = await concludeAt(origin, { fetch, tls: { authorities: [authority] } });
writeSync(1, result.ok ? "answered" : JSON.stringify(result.error.failure));
process.exit();
