// `npm test`: every level.
import { hostLevels } from "./levels/hostLevels";
import { main } from "./levels/main";
import { browserLevel, unitLevel } from "./levels/mochaLevels";
import { staticLevels } from "./levels/staticLevels";

await main("npm test", [...staticLevels, unitLevel, ...hostLevels, browserLevel]);
