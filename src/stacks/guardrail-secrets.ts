import { isSecretName, secretForm } from '../core/secret-values';
import type { Arguments, Rule } from './guardrail';

/** Arguments of the provider that hold a secret under a name of their own. */
const SECRET_ARGUMENTS = ['secret_string', 'secret_binary'];

const isReference = (text: string): boolean => text.includes('${');

const isSecret = (name: string, text: string): boolean =>
  secretForm(text) !== undefined ||
  (text !== '' && !isReference(text) && (isSecretName(name) || SECRET_ARGUMENTS.includes(name)));

/** JSON in a text, e.g. the definition of a container. */
function jsonIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A variable as `{ name, value }`, of a container or a build. */
const isVariable = (value: unknown): value is { name: string; value: string } =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'value' in value &&
  typeof value.name === 'string' &&
  typeof value.value === 'string';

/** Paths of the secrets in a value, e.g. `environment.variables.DB_PASSWORD`. */
function secretsAt(path: readonly string[], value: unknown): string[] {
  if (typeof value === 'string') {
    const json = jsonIn(value);
    if (json !== undefined) return secretsAt(path, json);
    return isSecret(path.at(-1) ?? '', value) ? [path.join('.')] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((one) =>
      isVariable(one) ? secretsAt([...path, one.name], one.value) : secretsAt(path, one),
    );
  return Object.entries(value)
    .filter(([key]) => key !== '//')
    .flatMap(([key, one]) => secretsAt([...path, key], one));
}

/** A parameter that Systems Manager encrypts, since it is a secret. */
const isSecureString = (type: string, { type: kind, value }: Arguments): boolean =>
  type === 'aws_ssm_parameter' && kind === 'SecureString' && typeof value === 'string' && !isReference(value);

export const plainSecrets: Rule = (type, values) => {
  const paths = [...(isSecureString(type, values) ? ['value'] : []), ...secretsAt([], values)];
  return [...new Set(paths)].map((path) => `${path} has a secret in plain text`);
};
