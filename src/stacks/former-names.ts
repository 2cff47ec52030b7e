import { TerraformResource, type TerraformStack } from 'cdktf';
import type { Environment } from '../config';
import type { Move } from '../constructs/moved-blocks';

type ServerSettings = Environment['servers'][number];

/** The environment with the former names of its servers, wherever these stand. */
function withFormerNames(environment: Environment): Environment {
  const { servers, traffic, loadBalancer, internalLoadBalancer, database } = environment;
  const names = new Map(servers.map(({ name, formerly = name }) => [name, formerly]));
  const formerOf = (name: string): string => names.get(name) ?? name;
  return {
    ...environment,
    servers: servers.map(({ formerly, ...server }) => ({ ...server, name: formerly ?? server.name })),
    traffic: traffic.map((rule) => ({ ...rule, from: formerOf(rule.from), to: formerOf(rule.to) })),
    loadBalancer: loadBalancer && {
      ...loadBalancer,
      target: formerOf(loadBalancer.target),
      routes: loadBalancer.routes.map((route) => ({ ...route, target: formerOf(route.target) })),
    },
    internalLoadBalancer: internalLoadBalancer && {
      services: internalLoadBalancer.services.map((service) => ({
        ...service,
        target: formerOf(service.target),
        clients: service.clients.map(formerOf),
      })),
    },
    database: database && { ...database, clients: database.clients.map(formerOf) },
  };
}

/** The servers that may be the one that a count began with, or that is left of it: the first of the first zone, with a count or without. */
const oneOf =
  (isCounted: (server: ServerSettings) => boolean) =>
  (server: ServerSettings): ServerSettings =>
    server.formerly === undefined || server.autoScaling
      ? server
      : { ...server, zones: [...server.zones].sort().slice(0, 1), count: isCounted(server) ? 1 : undefined };

const addressesOf = (stack: TerraformStack): string[] =>
  stack.node
    .findAll()
    .filter((construct) => TerraformResource.isTerraformResource(construct))
    .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`);

/** The resources of two stacks that differ in names alone, where their addresses differ. */
function movesBetween(former: TerraformStack, now: TerraformStack): Move[] {
  const addresses = addressesOf(now);
  return addressesOf(former).flatMap((from, index) => {
    const to = addresses[index];
    return to === undefined || to === from ? [] : [{ from, to }];
  });
}

/**
 * Where the resources of servers with `formerly` were: under the former name, and there as a single server where now there is a count,
 * or the reverse. Terraform follows one move after the other.
 *
 * @param build makes the stack of an environment
 */
export function formerAddresses(
  stack: TerraformStack,
  environment: Environment,
  build: (environment: Environment) => TerraformStack,
): Move[] {
  const { servers } = environment;
  if (servers.every(({ formerly }) => formerly === undefined)) return [];
  const formerly = (isCounted: (server: ServerSettings) => boolean) =>
    build(withFormerNames({ ...environment, servers: servers.map(oneOf(isCounted)) }));
  return [
    ...movesBetween(
      formerly(({ count }) => count === undefined),
      formerly(({ count }) => count !== undefined),
    ),
    ...movesBetween(build(withFormerNames(environment)), stack),
  ];
}
