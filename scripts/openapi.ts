// `npm run openapi`: writes docs/agent-api.openapi.json from the descriptors of the operations.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApiText } from "../src/chat/openapi";
import { repo } from "../test/host/paths";

const file = join(repo, "docs", "agent-api.openapi.json");
writeFileSync(file, openApiText());
console.log(`Written: ${file}`);
