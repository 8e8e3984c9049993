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

/** Every theme, in the order in which pictures are taken. */
export const themeNames = Object.keys(themes) as readonly ThemeName[];

/** Chooses a colour theme from the palette and resolves when the window is drawn in it and nothing moves any more. */
export async function setTheme(page: Page, name: ThemeName): Promise<void> {
  const { label, drawnAs } = themes[name];
  await runCommand(page, "Preferences: Color Theme");
  await fillQuickInput(page, label);
  await pickOne(page, label);
  await page.locator(`.monaco-workbench.${drawnAs}`).waitFor({ timeout: 30_000 });
  await untilStill(page);
}

/** Resolves when no quick input is open and no colour or place is on its way to another, in any frame. */
export async function untilStill(page: Page): Promise<void> {
  await page.locator(".quick-input-widget").first().waitFor({ state: "hidden", timeout: 10_000 });
  // The mouse lies on the row that was picked: what is below it now would be drawn as touched.
  await page.mouse.move(0, 0);
  for (const frame of page.frames()) {
    // No named function in here: the compiler of the tests would add calls that the page does not know.
    await frame.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      // Transitions end; an animation such as that of a progress bar may go on for ever.
      const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
      await Promise.allSettled(transitions.map((one) => one.finished));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
  }
}
