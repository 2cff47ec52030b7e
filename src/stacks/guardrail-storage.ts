import { type Arguments, blocksAt, type Rule } from './guardrail';

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

/** Without root_block_device, the AMI determines encryption. Public AMIs are not encrypted. */
const isOfImage = (type: string, values: Arguments): boolean =>
  type === 'aws_instance' && values['root_block_device'] === undefined;

export const unencryptedStorage: Rule = (type, values) => {
  const { argument, blocks = [] } = STORAGE[type] ?? {};
  return [
    ...(argument !== undefined && !isOn(values[argument]) ? [argument] : []),
    ...blocks.filter((path) => blocksAt(values, path).some(({ encrypted }) => !isOn(encrypted))),
    ...(isOfImage(type, values) ? ['root_block_device'] : []),
  ].map((place) => `${place} leaves storage unencrypted`);
};
