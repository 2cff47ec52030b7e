import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { Bastion } from '../constructs/bastion';
import { InstanceConnectEndpoint } from '../constructs/instance-connect-endpoint';
import type { Network } from '../constructs/network';
import type { InstanceProps } from '../constructs/server';
import { INSTANCE_CONNECT_ENDPOINT } from '../core/names';
import type { PermissionStatement } from '../iam/permission-statement';
import type { InputVariables } from './input-variables';
import { bastionSetup } from './instance-setups';

type BastionSettings = NonNullable<Environment['bastion']>;

export interface AccessContext {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  readonly inputs: InputVariables;
  readonly instanceProps: (settings: BastionSettings) => InstanceProps;
  /** Permissions of servers for Session Manager. */
  readonly sessions: readonly PermissionStatement[];
  readonly boundary: string | undefined;
}

/** What administrators' SSH connections come from. */
export interface PlatformAccess {
  readonly bastion: Bastion | undefined;
  readonly endpoint: InstanceConnectEndpoint | undefined;
}

/** Adds what administrators reach servers through; nothing where sessions need no port. */
export function addAccess(scope: Construct, context: AccessContext): PlatformAccess {
  const { environment, prefix, network } = context;
  const { access, bastion } = environment;
  return {
    bastion: bastion && addBastion(scope, bastion, context),
    endpoint:
      access.mode === 'instance-connect-endpoint'
        ? new InstanceConnectEndpoint(scope, INSTANCE_CONNECT_ENDPOINT, {
            name: INSTANCE_CONNECT_ENDPOINT,
            prefix,
            network,
            zone: access.zone,
          })
        : undefined,
  };
}

function addBastion(scope: Construct, settings: BastionSettings, context: AccessContext): Bastion {
  const { environment, prefix, network, inputs, instanceProps, sessions, boundary } = context;
  return new Bastion(scope, 'bastion', {
    ...instanceProps(settings),
    name: settings.name,
    prefix,
    network,
    zone: settings.zone,
    administrators: inputs.administrators(),
    internetPorts: settings.internetPorts,
    setup: bastionSetup(environment, sessions, boundary),
  });
}
