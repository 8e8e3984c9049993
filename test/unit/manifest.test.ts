import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { messageRoles } from "../../src/chat/messages";
import { acts, type Act, type EngagementState } from "../../src/engagements/engagement";
import {
  commandIds,
  settingPrefix,
  viewIds,
  type CommandId,
  type ContextValues,
  type SettingValues,
  type WindowStateKind,
} from "../../src/ids";
import { actsAtHand, actsOf } from "../../src/ui/engagementActs";
import { engagementRow } from "../../src/ui/engagementText";
import { someProfile } from "../fakes/profiles";

interface Menu {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly order: number;
  readonly additionalProperties?: {
    readonly enum: readonly string[];
    readonly enumDescriptions: readonly string[];
  };
}

interface Manifest {
  readonly version: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: boolean;
      readonly restrictedConfigurations?: readonly string[];
    };
  };
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
    readonly submenus: readonly { readonly id: string; readonly label: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const { contributes } = manifest;
const commands = Object.values<string>(commandIds).sort();

const settings: Readonly<Record<keyof SettingValues, unknown>> = {
  confirmConclude: "always",
  releaseAfterConclude: "ask",
  acceptAutomatically: false,
  notifyOffers: true,
  requestedSessions: 1,
  logOffOnClose: "offer",
  availableSubTypeId: 1,
  unavailableSubTypeId: 2,
  postMessageType: "POST_MESSAGE",
  messageRoles: {},
  applicationContext: "Engagement Desk",
  requestTimeout: 30,
  "history.maxEntries": 500,
  "history.maxSize": 50,
  "simulator.startWithWindow": false,
};

/**
 * What a workspace could do with each setting if it might set it: a new one does not compile until it
 * is said. `sends`: let requests leave, or change where they go or what they carry; `protects`: switch a
 * question, a limit or a record off; `shows`: change what is seen.
 */
const powers: Readonly<Record<keyof SettingValues, "sends" | "protects" | "shows">> = {
  confirmConclude: "protects",
  releaseAfterConclude: "sends",
  acceptAutomatically: "sends",
  notifyOffers: "shows",
  requestedSessions: "sends",
  logOffOnClose: "sends",
  availableSubTypeId: "sends",
  unavailableSubTypeId: "sends",
  postMessageType: "sends",
  messageRoles: "shows",
  applicationContext: "sends",
  requestTimeout: "protects",
  "history.maxEntries": "protects",
  "history.maxSize": "protects",
  "simulator.startWithWindow": "sends",
};

/** The scopes of which VS Code takes no value from a workspace, trusted or not. */
const scopesOfUser = ["application", "machine"];

const contextKeys: Readonly<Record<keyof ContextValues, true>> = {
  "engagementDesk.state": true,
  "engagementDesk.activity": true,
  "engagementDesk.isWaiting": true,
  "engagementDesk.isSimulatorRunning": true,
  "engagementDesk.isRecording": true,
  "engagementDesk.areExchangesFiltered": true,
  "engagementDesk.showsComparisonTimes": true,
  "engagementDesk.groupBy": true,
  "engagementDesk.sortBy": true,
};

const states: Readonly<Record<WindowStateKind, true>> = {
  loading: true,
  noProfiles: true,
  noActiveProfile: true,
  secretStorageBroken: true,
  signedOut: true,
  signingIn: true,
  expired: true,
  ready: true,
};

const actCommands: Readonly<Record<Act, CommandId>> = {
  accept: commandIds.acceptEngagement,
  decline: commandIds.declineEngagement,
  post: commandIds.sendMessage,
  reroute: commandIds.rerouteEngagement,
  conclude: commandIds.concludeEngagement,
  release: commandIds.releaseEngagement,
};

const submenus = contributes.submenus.map(({ id }) => id);

/** Every condition of the manifest. */
const conditions: readonly string[] = [
  ...Object.values(contributes.menus).flatMap((entries) => entries.map(({ when }) => when)),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement),
].filter((condition) => condition !== undefined);

/** The commands of a row's menu or, as `inline`, its buttons, that the row's context value allows. */
function rowCommands(contextValue: string, where: "inline" | "menu"): readonly string[] {
  return (contributes.menus["view/item/context"] ?? [])
    .filter(({ when = "" }) => when.startsWith(`view == ${viewIds.engagements} `))
    .filter(({ group = "" }) => group.startsWith("inline") === (where === "inline"))
    .filter(({ when = "" }) => {
      const [, pattern] = /viewItem =~ \/(.*?)\/(?: |$)/.exec(when) ?? [];
      return pattern !== undefined && new RegExp(pattern).test(contextValue);
    })
    .map(({ command = "" }) => command);
}

/** The first links of the welcome texts that show in a state, in order. */
function welcomeLinks(state: WindowStateKind): readonly string[] {
  return contributes.viewsWelcome
    .filter(({ when }) => when?.split(" && ")[0] === `engagementDesk.state == ${state}`)
    .flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([^)]+)\)/g)].map(([, command = ""]) => command),
    );
}

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
    assert.deepEqual(
      declared.sort(),
      [viewIds.engagements, viewIds.exchanges, viewIds.profiles].sort(),
    );
    assert.deepEqual(Object.keys(contributes.views), [viewIds.container]);
  });

  it("puts only commands that exist into menus, each with a condition", () => {
    for (const [menu, entries] of Object.entries(contributes.menus)) {
      assert.ok(!menu.startsWith(settingPrefix) || submenus.includes(menu), menu);
      for (const { command, submenu, when } of entries) {
        const what = command ?? submenu ?? "";
        assert.ok(commands.includes(what) || submenus.includes(what), `${menu}: ${what}`);
        assert.ok(when !== undefined && when !== "", `${menu}: ${what} has a when clause`);
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
    const ids: readonly string[] = [...Object.keys(contextKeys), ...Object.values(viewIds)];
    for (const condition of conditions) {
      for (const [name] of condition.matchAll(/engagementDesk\.\w+/g)) {
        assert.ok(ids.includes(name), `${name} in "${condition}"`);
      }
    }
  });

  it("compares the window's state only with states that there are", () => {
    const compared = conditions.flatMap((condition) => [
      ...[...condition.matchAll(/engagementDesk\.state [!=]= (\w+)/g)].map(
        ([, name]) => name ?? "",
      ),
      ...[...condition.matchAll(/engagementDesk\.state =~ \/\^\(([\w|]+)\)\$\//g)].flatMap(
        ([, names]) => (names ?? "").split("|"),
      ),
    ]);
    assert.ok(compared.length > 20);
    for (const name of compared) {
      assert.ok(Object.hasOwn(states, name), name);
    }
  });

  it("leads out of every state but the passing ones", () => {
    const { addProfile, setSession, showLog, signIn, startSimulator, switchProfile } = commandIds;
    const { goAvailable, requestAssignment, simulateCustomer, trackEngagement } = commandIds;
    const expected: Readonly<Record<WindowStateKind, readonly string[]>> = {
      loading: [],
      noProfiles: [signIn, startSimulator, addProfile],
      noActiveProfile: [switchProfile, signIn, startSimulator],
      secretStorageBroken: [showLog],
      signedOut: [signIn, setSession],
      signingIn: [],
      expired: [signIn, setSession],
      ready: [goAvailable, requestAssignment, simulateCustomer, trackEngagement],
    };
    for (const state of Object.keys(states) as WindowStateKind[]) {
      assert.deepEqual(welcomeLinks(state), expected[state], state);
    }
  });

  const since = 0;
  const rows: readonly EngagementState[] = [
    { kind: "tracked", since },
    { kind: "seen", since },
    { kind: "offered", since },
    { kind: "active", since },
    { kind: "wrapUp", since, by: "agent" },
    { kind: "ended", since, how: "released" },
    ...acts.map((act) => ({
      kind: "unknownOutcome" as const,
      since,
      act,
      reason: "timeout" as const,
      before: { kind: "active" as const, since },
    })),
    {
      kind: "sending",
      act: "conclude",
      token: "t",
      since,
      until: 1,
      before: { kind: "active", since },
    },
  ];
  for (const state of rows) {
    it(`offers on a row what can be done with it: ${state.kind}${"act" in state ? ` (${state.act})` : ""}`, () => {
      const engagement = { id: 1n, state, customer: {}, unknownMessages: 0 };
      const { contextValue } = engagementRow(engagement, someProfile, since);
      const removable = state.kind === "sending" ? [] : [commandIds.stopTracking];
      assert.deepEqual(
        [...rowCommands(contextValue, "inline")].sort(),
        actsAtHand(engagement)
          .map((act) => actCommands[act])
          .sort(),
      );
      assert.deepEqual(rowCommands(contextValue, "menu"), [
        ...actsOf(engagement).map((act) => actCommands[act]),
        commandIds.openTimeline,
        commandIds.copyEngagementId,
        commandIds.exportEngagement,
        ...removable,
      ]);
    });
  }

  it("offers nothing of an engagement's on the headings of groups", () => {
    for (const contextValue of ["group", "group.ended", "unknownTypes"]) {
      assert.deepEqual(rowCommands(contextValue, "menu"), []);
      assert.deepEqual(rowCommands(contextValue, "inline"), []);
    }
  });

  it("lets a type of message be given every role, and no other", () => {
    const roles =
      contributes.configuration.properties["engagementDesk.messageRoles"]?.additionalProperties;
    assert.deepEqual(roles?.enum, messageRoles);
    assert.equal(roles.enumDescriptions.length, messageRoles.length);
  });

  it("shows the settings in the order in which they are declared", () => {
    const orders = Object.values(contributes.configuration.properties).map(({ order }) => order);
    assert.deepEqual(
      orders,
      orders.map((_, index) => index + 1),
    );
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

  it("lets no workspace move where requests go, nor switch a protection off, trusted or not", () => {
    const { restrictedConfigurations = [] } = manifest.capabilities.untrustedWorkspaces;
    const { properties } = contributes.configuration;
    for (const id of [...Object.keys(properties), ...restrictedConfigurations]) {
      assert.ok(Object.hasOwn(powers, id.replace(`${settingPrefix}.`, "")), `${id} is not weighed`);
    }
    for (const [name, power] of Object.entries(powers)) {
      const id = `${settingPrefix}.${name}`;
      assert.ok(
        power === "shows" ||
          scopesOfUser.includes(properties[id]?.scope ?? "") ||
          restrictedConfigurations.includes(id),
        `a workspace could set ${id}, which ${power}`,
      );
    }
  });

  it("reads settings in one place, which asks for no others than its own", () => {
    const readers = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => [name, readFileSync(join("src", name), "utf8")] as const)
      .filter(([, text]) => text.includes("getConfiguration("));
    assert.deepEqual(
      readers.map(([name]) => name),
      [join("ui", "settings.ts")],
    );
    for (const [, text] of readers) {
      for (const [, argument] of text.matchAll(/getConfiguration\(([^)]*)\)/g)) {
        assert.equal(argument, "settingPrefix");
      }
    }
  });

  it("is activated for the panel that it restores", () => {
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${viewIds.panel}`));
  });

  it("is typed against the oldest VS Code that it supports", () => {
    assert.equal(`^${manifest.devDependencies["@types/vscode"] ?? ""}`, manifest.engines.vscode);
  });
});
