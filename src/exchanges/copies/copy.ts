import type { SentRequest } from "../../chat/exchange";
import { curlForBash } from "./curlBash";
import { curlForCmd } from "./curlCmd";
import { curlForPowerShell } from "./curlPowerShell";
import { httpFile } from "./httpFile";
import { nodeFetch } from "./nodeFetch";
import { partsOf, type CopyParts } from "./parts";

/** In which form a request can be taken elsewhere. */
export type CopyFormat = "curlBash" | "curlPowerShell" | "curlCmd" | "http" | "nodeFetch";

/** What there is to know of a form before choosing it. */
interface CopyFormatFacts {
  readonly label: string;
  /** For which programs it is, and what it cannot do. */
  readonly detail: string;
  /** The identifier of the language, as VS Code names it. */
  readonly language: string;
}

/** Every form, in the order in which they are offered. */
export const copyFormats: Readonly<Record<CopyFormat, CopyFormatFacts>> = {
  curlBash: {
    label: "cURL for bash",
    detail: "Also for zsh and other shells of Linux and macOS",
    language: "shellscript",
  },
  curlPowerShell: {
    label: "cURL for PowerShell",
    detail: "For Windows PowerShell 5.1 and PowerShell 7, with curl.exe",
    language: "powershell",
  },
  curlCmd: {
    label: "cURL for cmd",
    detail: "For the command prompt, not for a batch file; at most 8191 characters",
    language: "bat",
  },
  http: {
    label: "HTTP file",
    detail: "For REST Client, httpYac and JetBrains",
    language: "http",
  },
  nodeFetch: {
    label: "Node fetch",
    detail: "A module (.mjs) for Node 18 and later, without dependencies",
    language: "javascript",
  },
};

const writers: Readonly<Record<CopyFormat, (parts: CopyParts) => string>> = {
  curlBash: curlForBash,
  curlPowerShell: curlForPowerShell,
  curlCmd: curlForCmd,
  http: httpFile,
  nodeFetch,
};

/**
 * A request in another form. `secrets` maps the names of masked headers to their real values; what
 * it does not hold becomes a variable that the user has to fill in: `X-JSESSIONID` is read from
 * `X_JSESSIONID`, and `Authorization` from `AUTHORIZATION`, which holds the scheme, too. What is
 * masked inside URL or body stays masked.
 */
export function copyOf(
  format: CopyFormat,
  request: SentRequest,
  secrets: Readonly<Record<string, string>> = {},
): string {
  return writers[format](partsOf(request, secrets));
}
