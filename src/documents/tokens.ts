import type { FieldToken } from "../chat/fields";

/** What each token stands for when a body is checked: any value that the real one may be. */
const trialValues: Readonly<Record<FieldToken, bigint>> = {
  $now: 1_700_000_000_000n,
  $next: 1n,
  $engagement: 1n,
  $sessionClientId: 1n,
};

/** Every token. */
export const fieldTokens = Object.keys(trialValues) as readonly FieldToken[];

/** Whether a text is exactly a token. */
export function isFieldToken(text: string): text is FieldToken {
  return Object.hasOwn(trialValues, text);
}

/** Tokens with the digits to send in their place. */
export type TokenValues = Readonly<Partial<Record<FieldToken, bigint>>>;

/** A body with its tokens filled in, or what is missing for that. */
export interface FilledBody {
  /** What is to be sent; absent where there is no body or a token has no value. */
  readonly json?: string;
  /** The tokens of the body that have no value, each once. */
  readonly missing: readonly FieldToken[];
}

/**
 * Writes digits in the place of each token of a document's body, and takes a dollar sign off each
 * text that stands for the text of a token: `"$$now"` is sent as `"$now"`.
 */
export function fillTokens({ json }: { readonly json?: string }, values: TokenValues): FilledBody {
  if (json === undefined) {
    return { missing: [] };
  }
  const missing = tokensIn(json).filter((token) => values[token] === undefined);
  return missing.length > 0 ? { missing } : { json: fill(json, values), missing };
}

/** A body as it may be sent: every token with a value that it may have. */
export function withTrialValues(json: string): string {
  return fill(json, trialValues);
}

/** The tokens in a body, each once, in the order of the text. */
export function tokensIn(json: string): readonly FieldToken[] {
  const tokens = new Set<FieldToken>();
  replaceTexts(json, (text) => {
    if (isFieldToken(text)) {
      tokens.add(text);
    }
    return undefined;
  });
  return [...tokens];
}

function fill(json: string, values: TokenValues): string {
  return replaceTexts(json, (text) => {
    if (isFieldToken(text)) {
      return values[text]?.toString();
    }
    return escapedToken.test(text) ? JSON.stringify(text.slice(1)) : undefined;
  });
}

/**
 * A body as it was sent, made fit to stand in a document: a text that would be read as a token gets
 * the dollar sign that makes it a text again.
 */
export function escapeTokens(json: string): string {
  return replaceTexts(json, (text) =>
    escapedToken.test(`$${text}`) ? JSON.stringify(`$${text}`) : undefined,
  );
}

/** Two dollar signs or more; a token has one. */
const escapedToken = new RegExp(`^\\$+(?:${fieldTokens.map((token) => `\\${token}`).join("|")})$`);

/** Replaces values that are texts, names of members excepted; undefined leaves one as it stands. */
function replaceTexts(json: string, replace: (text: string) => string | undefined): string {
  return json.replace(
    /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/gs,
    (whole: string, literal: string, colon: string | undefined) =>
      colon === undefined && /^"(?:\$|\\u0024)/i.test(literal)
        ? (replace(JSON.parse(literal) as string) ?? whole)
        : whole,
  );
}
