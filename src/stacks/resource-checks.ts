import { containsCidr, parseCidr } from '../net/cidr';
import type { Arguments, Resources } from './guardrail';

/** CIDR blocks of a referenced VPC; undefined unless all of them are literals. */
function cidrsOf(resource: Resources, reference: unknown): string[] | undefined {
  const [, name = ''] = /^\$\{aws_vpc\.(\w+)\.id\}$/.exec(String(reference)) ?? [];
  const more = Object.values(resource['aws_vpc_ipv4_cidr_block_association'] ?? {}).filter(
    ({ vpc_id: id }) => id === reference,
  );
  const cidrs = [resource['aws_vpc']?.[name], ...more].map((values) => values?.['cidr_block']);
  return cidrs.every((cidr) => typeof cidr === 'string' && /^[\d./]+$/.test(cidr))
    ? (cidrs as string[])
    : undefined;
}

function outside(resource: Resources, name: string, { vpc_id: vpc, cidr_block: cidr }: Arguments): string[] {
  const cidrs = cidrsOf(resource, vpc);
  if (cidrs === undefined || typeof cidr !== 'string' || !/^[\d./]+$/.test(cidr)) return [];
  return cidrs.some((outer) => containsCidr(parseCidr(outer), parseCidr(cidr)))
    ? []
    : [
        `aws_subnet.${name}: ${cidr} lies outside the VPC's ${cidrs.join(', ')}; accepted: a CIDR block within it [CIDR_OUTSIDE]`,
      ];
}

/** Terraform accepts one configuration of a provider without an alias. */
const withoutAlias = (type: string, configurations: readonly Arguments[]): string[] =>
  configurations.filter(({ alias }) => alias === undefined).length > 1
    ? [
        `provider ${type}: has more than one configuration without an alias; accepted: an alias for each but the first [PROVIDER_DUPLICATE]`,
      ]
    : [];

/**
 * Finds subnets outside their VPC, and providers without an alias, in the JSON of a stack. Includes resources of custom constructs.
 */
export function resourceProblems(json: object): string[] {
  const { resource = {}, provider = {} } = json as {
    resource?: Resources;
    provider?: Readonly<Record<string, readonly Arguments[]>>;
  };
  const ofSubnets = Object.entries(resource['aws_subnet'] ?? {}).flatMap(([name, values]) =>
    outside(resource, name, values),
  );
  const ofProviders = Object.entries(provider).flatMap(([type, all]) => withoutAlias(type, all));
  return [...ofSubnets, ...ofProviders];
}
