import * as vscode from "vscode";
import { messageRoles, type MessageRole, type RoleMapping } from "../chat/messages";
import { settingPrefix, type SettingValues } from "../ids";

/** The settings as they are at present; VS Code takes a tenth of a millisecond to put them together. */
let current: vscode.WorkspaceConfiguration | undefined;

/** Notices changed settings. To be called before anybody else listens for changes, who reads them then. */
export function followSettings(): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(() => {
    current = undefined;
  });
}

/** Reads a setting; VS Code fills in the default that `package.json` declares. */
export function readSetting<K extends keyof SettingValues>(name: K): SettingValues[K] {
  current ??= vscode.workspace.getConfiguration(settingPrefix);
  return current.get<unknown>(name) as SettingValues[K];
}

/** Whether a switch is on; nonsense in the settings file is off. */
export function isOn(name: "acceptAutomatically" | "notifyOffers"): boolean {
  const value: unknown = readSetting(name);
  return value === true;
}

/** The longest wait for an answer, in ms; nonsense in the settings file gives the default. */
export function requestTimeoutMs(): number {
  const seconds: unknown = readSetting("requestTimeout");
  return typeof seconds === "number" && seconds > 0 && seconds <= 600 ? seconds * 1000 : 30_000;
}

/** The roles that the user gave to types of messages; what is no role is left out. */
export function roleMapping(): RoleMapping {
  const given: unknown = readSetting("messageRoles");
  return Object.fromEntries(
    Object.entries(typeof given === "object" && given !== null ? given : {}).filter(
      (entry): entry is [string, MessageRole] => messageRoles.some((role) => role === entry[1]),
    ),
  );
}

/** The `messageType` of posted lines; an empty setting gives the default. */
export function postMessageType(): string {
  const type: unknown = readSetting("postMessageType");
  return typeof type === "string" && type.trim() !== "" ? type.trim() : "POST_MESSAGE";
}

/** The sub-type of an agent status, an int32; nonsense in the settings file gives the default. */
export function subTypeId(name: "availableSubTypeId" | "unavailableSubTypeId"): number {
  const id: unknown = readSetting(name);
  const isInt32 = Number.isInteger(id) && Math.abs(Number(id)) < 2 ** 31;
  return isInt32 ? Number(id) : name === "availableSubTypeId" ? 1 : 2;
}
