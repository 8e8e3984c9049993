// `npm run check`: the fast levels, which need no VS Code.
import { main } from "./levels/main";
import { unitLevel } from "./levels/mochaLevels";
import { staticLevels } from "./levels/staticLevels";

await main("npm run check", [...staticLevels, unitLevel]);
