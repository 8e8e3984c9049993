import type { Page } from "playwright-core";
import { runCommand } from "./palette";
import { fillQuickInput, pickOne } from "./quickInput";

const themes = {
  light: { label: "Light Modern", drawnAs: "vs" },
  dark: { label: "Dark Modern", drawnAs: "vs-dark" },
  highContrast: { label: "Dark High Contrast", drawnAs: "hc-black" },
  highContrastLight: { label: "Light High Contrast", drawnAs: "hc-light" },
} as const;

/** The colour themes that come with VS Code, one a kind. */
export type ThemeName = keyof typeof themes;

/** Chooses a colour theme from the palette and resolves when the window is drawn in it. */
export async function setTheme(page: Page, name: ThemeName): Promise<void> {
  const { label, drawnAs } = themes[name];
  await runCommand(page, "Preferences: Color Theme");
  await fillQuickInput(page, label);
  await pickOne(page, label);
  await page.locator(`.monaco-workbench.${drawnAs}`).waitFor({ timeout: 30_000 });
}
