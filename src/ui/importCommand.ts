import * as vscode from "vscode";
import { allOperations } from "../chat/operations";
import { checkSessionId } from "../chat/server";
import { readCurlCommand } from "../documents/import/curlCommand";
import { readHarEntry } from "../documents/import/har";
import { readHttpFile } from "../documents/import/httpFile";
import type { ImportedRequest, ImportReading } from "../documents/import/imported";
import { shownAddress } from "../documents/import/shownAddress";
import { toRequestDocument, type DocumentConversion } from "../documents/import/toDocument";
import { writeRequestDocument } from "../documents/writeDocument";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { SessionStore } from "../session/sessionStore";
import type { CommandTable } from "./commands";
import { describeImportNote, describeImportProblem } from "./documents/importText";
import { escapeIcons } from "./inertText";
import { showError, showInformation } from "./notices";
import { openDocument } from "./openDocument";

/** What importing needs. */
export interface ImportCommandParts {
  readonly profiles: ProfileStore;
  readonly sessions: Pick<SessionStore, "set">;
}

type Converted = Extract<DocumentConversion, { ok: true }>;

/** Makes a request document of a request in another form. */
export function importCommand(
  parts: ImportCommandParts,
): Pick<CommandTable, typeof commandIds.importRequest> {
  return {
    [commandIds.importRequest]: async () => {
      const source = await askSource();
      if (source === undefined) {
        return;
      }
      const reading = readAny(source);
      if (!reading.ok) {
        void showError(describeImportProblem(reading.problem));
        return;
      }
      const request = await pickRequest(reading.requests);
      const conversion = request && toRequestDocument(request);
      if (!conversion) {
        return;
      }
      if (!conversion.ok) {
        void showError(describeImportProblem(conversion.problem));
        return;
      }
      const notes = conversion.notes.map(describeImportNote);
      const { operation } = conversion.parts;
      const text = writeRequestDocument({ ...conversion.parts, comments: notes.flatMap(linesOf) });
      await openDocument(allOperations[operation].name, text);
      if (notes.length > 0) {
        void showInformation(notes.join(" "));
      }
      await offerSession(parts, conversion);
    },
  };
}

/** A sentence as lines that can be read without scrolling. */
function linesOf(note: string): readonly string[] {
  return (note.match(/.{1,96}(?=\s|$)|\S+/g) ?? []).map((line) => line.trim());
}

/** The text to import: what was copied, or a file. */
async function askSource(): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: "$(clippy) From the Clipboard",
        detail: "A cURL command, a request of an .http file, or a HAR",
        read: () => vscode.env.clipboard.readText(),
      },
      {
        label: "$(file) From a File…",
        detail: "An .http or .rest file, a HAR, or a script with a cURL command",
        read: readChosenFile,
      },
    ],
    { placeHolder: "Where is the request?" },
  );
  return picked?.read();
}

async function readChosenFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: "Import Request",
      filters: { Requests: ["http", "rest", "har", "sh", "txt", "json"] },
    })) ?? [];
  return file && new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

/** The form of a text shows in its beginning. */
function readAny(text: string): ImportReading {
  if (/^\s*\{/.test(text)) {
    return readHarEntry(text);
  }
  const curl = readCurlCommand(text);
  if (curl.ok || curl.problem.kind !== "notCurl") {
    return curl;
  }
  return readHttpFile(text);
}

async function pickRequest(
  requests: readonly [ImportedRequest, ...ImportedRequest[]],
): Promise<ImportedRequest | undefined> {
  if (requests.length === 1) {
    return requests[0];
  }
  const items = requests.map((request) => {
    const address = shownAddress(request);
    const { path } = /^[^?#]*\/(?<path>[^/?#]*)/.exec(address)?.groups ?? {};
    return {
      label: escapeIcons(`${request.method} ${path ?? address}`),
      detail: escapeIcons(address),
      request,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: `Which of the ${requests.length} requests?`,
    matchOnDetail: true,
  });
  return picked?.request;
}

/** A session id that stood in the text can be kept for a profile; everything else is dropped. */
async function offerSession(
  { profiles, sessions }: ImportCommandParts,
  { address, found }: Converted,
): Promise<void> {
  const session = found.find(({ kind }) => kind === "sessionId")?.value.trim();
  const others = found.filter(({ kind }) => kind !== "sessionId" && kind !== "accountId");
  if (others.length > 0) {
    const names = [...new Set(others.map(({ header }) => header))].join(", ");
    void showInformation(
      `The text held credentials that a document never holds: ${names}. They were dropped.`,
    );
  }
  if (session === undefined || checkSessionId(session) !== undefined) {
    return;
  }
  const profile = profiles.current.active;
  if (!profile || !isSamePlace(profile, address)) {
    void showInformation(
      profile
        ? `The session id in the text was dropped: it belongs to another chat server or site than that of “${profile.name}”.`
        : "The session id in the text was dropped: there is no profile to keep it for.",
    );
    return;
  }
  const keep = "Keep Session";
  const choice = await showInformation(
    `The text held a session id. Keep it for “${profile.name}” in VS Code's secret storage? It is not in the document.`,
    keep,
    "Drop It",
  );
  if (choice === keep) {
    await sessions.set(profile, session);
  }
}

function isSamePlace({ origin, fqSiteName }: Profile, address: Converted["address"]): boolean {
  return (
    (address.origin === undefined || address.origin === origin) &&
    (address.fqSiteName === undefined || address.fqSiteName === fqSiteName)
  );
}
