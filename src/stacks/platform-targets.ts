import type { Environment } from '../config';
import { canaryName } from '../config/canaries';
import type { ServerGroup } from '../constructs/server-group';
import type { Canary } from '../constructs/target-group';
import { LIVENESS_PATH } from '../roles/application/liveness';
import type { InputVariables } from './input-variables';
import type { PlatformServers } from './platform-servers';

interface TargetContext {
  readonly environment: Environment;
  readonly servers: PlatformServers;
  readonly inputs: InputVariables;
}

/** The second server group of a target, and its share of the requests. */
export function canaryOf(
  target: string,
  { environment, servers, inputs }: TargetContext,
): Canary | undefined {
  const { canary } = environment.servers.find(({ name }) => name === target) ?? {};
  if (!canary) return undefined;
  return {
    serverGroup: servers.serverGroup(canaryName(target)),
    weight: inputs.canaryWeight(target, canary.weight),
  };
}

/** The path that is configured, or that of the role's web page, or Spring's. */
export const healthCheckPathOf = (
  { healthCheckPath }: { readonly healthCheckPath?: string | undefined },
  { page }: ServerGroup,
): string => healthCheckPath ?? page?.healthCheckPath ?? LIVENESS_PATH;
