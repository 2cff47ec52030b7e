import { Resolver } from 'node:dns/promises';
import { OperationError } from '../core/errors';
import { namePrefix } from '../core/names';
import type { Variables } from '../core/variables';
import { AwsClients } from '../aws/clients';
import { identityTags } from '../stacks/platform-tags';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import type { Checked, Context } from './check';
import { ACCOUNT_CHECKS, CHECKS } from './checks';
import { Plan } from '../terraform/planned-resources';
import { lineOf } from './report';
import { runChecks } from './run';

export interface PreflightOptions {
  readonly environment: SynthesizedEnvironment;
  /** Environment variables of the shell and the command. */
  readonly env: Variables;
  /** Looks up the name servers of a domain. @default asks the resolver of this machine */
  readonly resolveNs?: Context['resolveNs'];
}

/** Milliseconds for an answer, and attempts. */
const RESOLVER = { timeout: 2000, tries: 2 };

/** Checks whether AWS would reject an environment, before any resource is created. Read-only. */
export async function preflight({
  environment,
  env,
  resolveNs = (domain) => new Resolver(RESOLVER).resolveNs(domain),
}: PreflightOptions): Promise<Checked[]> {
  const { name, project, region, backend, synthesize } = environment;
  const aws = new AwsClients(region, env);
  const plan = Plan.read(synthesize(), env);
  try {
    return await runChecks(CHECKS, {
      environment: name,
      region,
      identity: { environment: name, project },
      prefix: namePrefix(environment),
      tags: identityTags(environment),
      backend: backend.type === 's3' ? backend : undefined,
      plan,
      aws,
      env,
      resolveNs,
    });
  } finally {
    aws.destroy();
  }
}

/**
 * Checks an account and a region, before the state bucket is created in them. Read-only.
 *
 * @param say receives each check that could not be completed
 * @throws OperationError PREFLIGHT with the first failed check
 */
export async function preflightAccount(
  region: string,
  env: Variables,
  say: (sentence: string) => void,
): Promise<void> {
  const aws = new AwsClients(region, env);
  try {
    const checks = await runChecks(ACCOUNT_CHECKS, { region, aws, env });
    const refused = checks.find(({ status }) => status === 'fail');
    if (refused) throw refusal(refused);
    for (const check of checks.filter(({ status }) => status === 'unchecked')) say(lineOf(check));
  } finally {
    aws.destroy();
  }
}

const refusal = ({ title, text, error, hint }: Checked): OperationError =>
  new OperationError({
    code: 'PREFLIGHT',
    summary: `${title}: ${text}`,
    detail: `AWS calls it ${error}`,
    ...(hint !== undefined && { hint }),
  });
