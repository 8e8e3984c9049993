import type { Locator, Page } from "playwright-core";

/** The icon of a view container in the activity bar. */
export function containerIcon(page: Page, title: string): Locator {
  // With a badge, the label goes on: "Engagement Desk - 3 active engagements".
  return page.locator(`.activitybar a.action-label[aria-label^="${title}"]`).first();
}

/** The icon with what lies on it: the badge would be in the way of a click on the icon itself. */
function containerItem(page: Page, title: string): Locator {
  // What `has` looks for is looked for inside each item, so it does not begin at the activity bar.
  const icon = page.locator(`a.action-label[aria-label^="${title}"]`);
  return page.locator(".activitybar .action-item").filter({ has: icon }).first();
}

/** The number on a container's icon, "" where there is none. */
export async function containerBadge(page: Page, title: string): Promise<string> {
  const badge = containerItem(page, title).locator(".badge-content");
  return (await badge.isVisible()) ? badge.innerText() : "";
}

/** Shows a view container, whether or not it is the one that is shown already. */
export async function openContainer(page: Page, title: string): Promise<void> {
  const heading = page.locator(".sidebar .composite.title h2", { hasText: title });
  await containerIcon(page, title).waitFor({ timeout: 60_000 });
  // A window that was reloaded shows what it showed before, a while later: a click hides it then, and another shows it.
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const isShown = await heading.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (isShown) {
      return;
    }
    await containerItem(page, title).click();
  }
  throw new Error(`"${title}" did not show in the side bar.`);
}

/** The welcome content of an empty view. */
export function welcomeContent(page: Page): Locator {
  return page.locator(".sidebar .welcome-view-content:visible").first();
}

/** The message a view shows above its tree. */
export function viewMessage(page: Page): Locator {
  return page.locator(".sidebar .tree-explorer-viewlet-tree-view .message:visible").first();
}

/** The title of a view with what is said beside it. */
export function viewTitle(page: Page, name: string): Locator {
  return page.locator(".sidebar .pane-header", { hasText: name }).first();
}

/** Presses a button in the title of a view, which shows while the mouse is over the view. */
export async function pressViewAction(page: Page, action: string): Promise<void> {
  const button = page.locator(`.action-label[aria-label="${action}"]`);
  const title = page.locator(".sidebar .pane-header, .sidebar .composite.title");
  await title.filter({ has: button }).first().hover();
  await title.locator(button).first().click();
}

/** The rows of the trees in the side bar, from top to bottom, those that are scrolled away left out. */
function treeRows(page: Page): Locator {
  return page.locator(".sidebar .monaco-list-row[role=treeitem]");
}

/** The row whose label or whose description contains the text. */
export function treeRow(page: Page, text: string): Locator {
  return treeRows(page).filter({ hasText: text }).first();
}

/** The trees as lines of text: label and description, with one blank between. */
export async function treeText(page: Page): Promise<string[]> {
  const rows = treeRows(page).locator(".monaco-icon-label-container");
  return rows.evaluateAll((labels) =>
    labels.map((label) =>
      [".label-name", ".label-description"]
        .map((part) => label.querySelector(part)?.textContent.trim() ?? "")
        .join(" ")
        .trim(),
    ),
  );
}

/** What a screen reader says of a row. */
export async function treeRowLabel(page: Page, text: string): Promise<string> {
  return (await treeRow(page, text).getAttribute("aria-label")) ?? "";
}

/** Selects rows: a click on the first, Ctrl and a click on the others. */
export async function selectTreeRows(page: Page, texts: readonly string[]): Promise<void> {
  for (const [index, text] of texts.entries()) {
    await treeRow(page, text).click(index === 0 ? {} : { modifiers: ["ControlOrMeta"] });
  }
}

/** Presses an inline action of a row, which shows while the mouse is over it. */
export async function pressInlineAction(page: Page, text: string, action: string): Promise<void> {
  const button = treeRow(page, text).locator(`.action-label[aria-label^="${action}"]`);
  // Rows that are drawn anew, or move, leave the mouse behind: the action is gone until it moves there again.
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    await treeRow(page, text).hover();
    const isPressed = await button.click({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (isPressed) {
      return;
    }
  }
  throw new Error(`The row "${text}" did not show "${action}".`);
}

/** Chooses an entry of a row's context menu; the selection stays when the row is part of it. */
export async function chooseFromContextMenu(
  page: Page,
  text: string,
  entry: string,
): Promise<void> {
  await treeRow(page, text).click({ button: "right" });
  const item = page.getByRole("menuitem", { name: entry }).first();
  // In its first 100 ms a menu takes no click, since that may be the end of the one that opened it.
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    await item.click({ timeout: 10_000 });
    const isGone = await item.waitFor({ state: "hidden", timeout: 500 }).then(
      () => true,
      () => false,
    );
    if (isGone) {
      return;
    }
  }
  throw new Error(`The context menu did not take a click on "${entry}".`);
}

/** The entries of a row's context menu; leaves the menu closed. */
export async function contextMenuEntries(page: Page, text: string): Promise<string[]> {
  await treeRow(page, text).click({ button: "right" });
  const entries = page.getByRole("menuitem");
  await entries.first().waitFor({ timeout: 10_000 });
  const labels = await entries.allInnerTexts();
  await page.keyboard.press("Escape");
  return labels.map((label) => label.trim()).filter((label) => label !== "");
}

/** Hovers over a row until its tooltip shows, and resolves to the tooltip's text. */
export async function treeRowTooltip(page: Page, text: string): Promise<string> {
  await treeRow(page, text).locator(".monaco-icon-label-container").hover();
  const tooltip = page.locator(".monaco-hover:visible, .workbench-hover:visible").first();
  await tooltip.waitFor({ timeout: 10_000 });
  return tooltip.innerText();
}
