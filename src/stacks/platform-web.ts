import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { AccessLogs } from '../constructs/access-logs';
import { Domain } from '../constructs/domain';
import { LoadBalancer } from '../constructs/load-balancer';
import type { Network } from '../constructs/network';
import { cidrPeer } from '../constructs/security-group';
import { WebFirewall } from '../constructs/web-firewall';
import { hostsOf } from '../net/listener-rules';
import { domainNames } from './domain-names';
import type { InputVariables } from './input-variables';
import { canaryOf, healthCheckPathOf } from './platform-targets';
import type { PlatformServers } from './platform-servers';

type WebSettings = NonNullable<Environment['loadBalancer']>;

/** What a load balancer stands in and before. */
export interface WebContext {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  readonly servers: PlatformServers;
  readonly inputs: InputVariables;
  /** Id of the account, where it is needed. */
  readonly accountId: () => string;
}

/** Adds the load balancer with its domain, access logs, firewall and the web pages of servers. */
export function addWeb(scope: Construct, settings: WebSettings, context: WebContext): LoadBalancer {
  const { environment, prefix, network, servers, inputs, accountId } = context;
  const target = servers.serverGroup(settings.target);
  const domain = addDomain(scope, settings, context);
  const balancer = new LoadBalancer(scope, 'load-balancer', {
    ...settings,
    healthCheckPath: healthCheckPathOf(settings, target),
    hasRoutes: settings.routes.length > 0,
    name: prefix,
    network,
    target,
    canary: canaryOf(settings.target, context),
    allowFrom: settings.allowFrom.map(cidrPeer),
    certificateArn: domain?.certificateArn ?? settings.certificateArn,
    hostName: settings.domain?.name,
    logBucket: addAccessLogs(scope, settings, context)?.bucket,
    accountId: settings.certificateArn === undefined ? undefined : accountId(),
    deletionProtection: environment.deletionProtection,
  });
  for (const route of settings.routes) {
    const serverGroup = servers.serverGroup(route.target);
    const hosts = hostsOf(route, settings);
    const healthCheckPath = healthCheckPathOf(route, serverGroup);
    const canary = canaryOf(route.target, context);
    balancer.addRoute({ ...route, serverGroup, canary, hosts, healthCheckPath });
  }
  const pages = servers.pages();
  if (pages.length > 0) {
    const administrators = inputs.administrators();
    for (const page of pages) balancer.addPage({ ...page, administrators });
  }
  if (domain) resolveNames(scope, domain, balancer);
  addFirewall(scope, settings, balancer, context);
  return balancer;
}

function addDomain(
  scope: Construct,
  { domain }: WebSettings,
  { environment, prefix }: WebContext,
): Domain | undefined {
  return domain && new Domain(scope, 'domain', { ...domain, names: domainNames(environment), tag: prefix });
}

/** Points the host names to the load balancer, or tells which records do. */
function resolveNames(scope: Construct, domain: Domain, { aliasTarget }: LoadBalancer): void {
  domain.pointTo(aliasTarget);
  const value = domain.dnsRecords(aliasTarget);
  const description = 'DNS records to create: proofs for the certificate, and the host names';
  if (value !== undefined) new TerraformOutput(scope, 'dns_records', { value, description });
}

function addAccessLogs(
  scope: Construct,
  { accessLogs }: WebSettings,
  { environment: { region, deletionProtection }, prefix, accountId }: WebContext,
): AccessLogs | undefined {
  if (!accessLogs) return undefined;
  const props = { ...accessLogs, prefix, accountId: accountId(), region, deletionProtection };
  return new AccessLogs(scope, 'access-logs', props);
}

function addFirewall(
  scope: Construct,
  { firewall }: WebSettings,
  { arn: loadBalancerArn }: LoadBalancer,
  { environment: { logRetentionDays: retentionDays, deletionProtection }, prefix }: WebContext,
): void {
  if (!firewall) return;
  const props = { ...firewall, name: prefix, loadBalancerArn, retentionDays, deletionProtection };
  new WebFirewall(scope, 'firewall', props);
}
