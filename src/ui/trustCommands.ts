import * as vscode from "vscode";
import type { CertificateFacts } from "../chat/certificate";
import { lookAtCertificates, lookStopped, type HandshakeLook } from "../chat/certificateLook";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { ProfileCertificates } from "../session/profileCertificates";
import { signalOf } from "./cancellation";
import { certificateLine, faultWords, isUnknownAuthority, trustQuestion } from "./certificateText";
import { clientCertificateCommand } from "./clientCertificateCommand";
import { runCommand, type CommandTable } from "./commands";
import { withoutLinks } from "./inertText";
import { showError, showInformation, showWarning } from "./notices";
import { pickProfile, profileInQuestion } from "./profileInQuestion";
import { ProfileNode } from "./profilesTree";

/** What the commands for certificates need. */
export interface TrustCommandParts {
  readonly profiles: ProfileStore;
  readonly certificates: ProfileCertificates;
  /** The longest wait for a server's certificate, in ms. */
  readonly timeoutMs: () => number;
}

type TrustCommandId =
  | typeof commandIds.trustAuthority
  | typeof commandIds.forgetAuthorities
  | typeof commandIds.setClientCertificate;

/** Trust and forget authorities of a profile; choose the certificate that it shows. */
export function trustCommands(parts: TrustCommandParts): Pick<CommandTable, TrustCommandId> {
  const { profiles, certificates } = parts;

  const trust = async (node?: unknown, url?: unknown): Promise<void> => {
    const target = await profileInQuestion(
      profiles,
      { node, url },
      "Which profile should trust an authority?",
    );
    if (!target) {
      return;
    }
    const { id, name, asked, origins } = target;
    const [first] = asked;
    if (first === undefined) {
      void showInformation(
        `“${name}” has no address with https: over plain http no certificate is shown.`,
      );
      return;
    }
    const { origin, look } = await lookAtOneOf(parts, id, asked);
    switch (look.kind) {
      case "trusted":
        void showInformation(
          `The certificate of ${origin} passes the check for “${name}” as it is. Send again by hand what failed.`,
        );
        return;
      case "failed":
        if (look.code !== lookStopped) {
          void showError(
            `Could not look at the certificate of ${origin}: it showed none (${look.code}). Nothing was sent, and nothing is trusted.`,
          );
        }
        return;
      case "untrusted": {
        const refusal = refusalOf(look);
        if (refusal !== undefined) {
          void showError(
            `${refusal} The certificate is that of ${origin}; nothing was sent, and nothing is trusted.`,
          );
          return;
        }
        const authority = look.chain.at(-1);
        const isTrusted = authority && (await confirmTrust(authority, look.chain, name, origins));
        if (isTrusted) {
          await keep(target.isStored, id, name, authority, origins);
        }
      }
    }
  };

  const keep = async (
    wasStored: boolean,
    id: string,
    name: string,
    authority: CertificateFacts,
    origins: readonly string[],
  ): Promise<void> => {
    if (wasStored && !profiles.has(id)) {
      void showWarning(`Nothing was saved: “${name}” was removed meanwhile.`);
      return;
    }
    await certificates.authorities.trust(id, authority, origins);
    const show = "Show Last Answer";
    const choice = await showInformation(
      `“${name}” trusts ${authority.subject}. Nothing is sent again by itself: send again by hand what failed.`,
      show,
    );
    if (choice === show) {
      await runCommand(commandIds.showAnswer);
    }
  };

  const forget = async (node?: unknown): Promise<void> => {
    const question = "Which profile should forget its certificate authorities?";
    const trusts = ({ id }: Profile): boolean => certificates.authorities.get(id) !== undefined;
    if (!profiles.current.all.some(trusts)) {
      void showInformation("No profile trusts a certificate authority of its own.");
      return;
    }
    const { active } = profiles.current;
    const given = node instanceof ProfileNode ? profiles.find(node.id) : active;
    const profile =
      given && (node !== undefined || trusts(given))
        ? given
        : await pickProfile(profiles, question, trusts);
    if (!profile) {
      return;
    }
    const authorities = certificates.authorities.get(profile.id);
    if (!authorities) {
      void showInformation(`“${profile.name}” trusts no certificate authority of its own.`);
      return;
    }
    const confirm = "Forget";
    const lines = authorities.map(
      ({ certificate, origins }) => `${certificateLine(certificate)}\nfor ${origins.join(" and ")}`,
    );
    const choice = await showWarning(
      `Forget the certificate authorities that “${profile.name}” trusts?`,
      {
        modal: true,
        detail: `${lines.join("\n\n")}\n\nWhat the system and VS Code trust stays as it is.`,
      },
      confirm,
    );
    if (choice === confirm) {
      await certificates.authorities.remove(profile.id);
    }
  };

  return {
    [commandIds.trustAuthority]: trust,
    [commandIds.forgetAuthorities]: forget,
    [commandIds.setClientCertificate]: clientCertificateCommand({ profiles, certificates }),
  };
}

/** Looks at one address after the other until one does not pass the check. */
async function lookAtOneOf(
  { certificates, timeoutMs }: TrustCommandParts,
  profileId: string,
  asked: readonly string[],
): Promise<{ readonly origin: string; readonly look: HandshakeLook }> {
  let last: { readonly origin: string; readonly look: HandshakeLook } | undefined;
  for (const origin of asked) {
    const tls = await certificates.tlsFor(profileId, origin);
    const look = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: withoutLinks(`Looking at the certificate of ${origin}`),
        cancellable: true,
      },
      (_, token) =>
        lookAtCertificates(origin, {
          timeoutMs: timeoutMs(),
          signal: signalOf(token),
          ...(tls && { tls }),
        }),
    );
    last = { origin, look };
    if (look.kind !== "trusted") {
      break;
    }
  }
  return last ?? { origin: "", look: { kind: "trusted" } };
}

/** Why trust would not help, as whole sentences; undefined where it does. */
function refusalOf({ code, fault }: HandshakeLook & { kind: "untrusted" }): string | undefined {
  if (fault !== undefined) {
    const { headline, advice } = faultWords[fault];
    return `No authority was offered to be trusted: ${headline}. ${advice}`;
  }
  return isUnknownAuthority(code)
    ? undefined
    : `No authority was offered to be trusted: the check ended with ${code}, which trust does not mend.`;
}

async function confirmTrust(
  authority: CertificateFacts,
  chain: readonly CertificateFacts[],
  profileName: string,
  origins: readonly string[],
): Promise<boolean> {
  const { question, detail } = trustQuestion(authority, chain, { profileName, origins });
  const trust = authority.isAuthority ? "Trust Authority" : "Trust Certificate";
  const choice = await showWarning(question, { modal: true, detail }, trust);
  return choice === trust;
}
