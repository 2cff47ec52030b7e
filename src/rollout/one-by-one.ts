import { join } from 'node:path';
import { AwsClients } from '../aws/clients';
import { ServerGroups } from '../aws/server-groups';
import { ConfigurationError } from '../core/errors';
import { backendName } from '../core/state-backend';
import type { Plan as PlanDocument } from '../plan/plan';
import { Plan } from '../terraform/planned-resources';
import { Terraform } from '../terraform/terraform';
import { type Application, applicationsOf, type SingleServer, singleServersOf } from './applications';
import { followed, INTERVAL, type RolloutOptions } from './index';
import { observe } from './observation';
import type { RolledOut } from './report';

export interface OneByOneOptions extends Omit<RolloutOptions, 'rollback'> {
  /** Directory of the state file of a local backend. @default the one that the JSON names */
  readonly stateDir?: string | undefined;
}

interface Counted {
  readonly application: Application;
  readonly servers: readonly SingleServer[];
}

const flags = (servers: readonly SingleServer[]): string[] =>
  servers.flatMap(({ address, attachments }) => [address, ...attachments].map((one) => `-target=${one}`));

/** Applications of several single servers. */
function countedOf(plan: Plan, environment: string): Counted[] {
  const counted = applicationsOf(plan)
    .map((application) => ({ application, servers: singleServersOf(plan, application) }))
    .filter(({ servers }) => servers.length > 1);
  if (counted.length > 0) return counted;
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--one-by-one',
    message: `no application of ${environment} has several single servers`,
    accepted:
      'an environment with an application whose count is 2 or more; Auto Scaling replaces those of a group one by one',
  });
}

/** Terraform in the folder of the stack, with its state. */
async function initialized(
  folder: string,
  { environment, env, signal, stateDir }: OneByOneOptions,
): Promise<Terraform> {
  const { name, backend } = environment;
  if (backend.type === 'cloud')
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--one-by-one',
      message: `${name} has its state in ${backendName(backend)}, whose runs change all servers at once`,
      accepted: 'an environment with its state in S3 or in a file, or autoScaling with equal min and max',
    });
  const terraform = new Terraform(folder, { env, signal });
  if (backend.type === 'local' && stateDir !== undefined)
    terraform.useLocalState(join(stateDir, backend.file));
  await terraform.init('-reconfigure');
  return terraform;
}

/** Servers that an apply would change, those first that do not answer: the others serve until these do. */
async function changedServers(
  terraform: Terraform,
  groups: ServerGroups,
  { application, servers }: Counted,
): Promise<SingleServer[]> {
  const plan = (await terraform.plan(...flags(servers))) as PlanDocument;
  const changes = plan.resource_changes ?? [];
  const changed = servers.filter(({ address, attachments }) =>
    changes.some(
      (one) =>
        [address, ...attachments].includes(one.address) &&
        one.change.actions.some((action) => action !== 'no-op'),
    ),
  );
  const now = await observe(groups, application);
  const answering = new Set(now.servers.flatMap(({ id, answers }) => (answers ? [id] : [])));
  const idOf = ({ address }: SingleServer) =>
    plan.prior_state?.values?.root_module?.resources?.find((one) => one.address === address)?.values['id'];
  const answers = (server: SingleServer): boolean => answering.has(String(idOf(server)));
  return [...changed.filter((one) => !answers(one)), ...changed.filter(answers)];
}

/**
 * Applies what changes the single servers of applications, server after server: the next one when all answer. Ends at the first one that
 * does not answer, and leaves the others as they are.
 *
 * @throws ConfigurationError USAGE if there are none, or the state is in HCP Terraform; OperationError COMMAND_FAILED with Terraform's
 * output, ROLLOUT_NOT_DEPLOYED
 */
export async function rolloutOneByOne(options: OneByOneOptions): Promise<RolledOut[]> {
  const { environment, env, signal, onProgress, timeout, interval = INTERVAL } = options;
  const folder = environment.synthesize();
  const all = countedOf(Plan.read(folder, env), environment.name);
  const terraform = await initialized(folder, options);
  const aws = new AwsClients(environment.region, env);
  const groups = new ServerGroups(aws, signal);
  const follow = { timeout, interval, signal, onProgress };
  const rolledOut: RolledOut[] = [];
  try {
    for (const counted of all) {
      const { application } = counted;
      let ended: RolledOut | undefined;
      for (const server of await changedServers(terraform, groups, counted)) {
        onProgress(`${application.name}: changing ${server.address}`);
        await terraform.run(['apply', '-input=false', '-auto-approve', ...flags([server])]);
        ended = await followed(aws, groups, application, follow);
        if (!ended.done) return [...rolledOut, ended];
      }
      rolledOut.push(ended ?? (await followed(aws, groups, application, follow)));
    }
    return rolledOut;
  } finally {
    aws.destroy();
  }
}
