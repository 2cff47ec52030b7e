import type { AccountContext, Check } from '../check';
import { accountPlan } from './account-plan';
import { caa } from './caa';
import { certificate } from './certificate';
import { secretsOfContainers } from './container-secrets';
import { credentials } from './credentials';
import { databaseClass } from './database-class';
import { databaseEngine } from './database-engine';
import { dnsDelegation } from './dns-delegation';
import { elasticIps } from './elastic-ips';
import { hostedZone } from './hosted-zone';
import { image } from './image';
import { instanceTypes } from './instance-types';
import { internetGateways } from './internet-gateways';
import { natGateways } from './nat-gateways';
import { permissions } from './permissions';
import { region } from './region';
import { securityGroupRules } from './security-group-rules';
import { serviceLinkedRoles } from './service-linked-roles';
import { stateBucket } from './state-bucket';
import { vcpus } from './vcpus';
import { vpcs } from './vpcs';

/** Checks of the account and the region, independent of an environment. */
export const ACCOUNT_CHECKS: readonly [Check<AccountContext>, ...Check<AccountContext>[]] = [
  credentials,
  region,
];

/** All checks, in output order. */
export const CHECKS: readonly [Check, ...Check[]] = [
  ...ACCOUNT_CHECKS,
  accountPlan,
  stateBucket,
  elasticIps,
  vpcs,
  internetGateways,
  natGateways,
  securityGroupRules,
  vcpus,
  instanceTypes,
  databaseClass,
  databaseEngine,
  certificate,
  hostedZone,
  dnsDelegation,
  caa,
  image,
  secretsOfContainers,
  serviceLinkedRoles,
  permissions,
];
