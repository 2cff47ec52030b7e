import { both, either, flag, not, text, within, type Condition } from './conditions';
import type { Kinds } from './kind';

const transit = ['encryption_info', 'encryption_in_transit'];
const isPlain: Condition = within(transit, text('client_broker', /PLAINTEXT/, 'TLS'));
const isEncrypted: Condition = not(within(transit, text('client_broker', /^PLAINTEXT$/, 'TLS')));
const hasScram = within(['client_authentication', 'sasl'], flag('scram'));
const hasIam = within(['client_authentication', 'sasl'], flag('iam'));
const hasOther = either(hasScram, hasIam);
/** Clients that use neither SASL: with certificates or none, which is what a cluster has that states nothing. */
const hasTls = both(
  isEncrypted,
  either(not(hasOther), within(['client_authentication'], flag('unauthenticated')), (args) =>
    args.blocks('client_authentication').some((one) => one.blocks('tls').length > 0),
  ),
);
const exporter = (name: string): Condition =>
  within(['open_monitoring', 'prometheus', name], flag('enabled_in_broker'));
const isInternet = within(
  ['broker_node_group_info', 'connectivity_info', 'public_access'],
  text('type', /^SERVICE_PROVIDED_EIPS$/),
);
const hasZooKeeper = not(text('kafka_version', /kraft/));
const isRabbit = text('engine_type', /^RabbitMQ$/i);
const isActive = text('engine_type', /^ActiveMQ$/i);

export const STREAMS: Kinds = {
  /** @see https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html */
  aws_msk_cluster: {
    block: 'broker_node_group_info',
    subnets: 'client_subnets',
    groups: 'security_groups',
    isPublic: isInternet,
    listens: [
      { ports: [9092], when: isPlain, at: 'private' },
      { ports: [9094], when: hasTls, at: 'private' },
      { ports: [9096], when: hasScram, at: 'private' },
      { ports: [9098], when: hasIam, at: 'private' },
      { ports: [9194], when: both(isInternet, hasTls), at: 'public' },
      { ports: [9196], when: both(isInternet, hasScram), at: 'public' },
      { ports: [9198], when: both(isInternet, hasIam), at: 'public' },
      { ports: [11_001], when: exporter('jmx_exporter'), at: 'private' },
      { ports: [11_002], when: exporter('node_exporter'), at: 'private' },
      { ports: [2181, 2182], when: hasZooKeeper, at: 'private' },
    ],
  },
  aws_msk_serverless_cluster: {
    block: 'vpc_config',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    listens: [{ ports: [9098] }],
  },
  /**
   * A public RabbitMQ broker is outside of every VPC, and has no group.
   * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html
   */
  aws_mq_broker: {
    subnets: 'subnet_ids',
    groups: 'security_groups',
    isPublic: flag('publicly_accessible'),
    isHosted: both(isRabbit, flag('publicly_accessible')),
    listens: [
      { ports: [443, 5671], when: isRabbit },
      { ports: [5671, 8162, 8883, 61_614, 61_617, 61_619], when: isActive },
    ],
  },
};
