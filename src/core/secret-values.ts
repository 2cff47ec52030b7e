/** Ends of names of variables that hold secrets, and not e.g. the time after which a token expires. */
const SECRET_NAME =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(API|ACCESS|PRIVATE|SECRET|ENCRYPTION|SIGNING)_?KEY)$/i;

/** Private keys as PEM (RFC 7468, OpenSSH, PGP) and of PuTTY. */
export const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY|PuTTY-User-Key-File-\d/;

/** A password in a URL, or in front of a registry; not a reference to one. RFC 3986, section 3.2.1. */
export const URL_PASSWORD = /:\/\/[^\s/:@"]*:(?!\$\{)[^\s/@"]+@/;

/** Forms of well-known secrets. */
const SECRET_FORMS: readonly (readonly [form: RegExp, what: string])[] = [
  [PRIVATE_KEY, 'is a private key'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'has the form of an AWS access key'],
  [/\b(gh[pousr]_|github_pat_)\w{10,}/, 'has the form of a GitHub token'],
  [/\bglpat-[\w-]{10,}/, 'has the form of a GitLab token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, 'has the form of a Slack token'],
  [/\b[sr]k_live_[A-Za-z0-9]{10,}/, 'has the form of a Stripe key'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/, 'has the form of a JSON Web Token'],
  [URL_PASSWORD, 'is a URL with a password'],
];

/** A hash or a key in hexadecimal digits, of 128 bits or more. */
const HEXADECIMAL = /^[0-9a-f]{32,}$/i;

/** Base64 with capitals, small letters and digits, which is no path; - and _ separate words of a name. */
const BASE64 = /^(?!\/)(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9+/]{20,}={0,2}$/;

/** Bits for each character that words of a language and numbers do not reach. */
const RANDOM_BITS = 3;

/** Shannon entropy of a text's characters, in bits for each. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
}

const isRandom = (value: string): boolean =>
  value
    .split(/[-_]/)
    .some((word) => (HEXADECIMAL.test(word) || BASE64.test(word)) && entropy(word) >= RANDOM_BITS);

/** Which well-known secret a text is or holds, as the end of a sentence. Undefined if none. */
export const secretForm = (text: string): string | undefined =>
  SECRET_FORMS.find(([pattern]) => pattern.test(text))?.[1];

/** Whether a variable or an argument has the name of a secret, e.g. `DB_PASSWORD` or `client_secret`. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Why a variable looks like a secret, as the end of a sentence. Undefined if it does not. */
export function looksSecret(name: string, value: string): string | undefined {
  const form = secretForm(value);
  if (form !== undefined) return form;
  if (isSecretName(name)) return 'has the name of a secret';
  return isRandom(value) ? 'looks like a random key' : undefined;
}
