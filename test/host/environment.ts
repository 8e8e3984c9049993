/**
 * Our environment without what a surrounding VS Code's terminal has put there: its sockets, its debugger, its way to run
 * Electron as Node. Another VS Code would take them for its own.
 */
export function environmentOutsideVSCode(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
