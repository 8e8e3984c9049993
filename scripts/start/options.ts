import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { dist } from "../../test/host/paths";

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly kind: "server" | "desktop" | "whatever";
  /** Whether the browser is opened at the printed address. */
  readonly opensBrowser: boolean;
  readonly fresh: boolean;
  /** The port of the server build; undefined, the usual one or a free one. */
  readonly port: number | undefined;
  /** The folder that the window opens; undefined, the example. */
  readonly folder: string | undefined;
  /** Where settings and state of the window are kept between starts. */
  readonly data: string;
}

/** The usage text of `npm start`. */
export const usage = `Usage: npm start -- [options]

Builds the extension and opens VS Code with it, a simulator running and an example folder open: the desktop
VS Code where there is one (the command "code", or a download), the server build in a browser otherwise.

Options
  --server       the server build, even where there is a desktop VS Code (Linux x64)
  --desktop      the desktop VS Code or nothing
  --no-open      print the address and leave the browser alone
  --fresh        forget settings and state of earlier starts
  --port N       port of the server build (8485, or a free one where that is taken)
  --folder PATH  open this folder and not the example
  --data PATH    where settings and state are kept (dist/start)
  --help         this text`;

/** Reads the command line: the options, "help", or an `Error` with a sentence about what is wrong. */
export function readStartOptions(args: readonly string[]): StartOptions | "help" | Error {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        server: { type: "boolean", default: false },
        desktop: { type: "boolean", default: false },
        "no-open": { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        port: { type: "string" },
        folder: { type: "string" },
        data: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      return "help";
    }
    if (values.server && values.desktop) {
      return new Error("--server and --desktop exclude each other.");
    }
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      return new Error(`--port takes a number from 1 to 65535, not "${values.port ?? ""}".`);
    }
    return {
      kind: values.server ? "server" : values.desktop ? "desktop" : "whatever",
      opensBrowser: !values["no-open"],
      fresh: values.fresh,
      port,
      folder: values.folder === undefined ? undefined : resolve(values.folder),
      data: resolve(values.data ?? `${dist}/start`),
    };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
