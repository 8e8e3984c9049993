import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { repo } from "../../host/paths";
import { bytes, rowOf, type Row } from "../table";

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>
  >;
}

/** The size of the package, and how many packages the lock file holds for production. */
export function sizes(vsix: string): readonly Row[] {
  const size = statSync(vsix).size;
  const { packages } = JSON.parse(readFileSync(join(repo, "package-lock.json"), "utf8")) as Lock;
  const production = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== "" && dev !== true && devOptional !== true,
  );
  const manifest = JSON.parse(readFileSync(join(repo, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const direct = Object.keys(manifest.dependencies).length;
  return [
    rowOf(".vsix", "≤ 250 KB", bytes(size), size <= 250_000),
    rowOf(
      "packages for production, bundled into it",
      "≤ 6 direct",
      `${direct} direct, ${production.length} with those that they bring`,
      direct <= 6,
    ),
  ];
}
