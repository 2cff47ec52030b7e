import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError, type Issue } from '../core/errors';
import { PRIVATE_KEY, URL_PASSWORD } from '../core/secret-values';
import type { Variables } from '../core/variables';
import { automaticVariablesFiles } from '../core/variables-files';

/** The body of a private key of OpenSSH, without its first line: "openssh-key-v1" in Base64. */
const OPENSSH_BODY = /b3BlbnNzaC1rZXktdjE/;

/** Base64 of "-----BEGIN ", and what follows it. */
const ENCODED = /LS0tLS1CRUdJTi[A-Za-z0-9+/_-]*/g;

/** Escaped characters of JSON and HCL strings. */
const ESCAPED = /\\u([0-9a-fA-F]{4})|\\\//g;

const SECRETS: readonly (readonly [what: string, isIn: (text: string) => boolean])[] = [
  ['a private key', (text) => PRIVATE_KEY.test(text) || OPENSSH_BODY.test(text)],
  [
    'a private key in Base64',
    (text) => (text.match(ENCODED) ?? []).some((code) => PRIVATE_KEY.test(decoded(code))),
  ],
  ['a URL with a password', (text) => URL_PASSWORD.test(text)],
];

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

const unescaped = (text: string): string =>
  text.replace(ESCAPED, (_, code?: string) =>
    code === undefined ? '/' : String.fromCharCode(parseInt(code, 16)),
  );

/** Words of a command line in a variable. HashiCorp: "Environment Variables", `TF_CLI_ARGS`. */
const words = (line: string): string[] =>
  (line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) => word.replace(/["']/g, ''));

/** Files that `-var-file` names in `TF_CLI_ARGS` or `TF_CLI_ARGS_<command>`. */
const filesOfArguments = (env: Variables): string[] =>
  Object.entries(env)
    .filter(([name]) => /^TF_CLI_ARGS(_\w+)?$/.test(name))
    .flatMap(([, line = '']) => {
      const given = words(line);
      return given.flatMap((word, at) => {
        const [, value] = /^--?var-file(?:=(.*))?$/s.exec(word) ?? [word, null];
        return value === null ? [] : [value ?? given[at + 1] ?? ''];
      });
    });

/** Content of a file; empty if it cannot be read, which Terraform reports. */
function contents(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function issuesOf(path: string): Issue[] {
  const text = unescaped(contents(path));
  return SECRETS.filter(([, isIn]) => isIn(text)).map(([what]) => ({
    code: 'SECRET_IN_VARIABLES',
    path,
    message: `holds ${what}, which Terraform would print along with a wrong value in the same line`,
    accepted:
      'no secret: ssh_public_key is the text of a .pub file, app_image has no credentials; set any other secret as TF_VAR_<name>',
  }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Refuses secrets in the variables files that Terraform would load: it prints the source line of a wrong value, and a JSON file may be one line.
 *
 * @param folder directory of a stack
 * @param env environment variables of Terraform
 * @throws ConfigurationError SECRET_IN_VARIABLES, without the secret
 */
export function refuseSecretsInVariablesFiles(folder: string, env: Variables = process.env): void {
  const files = [...automaticVariablesFiles(namesIn(folder)), ...filesOfArguments(env)];
  const paths = [...new Set(files.map((file) => resolve(folder, file)))];
  const issues = paths.flatMap(issuesOf);
  if (issues.length > 0) throw new ConfigurationError(issues);
}
