import * as vscode from "vscode";
import { settingPrefix, type SettingValues } from "../ids";

/** Reads a setting; VS Code fills in the default that `package.json` declares. */
export function readSetting<K extends keyof SettingValues>(name: K): SettingValues[K] {
  return vscode.workspace.getConfiguration(settingPrefix).get<unknown>(name) as SettingValues[K];
}

/** The longest wait for an answer, in ms; nonsense in the settings file gives the default. */
export function requestTimeoutMs(): number {
  const seconds: unknown = readSetting("requestTimeout");
  return typeof seconds === "number" && seconds > 0 && seconds <= 600 ? seconds * 1000 : 30_000;
}
