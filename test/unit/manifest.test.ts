import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import {
  commandIds,
  settingPrefix,
  viewIds,
  type ContextValues,
  type SettingValues,
} from "../../src/ids";

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly version: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: boolean } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly scope: string; readonly default: unknown }>
      >;
    };
  };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const { contributes } = manifest;
const commands = Object.values<string>(commandIds).sort();

const settings: Readonly<Record<keyof SettingValues, unknown>> = {
  confirmConclude: "always",
  requestTimeout: 30,
  "simulator.startWithWindow": false,
};

const contextKeys: Readonly<Record<keyof ContextValues, true>> = {
  "engagementDesk.state": true,
  "engagementDesk.isSimulatorRunning": true,
};

describe("package.json", () => {
  it("declares the commands of ids.ts and no others", () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), commands);
  });

  it("gives every command a title and the category that the palette shows", () => {
    for (const { command, title, category } of contributes.commands) {
      assert.notEqual(title, "", command);
      assert.equal(category, "Engagement Desk", command);
    }
  });

  it("declares the views of ids.ts and no others", () => {
    const declared = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
    assert.deepEqual(declared.sort(), [viewIds.engagements, viewIds.profiles].sort());
    assert.deepEqual(Object.keys(contributes.views), [viewIds.container]);
  });

  it("puts only commands that exist into menus, each with a condition", () => {
    for (const [menu, entries] of Object.entries(contributes.menus)) {
      for (const { command, when } of entries) {
        assert.ok(commands.includes(command), `${menu}: ${command}`);
        assert.ok(when !== undefined && when !== "", `${menu}: ${command} has a when clause`);
      }
    }
  });

  it("links only to commands that exist from the welcome texts", () => {
    const links = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([^)]+)\)/g)].map(([, command = ""]) => command),
    );
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.ok(commands.includes(link), link);
    }
  });

  it("uses only context keys that ids.ts knows", () => {
    const conditions = [
      ...Object.values(contributes.menus).flatMap((entries) => entries.map(({ when }) => when)),
      ...contributes.viewsWelcome.map(({ when }) => when),
      ...contributes.commands.map(({ enablement }) => enablement),
    ];
    const ids: readonly string[] = [...Object.keys(contextKeys), ...Object.values(viewIds)];
    for (const condition of conditions) {
      for (const [name] of (condition ?? "").matchAll(/engagementDesk\.\w+/g)) {
        assert.ok(ids.includes(name), `${name} in "${condition}"`);
      }
    }
  });

  it("declares the settings of ids.ts with their defaults", () => {
    const declared = Object.entries(contributes.configuration.properties).map(
      ([id, property]) => [id, property.default] as const,
    );
    const expected = Object.entries(settings).map(
      ([name, value]) => [`${settingPrefix}.${name}`, value] as const,
    );
    assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(expected));
  });

  it("lets no workspace change a setting, so that it can be trusted or not", () => {
    for (const [id, { scope }] of Object.entries(contributes.configuration.properties)) {
      assert.equal(scope, "application", id);
    }
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
  });

  it("is activated for the panel that it restores", () => {
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${viewIds.panel}`));
  });

  it("is typed against the oldest VS Code that it supports", () => {
    assert.equal(`^${manifest.devDependencies["@types/vscode"] ?? ""}`, manifest.engines.vscode);
  });
});
