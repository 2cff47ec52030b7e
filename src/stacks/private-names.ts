import type { Construct } from 'constructs';
import type { Environment } from '../config';
import type { Network } from '../constructs/network';
import { PrivateDns } from '../constructs/private-dns';
import { privateDomain } from '../core/names';

/** The private hosted zone of an environment, added at the first call. */
export const privateDnsOf = (scope: Construct, environment: Environment, { vpcId }: Network): PrivateDns =>
  (scope.node.tryFindChild('private-dns') as PrivateDns | undefined) ??
  new PrivateDns(scope, 'private-dns', { domain: privateDomain(environment), vpcId });
