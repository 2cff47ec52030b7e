import { containsCidr, parseCidr } from '../net/cidr';
import { type Arguments, blocksAt, type Resources } from './guardrail-rules';

interface Storage {
  /** Argument of the resource that enables encryption. */
  readonly argument?: string;
  /** Blocks of a volume each, by path, with the argument `encrypted`. */
  readonly blocks?: readonly string[];
}

/** Resource types with storage. */
const STORAGE: Readonly<Record<string, Storage>> = {
  aws_db_instance: { argument: 'storage_encrypted' },
  aws_rds_cluster: { argument: 'storage_encrypted' },
  aws_docdb_cluster: { argument: 'storage_encrypted' },
  aws_neptune_cluster: { argument: 'storage_encrypted' },
  aws_redshift_cluster: { argument: 'encrypted' },
  aws_ebs_volume: { argument: 'encrypted' },
  aws_efs_file_system: { argument: 'encrypted' },
  aws_elasticache_replication_group: { argument: 'at_rest_encryption_enabled' },
  aws_instance: { blocks: ['root_block_device', 'ebs_block_device'] },
  aws_launch_template: { blocks: ['block_device_mappings.ebs'] },
};

/** Whether a value enables encryption. Launch templates accept a string. References pass: their value is unknown. */
const isOn = (value: unknown): boolean => String(value) === 'true' || String(value).includes('${');

function unencrypted(type: string, name: string, values: Arguments): string[] {
  const { argument, blocks = [] } = STORAGE[type] ?? {};
  const places = [
    ...(argument !== undefined && !isOn(values[argument]) ? [argument] : []),
    ...blocks.filter((path) => blocksAt(values, path).some(({ encrypted }) => !isOn(encrypted))),
  ];
  // Without root_block_device, the AMI determines encryption. Public AMIs are not encrypted.
  if (type === 'aws_instance' && values['root_block_device'] === undefined) places.push('root_block_device');
  return places.map(
    (place) =>
      `${type}.${name}: ${place} leaves storage unencrypted; accepted: encrypted storage [STORAGE_UNENCRYPTED]`,
  );
}

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
 * Finds unencrypted storage, subnets outside their VPC, and providers without an alias, in the JSON of a stack. Includes resources of
 * custom constructs.
 */
export function resourceProblems(json: object): string[] {
  const { resource = {}, provider = {} } = json as {
    resource?: Resources;
    provider?: Readonly<Record<string, readonly Arguments[]>>;
  };
  const ofResources = Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, values]) => [
      ...unencrypted(type, name, values),
      ...(type === 'aws_subnet' ? outside(resource, name, values) : []),
    ]),
  );
  const ofProviders = Object.entries(provider).flatMap(([type, all]) => withoutAlias(type, all));
  return [...ofResources, ...ofProviders];
}
