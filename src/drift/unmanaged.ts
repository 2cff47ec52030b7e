import { OperationError } from '../core/errors';
import { Ec2Reader, type Ec2ReaderOptions } from '../aws/ec2-reader';
import type { Finding } from './finding';
import { Known } from './state-index';
import type { Plan } from './plan';
import { KINDS, type Thing } from './unmanaged-kinds';

export interface Search extends Omit<Ec2ReaderOptions, 'vpcs'> {
  readonly plan: Plan;
  /** Name of the environment: the address of what is in none of its resources. */
  readonly environment: string;
}

async function asked<Answer>(ask: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  try {
    return await ask;
  } catch (error) {
    signal?.throwIfAborted();
    const { name, message } = error as Error;
    throw new OperationError({
      code: 'AWS_REFUSED',
      summary: `EC2: cannot be asked what there is (${name}: ${message})`,
      hint: 'AWS credentials that may describe what is in EC2, and a network on which it answers',
    });
  }
}

/**
 * Makes sure that AWS answers, before a plan says in its own words that it does not.
 *
 * @throws OperationError AWS_REFUSED
 */
export async function checkEc2(options: Omit<Ec2ReaderOptions, 'vpcs'>): Promise<void> {
  await asked(new Ec2Reader({ ...options, vpcs: [] }).taggedVpcs(), options.signal);
}

/**
 * What is in the platform's VPCs, security groups and route tables, or carries the environment's tags, and state knows nothing
 * of: a plan does not see it.
 *
 * @throws OperationError AWS_REFUSED
 */
export async function strangerFindings({ plan, environment, ...options }: Search): Promise<Finding[]> {
  const known = new Known(plan);
  const aws = new Ec2Reader({ ...options, vpcs: known.vpcs });
  const things: Thing[] = [];
  for (const list of KINDS) things.push(...(await asked(list(aws, known), options.signal)));
  return things
    .filter(({ ids }) => !ids.some((id) => known.owns(id)))
    .map(({ inside, what }) => ({
      address: known.addressOf(inside) ?? environment,
      outcome: 'leaves',
      text: `${what} is in AWS, but in no state; an apply leaves it`,
    }));
}
