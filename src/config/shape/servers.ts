import * as z from 'zod';
import { roleOf, SERVER_ROLE_NAMES } from '../../roles';
import { HTTPS_PORT, type KeyUse, type RoleKeys } from '../../roles/role';
import { dnsLabel, domainName, imageId, instanceType, port, snapshotId, whole, zone } from '../fields';
import { container } from './container';

/** Keys of every instance. */
const instance = {
  name: dnsLabel.describe('a DNS label: the Name tag and the start of names'),
  instanceType: instanceType.describe('EC2 instance type'),
  imageId: imageId.optional().meta({
    description: 'pinned AMI, e.g. `ami-0123456789abcdef0`',
    whenOmitted: 'the current Amazon Linux 2023 when the instance is created',
  }),
  volumeSize: whole(8, 16384)
    .default(8)
    .describe('size of the root volume in GiB; at least what the role needs'),
  internetPorts: z
    .array(port)
    .default([HTTPS_PORT])
    .describe('outbound TCP ports to the internet; `[]` disables updates, for `plain` servers only'),
};

export const bastion = z.strictObject({
  ...instance,
  name: instance.name.default('bastion-server'),
  instanceType: instance.instanceType.default('t3.micro'),
  zone: zone.describe('Availability Zone, by letter'),
});

/** AWS: "Create a target tracking scaling policy for Amazon EC2 Auto Scaling using metric math". */
const targetQueueLength = z.strictObject({
  queue: dnsLabel.describe('name of the queue in `queues`, of which the server is a consumer'),
  messages: whole(1, 1_000_000).describe(
    'waiting messages for each instance: those that it handles in the time that a message may wait',
  ),
});

/** AWS: "Target tracking scaling policies for Amazon EC2 Auto Scaling". */
const autoScaling = z.strictObject({
  min: whole(1, 5000).describe('smallest number of instances'),
  max: whole(1, 5000).describe('largest number of instances'),
  targetCpu: whole(1, 100).optional().meta({
    description: 'target average CPU utilization in percent; required without `targetQueueLength`',
    whenOmitted: '`targetQueueLength`',
  }),
  targetQueueLength: targetQueueLength.optional().meta({
    description: 'messages of a queue that each instance works on, in place of `targetCpu`',
    whenOmitted: '`targetCpu`',
  }),
  cpuCredits: z
    .enum(['unlimited', 'standard'])
    .default('unlimited')
    .describe(
      'credits of burstable types: `unlimited` costs by the vCPU-hour above the baseline; `standard` caps the CPU there, so `targetCpu` must be below it',
    ),
});

const canary = z.strictObject({
  image: dnsLabel.describe('name of its image in `var.images`'),
  weight: whole(0, 100)
    .default(0)
    .describe('percent of the requests, unless `var.canary_weights` says otherwise'),
});

/** AWS: "EBS volume constraints": gp3 has 1 GiB to 16 TiB. */
const dataVolume = z.strictObject({
  name: dnsLabel.optional().meta({ description: 'Name tag of the volume', whenOmitted: '`<server>-data`' }),
  size: whole(1, 16384).describe('size in GiB; it can grow, never shrink'),
  snapshotId: snapshotId.optional().meta({
    description: 'EBS snapshot that the volume is created from; ignored once it exists',
    whenOmitted: 'an empty volume',
  }),
});

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The roles that take a key, or use it in one way, for its description. */
const rolesWith = (key: keyof RoleKeys, ...uses: KeyUse[]): string =>
  listed(
    SERVER_ROLE_NAMES.filter((name) => {
      const use = roleOf(name).keys[key];
      return uses.length > 0 ? uses.includes(use) : use !== 'rejected';
    }),
  );

export const server = z.strictObject({
  ...instance,
  formerly: dnsLabel.optional().meta({
    description:
      'name that the server had before, so that a rename keeps its resources; see [Changes](changes.md#renames)',
    whenOmitted: 'a renamed server is replaced',
  }),
  role: z
    .enum(SERVER_ROLE_NAMES)
    .default('plain')
    .describe(`what the server runs: ${listed(SERVER_ROLE_NAMES)}; see [Servers](servers.md)`),
  instanceType: instance.instanceType.default('t3.medium'),
  zones: z.array(zone).min(1).describe('Availability Zones of the servers, by letter'),
  count: whole(1, 5000).optional().meta({
    description:
      'number of instances, spread over the zones; an apply replaces them all at once, `autoScaling` [one by one](servers.md#a-new-image-or-script)',
    whenOmitted: 'one, in the one zone',
  }),
  autoScaling: autoScaling.optional().meta({
    description: `an Auto Scaling group instead of \`count\`; for ${rolesWith('autoScaling')}`,
    whenOmitted: 'none',
  }),
  container: container.optional().meta({
    description: `the application's container; required for ${rolesWith('container')}`,
    whenOmitted: 'none',
  }),
  canary: canary.optional().meta({
    description:
      'a second, small server group with another image, which takes a share of the requests; see [Several applications](routing.md#canary)',
    whenOmitted: 'none',
  }),
  dataVolume: dataVolume.optional().meta({
    description: `EBS volume that outlives the server; required for ${rolesWith('dataVolume', 'required')}; for ${rolesWith('dataVolume', 'optional')} with \`container.volumes\``,
    whenOmitted: 'none',
  }),
  hostName: domainName.optional().meta({
    description: `host name of the web page of ${rolesWith('hostName')} behind the load balancer, for administrators; requires \`loadBalancer.domain\` or \`loadBalancer.certificateArn\``,
    whenOmitted: 'forwarded by SSH only',
  }),
  privateName: dnsLabel.optional().meta({
    description:
      'name by which other servers find it, in the private domain: `<name>.<environment>.<project>.internal`; for an Auto Scaling group see `internalLoadBalancer`',
    whenOmitted: 'found by its address only',
  }),
  withoutLogin: z
    .boolean()
    .default(false)
    .describe(
      'accepts a `hostName` for a page without a login (Kibana): everyone in `admin_cidrs` can read, change and delete all logs',
    ),
});

export const traffic = z.strictObject({
  from: z.string().describe('name of the server that opens connections'),
  to: z.string().describe('name of the server that accepts them'),
  port: port.describe('destination port'),
  protocol: z.enum(['tcp', 'udp']).default('tcp').describe('`tcp` or `udp`'),
});
