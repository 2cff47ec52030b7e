import { OperationError } from '../core/errors';
import { type AwsResource, UNMANAGED_TYPES } from '../resources';
import { Ec2Reader, type Ec2ReaderOptions } from '../aws/ec2-reader';
import type { Finding } from './finding';
import { StateIndex } from './state-index';
import type { Plan } from '../plan/plan';

export interface Search extends Omit<Ec2ReaderOptions, 'vpcs'> {
  readonly plan: Plan;
  /** Name of the environment. Used as the address of resources that belong to none of its own. */
  readonly environment: string;
}

async function withRefusal<Answer>(
  request: Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    signal?.throwIfAborted();
    const { name, message } = error as Error;
    throw new OperationError({
      code: 'AWS_REFUSED',
      summary: `Failed to list EC2 resources (${name}: ${message})`,
      hint: 'Use AWS credentials that may describe EC2 resources, and a network on which EC2 answers.',
    });
  }
}

/**
 * Checks that EC2 answers, so that failures are reported before Terraform reports them.
 *
 * @throws OperationError AWS_REFUSED
 */
export async function checkEc2(options: Omit<Ec2ReaderOptions, 'vpcs'>): Promise<void> {
  await withRefusal(new Ec2Reader({ ...options, vpcs: [] }).taggedVpcs(), options.signal);
}

/** Resources in AWS that state does not contain. */
export async function unmanagedResources(aws: Ec2Reader, state: StateIndex): Promise<AwsResource[]> {
  const found: AwsResource[] = [];
  for (const { lists } of UNMANAGED_TYPES.values())
    for (const list of lists) found.push(...(await list(aws, state)));
  return found.filter(({ ids }) => !ids.some((id) => state.owns(id)));
}

/**
 * Finds resources that are in the platform's VPCs, security groups and route tables, or carry the environment's tags, and are not
 * in state. A plan does not contain them.
 *
 * @throws OperationError AWS_REFUSED
 */
export async function unmanagedFindings({ plan, environment, ...options }: Search): Promise<Finding[]> {
  const state = new StateIndex(plan);
  const aws = new Ec2Reader({ ...options, vpcs: state.vpcs });
  const found = await withRefusal(unmanagedResources(aws, state), options.signal);
  return found.map(({ container, description }) => ({
    address: state.addressOf(container) ?? environment,
    outcome: 'leaves',
    text: `${description} is in AWS, but in no state; an apply leaves it`,
  }));
}
