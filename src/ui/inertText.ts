/**
 * A text in which VS Code finds no link: notifications, their progress, prompts and what is said below
 * an input box show `[text](address)` as a link, `command:` included, and a click on it runs the
 * command. Whoever chats with the agent, or runs the server, writes such texts. What is seen stays the
 * same: a blank without width stands where the link would be recognised.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll("](", "]\u200b(");
}

/** Where `$(name)` would be drawn as an icon: the text as it is. */
export function escapeIcons(text: string): string {
  return text.replaceAll("$(", "\\$(");
}

/**
 * A text as Markdown that shows just that text. `MarkdownString.appendText` would do, but it makes
 * every blank a no-break one, so that a tooltip could not be wrapped.
 */
export function plainMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&").replace(/\s+/g, " ");
}
