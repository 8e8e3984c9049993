import { basename } from "node:path";
import * as vscode from "vscode";
import { clientCertificateProblem, type ClientCertificateProblem } from "../chat/clientCertificate";
import type { ClientCertificateReference } from "../profiles/clientCertificateReferences";
import type { ProfileStore } from "../profiles/profileStore";
import { readClientCertificate, type ProfileCertificates } from "../session/profileCertificates";
import { clientCertificateText, fileNames } from "./certificateText";
import { escapeIcons } from "./inertText";
import { askSteps } from "./multiStepInput";
import { showError, showInformation, showWarning } from "./notices";
import { profileInQuestion, type ProfileInQuestion } from "./profileInQuestion";

/** What choosing a client certificate needs. */
interface ClientCertificateParts {
  readonly profiles: ProfileStore;
  readonly certificates: ProfileCertificates;
}

type Files = ClientCertificateReference["files"];

/** Makes the command that sets, changes or forgets the certificate that a profile shows of itself. */
export function clientCertificateCommand({
  profiles,
  certificates,
}: ClientCertificateParts): (node?: unknown, url?: unknown) => Promise<void> {
  return async (node, url) => {
    const target = await profileInQuestion(
      profiles,
      { node, url },
      "Which profile should show a client certificate?",
    );
    if (!target) {
      return;
    }
    const { id, name, origins } = target;
    if (origins.length === 0) {
      void showInformation(
        `“${name}” has no address with https: over plain http no certificate is shown.`,
      );
      return;
    }
    const present = certificates.references.get(id);
    const wish = present ? await askWish(target, present) : "choose";
    if (wish === "forget") {
      await certificates.removeClientCertificate(id);
      void showInformation(`“${name}” shows no client certificate any more. Its file stays.`);
      return;
    }
    const files = wish === "extend" ? present?.files : wish && (await chooseFiles());
    const opened = files && (await openWithPassphrase(files));
    if (!opened) {
      return;
    }
    if (target.isStored && !profiles.has(id)) {
      void showWarning(`Nothing was saved: “${name}” was removed meanwhile.`);
      return;
    }
    await certificates.setClientCertificate(id, { files, origins }, opened.passphrase);
    void showInformation(
      `“${name}” shows ${fileNames(files)} to ${origins.join(" and ")}. The file stays where it is, and is read for each connection. Send again by hand what failed.`,
    );
  };
}

type Wish = "choose" | "extend" | "forget";

/** What to do where a certificate is set already; undefined when the user leaves. */
async function askWish(
  { name, origins }: ProfileInQuestion,
  { files, origins: present }: ClientCertificateReference,
): Promise<Wish | undefined> {
  const names = fileNames(files);
  const others = origins.filter((origin) => !present.includes(origin));
  const items: readonly (vscode.QuickPickItem & { readonly wish: Wish })[] = [
    ...(others.length > 0
      ? [
          {
            label: escapeIcons(`Show ${names} to ${others.join(" and ")}, Too`),
            wish: "extend",
          } as const,
        ]
      : []),
    { label: "Choose Another File…", wish: "choose" },
    {
      label: "Forget the Client Certificate",
      detail: "Its path and passphrase are forgotten; the file stays.",
      wish: "forget",
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: `“${name}” shows ${names} to ${present.join(" and ")}.`,
    ignoreFocusOut: true,
  });
  return picked?.wish;
}

/** Has the user choose the file with the certificate, and the key's where it is another one. */
async function chooseFiles(): Promise<Files | undefined> {
  const cert = await chooseFile("Client Certificate", {
    Certificates: ["pfx", "p12", "pem", "crt", "cer", "key"],
    "All Files": ["*"],
  });
  if (cert === undefined) {
    return undefined;
  }
  if (/\.(?:pfx|p12)$/i.test(cert)) {
    return { pfx: cert };
  }
  const reading = await readClientCertificate({ cert, key: cert }, undefined);
  if (typeof reading === "string") {
    tellProblem(reading);
    return undefined;
  }
  const text = reading.cert ?? "";
  if (!text.includes("-----BEGIN ")) {
    return { pfx: cert };
  }
  if (text.includes("PRIVATE KEY-----")) {
    return { cert, key: cert };
  }
  const key = await chooseFile(`Private Key for ${basename(cert)}`, {
    Keys: ["key", "pem"],
    "All Files": ["*"],
  });
  return key === undefined ? undefined : { cert, key };
}

async function chooseFile(
  title: string,
  filters: Record<string, string[]>,
): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, filters })) ?? [];
  if (file && file.scheme !== "file") {
    void showError(
      "Choose a file of the machine that the extension runs on: it is read by its path.",
    );
    return undefined;
  }
  return file?.fsPath;
}

/** Asks for the passphrase where one is needed, until it fits or the user leaves. */
async function openWithPassphrase(
  files: Files,
): Promise<{ readonly passphrase: string | undefined } | undefined> {
  let passphrase: string | undefined;
  for (;;) {
    const reading = await readClientCertificate(files, passphrase);
    const problem = typeof reading === "string" ? reading : clientCertificateProblem(reading);
    if (problem === undefined) {
      return { passphrase };
    }
    if (problem !== "passphrase") {
      tellProblem(problem);
      return undefined;
    }
    passphrase = await askPassphrase(files, passphrase !== undefined);
    if (passphrase === undefined) {
      return undefined;
    }
  }
}

function askPassphrase(files: Files, wasWrong: boolean): Promise<string | undefined> {
  const prompt = wasWrong ? "That passphrase does not open it. Passphrase" : "Passphrase";
  return askSteps<string>(
    "Set Client Certificate",
    [
      {
        kind: "password",
        prompt: `${prompt} of ${fileNames(files)}. It is kept in VS Code's secret storage only.`,
        value: () => "",
        check: (text) => (text === "" ? "Enter the passphrase." : undefined),
        accept: (_, text) => text,
      },
    ],
    "",
  );
}

function tellProblem(problem: ClientCertificateProblem): void {
  void showError(`${clientCertificateText(problem)} Nothing was changed.`);
}
