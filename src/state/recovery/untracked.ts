import type { Environment } from '../../config';
import { OperationError } from '../../core/errors';
import type { Variables } from '../../core/variables';
import { ec2Facts, lasting } from './ec2-facts';
import { namedResources } from './named';
import { type Tagged, taggedResources } from './tagged';

export interface Search {
  readonly environment: Environment;
  /** Directory of the stack, which contains the names. */
  readonly stack: string;
  readonly env: Variables;
}

async function all({ environment, stack, env }: Search): Promise<Tagged[]> {
  const found = [
    ...(await taggedResources(environment, env)),
    ...(await namedResources(stack, environment, env)),
  ];
  const byArn = new Map(found.map((one) => [one.arn, one]));
  const once = [...byArn.values()].sort((one, other) => (one.arn < other.arn ? -1 : 1));
  return lasting(once, await ec2Facts(environment, env));
}

/**
 * Lists the resources of an environment by their tags, sorted by ARN. Excludes temporary resources.
 *
 * @throws OperationError AWS_REFUSED
 */
export async function environmentResources(search: Search): Promise<Tagged[]> {
  try {
    return await all(search);
  } catch (error) {
    const { project, name: environment } = search.environment;
    const { name, message } = error as Error;
    throw new OperationError({
      code: 'AWS_REFUSED',
      summary: `Failed to list the resources with the tags of ${project} ${environment} (${name}: ${message})`,
      hint: 'Use AWS credentials with the permission tag:GetResources, and a network on which AWS answers.',
    });
  }
}
