import * as z from 'zod';
import { ENDPOINT_SERVICES } from '../../catalog/interface-endpoints';
import { allocationId, cidr, imageId, instanceType, zone } from '../fields';

const byZone = <T extends z.ZodType>(value: T) => z.record(zone, value);

const allocationIds = byZone(allocationId).default({}).meta({
  description: "allocation ids of existing Elastic IP addresses by zone, e.g. `{ a: 'eipalloc-…' }`",
  whenOmitted: 'new addresses',
});

const keepAddresses = z.array(zone).default([]).meta({
  description:
    'zones whose Elastic IP addresses of NAT gateways stay allocated, and billed, without a gateway',
  whenOmitted: 'none',
});

const nat = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z
      .literal('none')
      .describe(
        '`none`, `single` (one NAT gateway), `per-zone` (one in each zone) or `instance` (one NAT instance); see [Network](network.md#nat)',
      ),
    keepAddresses,
  }),
  z.strictObject({
    mode: z.literal('single'),
    zone: zone.describe('`single`, `instance`: zone of the NAT gateway or instance'),
    allocationIds,
    keepAddresses,
  }),
  z.strictObject({ mode: z.literal('per-zone'), allocationIds, keepAddresses }),
  z.strictObject({
    mode: z.literal('instance'),
    zone: zone.describe('zone of the NAT instance'),
    instanceType: instanceType
      .default('t4g.micro')
      .describe('`instance`: EC2 instance type of the NAT instance'),
    imageId: imageId.optional().meta({
      description: '`instance`: pinned AMI of the NAT instance',
      whenOmitted: 'the current Amazon Linux 2023 when the instance is created',
    }),
    allocationIds,
    keepAddresses,
  }),
]);

const subnetCidrs = (tier: string) =>
  byZone(cidr).default({}).describe(`CIDR blocks of ${tier} subnets by zone, e.g. \`{ a: '10.0.64.0/20' }\``);

export const network = z.strictObject({
  cidr: cidr.describe('private CIDR block of the VPC, /16 to /28'),
  zones: z.array(zone).min(1).describe("Availability Zones with subnets, by letter, e.g. `['a', 'c']`"),
  nat: nat.describe('outbound internet access of the private subnets'),
  acls: z
    .boolean()
    .default(false)
    .describe(
      'network ACLs of the tiers that allow only what each needs; see [Network](network.md#network-acls)',
    ),
  endpoints: z
    .array(z.enum(ENDPOINT_SERVICES))
    .default([])
    .meta({
      description: `AWS services that are reached through interface endpoints in the private subnets: ${ENDPOINT_SERVICES.map((name) => `\`${name}\``).join(', ')}; see [Network](network.md#interface-endpoints)`,
      whenOmitted: 'none',
    }),
  flowLogs: z.enum(['all', 'rejected']).optional().meta({
    description:
      'connections in the VPC that are logged: `all` or `rejected`; see [Logs and firewall](logs.md)',
    whenOmitted: 'none',
  }),
  subnetCidrs: z
    .strictObject({
      public: subnetCidrs('public'),
      private: subnetCidrs('private'),
      isolated: subnetCidrs('isolated'),
    })
    .partial()
    .default({})
    .meta({
      description: 'CIDR blocks that replace the fixed slots of subnets, by tier and zone',
      whenOmitted: 'the slots',
    }),
});
