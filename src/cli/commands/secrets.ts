import type { AwsClients } from '../../aws/clients';
import { ConfigurationError } from '../../core/errors';
import type { NamedSecret } from '../../terraform/container-secrets';
import { defineCommand, ENVIRONMENT } from '../define-command';
import { SYNTHESIZED, synthesizedEnvironment } from '../synthesized';

/** The secret with a name. @throws ConfigurationError USAGE if there is none, or several */
function named(secrets: readonly NamedSecret[], name: string): NamedSecret {
  const [found, ...others] = secrets.filter(({ variable }) => variable === name);
  if (found && others.length === 0) return found;
  const names = [...new Set(secrets.map(({ variable }) => variable))].join(', ');
  throw new ConfigurationError({
    code: 'USAGE',
    path: 'devloop secrets set',
    given: name,
    message: found ? 'is another secret in each of several containers' : 'is no secret of a container',
    accepted: found
      ? 'a name in container.secrets that one secret has'
      : names || 'none: no container has secrets',
  });
}

interface Known extends NamedSecret {
  readonly exists: boolean;
}

const lineOf = ({ variable, kind, id, exists }: Known): string =>
  `${exists ? '✔' : '✘'} ${variable}: ${kind} ${id}${exists ? '' : ' has no value'}\n`;

async function known(aws: AwsClients, secrets: readonly NamedSecret[]): Promise<Known[]> {
  const { hasValue } = await import('../../aws/secret-store');
  return Promise.all(secrets.map(async (secret) => ({ ...secret, exists: await hasValue(aws, secret) })));
}

export const secrets = defineCommand({
  name: 'secrets',
  group: 'aws',
  summary: "List, check and write the secrets of an environment's containers",
  description:
    'Reads no value. `list` tells which have one, `check` exits with status 2 where one has none, and `set` writes one from standard ' +
    'input, or from a prompt that does not show it. Servers start their container anew within ten minutes.',
  argument: { name: 'action', description: 'What to do', choices: ['list', 'check', 'set'] },
  operand: { name: 'NAME', description: 'Name in container.secrets', of: ['set'] },
  options: { environment: ENVIRONMENT, synthesized: SYNTHESIZED },
  examples: [
    { run: 'secrets set STRIPE_KEY --environment prod', does: 'prompts for the value' },
    { run: 'secrets set STRIPE_KEY --environment prod <key.txt', does: 'takes it from a file' },
    { run: 'secrets check --environment prod', does: 'before a deploy: which are missing' },
  ],
  json: true,
  async run({ argument, operand, options, result, say }) {
    const { AwsClients } = await import('../../aws/clients');
    const { Plan } = await import('../../terraform/planned-resources');
    const { containerSecrets } = await import('../../terraform/container-secrets');
    const environment = await synthesizedEnvironment(options, 'secrets');
    const env = { ...process.env };
    const all = containerSecrets(Plan.read(environment.synthesize(), env));
    const aws = new AwsClients(environment.region, env);
    try {
      if (argument === 'set') {
        const { putValue } = await import('../../aws/secret-store');
        const { readSecretValue } = await import('../secret-value');
        const secret = named(all, operand ?? '');
        const version = await putValue(aws, secret, await readSecretValue(secret.variable, secret.kind, say));
        const text = `${secret.variable}: ${secret.kind} ${secret.id} has version ${version}\n`;
        result({ environment: environment.name, ...secret, version }, text);
        return 'done';
      }
      const secrets = await known(aws, all);
      if (secrets.length === 0) say(`No container of ${environment.name} has secrets.`);
      result({ environment: environment.name, secrets }, secrets.map(lineOf).join(''));
      return argument === 'check' && secrets.some(({ exists }) => !exists) ? 'differs' : 'done';
    } finally {
      aws.destroy();
    }
  },
});
