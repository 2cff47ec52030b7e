import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Variables } from '../../core/variables';
import { type AccountContext, type Check, fail, pass } from '../check';

const EXPORT = 'eval "$(aws configure export-credentials --format env)"';

/** Active profile; undefined if environment variables contain the credentials. */
function profileOf(env: Variables): string | undefined {
  if (env['AWS_ACCESS_KEY_ID'] !== undefined) return undefined;
  return env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE'] ?? 'default';
}

/**
 * Whether a profile uses an `aws login` session.
 * AWS CLI: "Login for AWS local development using console credentials".
 */
function isLoginSession(profile: string, env: Variables): boolean {
  const file = env['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws', 'config');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  const sections = text.split(/^\s*\[/m).map((section) => section.split(']'));
  const names = profile === 'default' ? ['default', 'profile default'] : [`profile ${profile}`];
  return sections.some(
    ([name = '', ...lines]) =>
      names.includes(name.trim().replace(/\s+/g, ' ')) && /^\s*login_session\s*=/m.test(lines.join(']')),
  );
}

/**
 * Requires credentials that both the SDK and the provider support. Provider 5.100.0 cannot read `aws login`
 * sessions.
 */
export const credentials: Check<AccountContext> = {
  id: 'credentials',
  title: 'Credentials',
  prevents: 'Terraform finds no credentials, or works in another account than intended',
  error: 'NoCredentialProviders, InvalidClientTokenId, ExpiredToken',
  permissions: [],
  async run({ aws, env }) {
    const profile = profileOf(env);
    if (profile !== undefined && isLoginSession(profile, env))
      return fail(
        `profile ${profile} is a session of aws login, which Terraform's provider cannot read`,
        `Run ${EXPORT}`,
      );
    try {
      const { Account, Arn } = await aws.homeSts.send(new GetCallerIdentityCommand());
      return pass(`account ${Account}, as ${Arn}`);
    } catch (error) {
      const { name, message } = error as Error;
      return fail(
        `${name}: ${message.split('\n')[0]}`,
        `Use aws configure or aws sso login; for a session of aws login run ${EXPORT}`,
      );
    }
  },
};
