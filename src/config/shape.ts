import * as z from 'zod';
import { isVariableInUse } from '../roles/application/database-names';
import { DATABASE_ENGINES } from '../core/database-engines';
import { roleOf, SERVER_ROLE_NAMES } from '../roles';
import { HTTPS_PORT, type RoleKeys } from '../roles/role';
import { type BackendType, HCP_TERRAFORM_HOSTNAME } from '../core/state-backend';
import {
  allocationId,
  bucketName,
  certificateArn,
  cidr,
  cloudProject,
  databaseSnapshot,
  databaseSource,
  dnsLabel,
  domainName,
  environmentName,
  environmentVariable,
  hostname,
  imageId,
  instanceClass,
  instanceType,
  organization,
  pattern,
  port,
  project,
  region,
  whole,
  workspace,
} from './fields';
import { issueMessage } from './problems';

// Which letters are zones depends on the region: a cross-check.
const zone = z.string();

const byZone = <T extends z.ZodType>(value: T) => z.record(zone, value);

/** A key of another backend is reported as a contradiction. */
const backendShape = <Shape extends z.ZodRawShape>(backend: BackendType, shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issueMessage(`does not go with backend "${backend}"`, Object.keys(shape).join(', '))
        : undefined,
  });

export const s3PlaceShape = backendShape('s3', {
  backend: z.literal('s3').describe('`s3`, `cloud` (HCP Terraform) or `local`'),
  bucket: bucketName.describe('`s3`: name of the bucket'),
  region: region.describe('`s3`: region of the bucket'),
});

export const stateShape = z.discriminatedUnion('backend', [
  s3PlaceShape,
  backendShape('cloud', {
    backend: z.literal('cloud'),
    hostname: hostname
      .default(HCP_TERRAFORM_HOSTNAME)
      .describe('`cloud`: host name of HCP Terraform or Terraform Enterprise'),
    organization: organization.describe('`cloud`: organization'),
    workspace: workspace
      .optional()
      .meta({ description: '`cloud`: workspace', whenOmitted: '`<project>-<name>`' }),
    project: cloudProject.optional().meta({
      description: '`cloud`: project of a new workspace',
      whenOmitted: "the organization's default project",
    }),
  }),
  backendShape('local', { backend: z.literal('local') }),
]);

const allocationIds = byZone(allocationId).default({}).meta({
  description: "allocation ids of existing Elastic IP addresses by zone, e.g. `{ a: 'eipalloc-…' }`",
  whenOmitted: 'new addresses',
});

const nat = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('none').describe('`none`, `single` (one NAT gateway) or `per-zone` (one in each zone)'),
  }),
  z.strictObject({
    mode: z.literal('single'),
    zone: zone.describe('`single`: zone of the NAT gateway'),
    allocationIds,
  }),
  z.strictObject({ mode: z.literal('per-zone'), allocationIds }),
]);

const subnetCidrs = (tier: string) =>
  byZone(cidr).default({}).describe(`CIDR blocks of ${tier} subnets by zone, e.g. \`{ a: '10.0.64.0/20' }\``);

const network = z.strictObject({
  cidr: cidr.describe('private CIDR block of the VPC, /16 to /28'),
  zones: z.array(zone).min(1).describe("Availability Zones with subnets, by letter, e.g. `['a', 'c']`"),
  nat: nat.describe('outbound internet access of the private subnets'),
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

const bastion = z.strictObject({
  ...instance,
  name: instance.name.default('bastion-server'),
  instanceType: instance.instanceType.default('t3.micro'),
  zone: zone.describe('Availability Zone, by letter'),
});

const databaseVariable = environmentVariable.refine((name) => !isVariableInUse(name), {
  error: issueMessage('is a variable that the server itself uses', 'another name, as DB_PASSWORD'),
});

const container = z.strictObject({
  port: port.describe('TCP port that the application listens on'),
  databaseNames: z
    .strictObject({
      url: databaseVariable.meta({
        description: 'variable with the JDBC URL',
        whenOmitted: '`SPRING_DATASOURCE_URL`',
      }),
      username: databaseVariable.meta({
        description: 'variable with the user name',
        whenOmitted: '`SPRING_DATASOURCE_USERNAME`',
      }),
      password: databaseVariable.meta({
        description: 'variable with the password',
        whenOmitted: '`SPRING_DATASOURCE_PASSWORD`',
      }),
    })
    .partial()
    .default({})
    .meta({
      description: 'names of the environment variables with the database credentials',
      whenOmitted: "Spring Boot's",
    }),
  databaseAs: z
    .enum(['files', 'environment'])
    .default('files')
    .describe(
      'how the application gets user name and password: `files` in memory, or `environment` variables, which Docker keeps on disk',
    ),
});

/** AWS: "Target tracking scaling policies for Amazon EC2 Auto Scaling". */
const autoScaling = z.strictObject({
  min: whole(1, 5000).describe('smallest number of instances'),
  max: whole(1, 5000).describe('largest number of instances'),
  targetCpu: whole(1, 100).describe('target average CPU utilization in percent'),
  cpuCredits: z
    .enum(['unlimited', 'standard'])
    .default('unlimited')
    .describe(
      'credits of burstable types: `unlimited` costs by the vCPU-hour above the baseline; `standard` caps the CPU there, so `targetCpu` must be below it',
    ),
});

/** AWS: "EBS volume constraints": gp3 has 1 GiB to 16 TiB. */
const dataVolume = z.strictObject({
  name: dnsLabel.optional().meta({ description: 'Name tag of the volume', whenOmitted: '`<server>-data`' }),
  size: whole(1, 16384).describe('size in GiB; it can grow, never shrink'),
});

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The roles that take a key, for its description. */
const rolesWith = (key: keyof RoleKeys): string =>
  listed(SERVER_ROLE_NAMES.filter((name) => roleOf(name).keys[key] !== 'rejected'));

const server = z.strictObject({
  ...instance,
  role: z
    .enum(SERVER_ROLE_NAMES)
    .default('plain')
    .describe(`what the server runs: ${listed(SERVER_ROLE_NAMES)}; see [Servers](servers.md)`),
  instanceType: instance.instanceType.default('t3.medium'),
  zones: z.array(zone).min(1).describe('Availability Zones of the servers, by letter'),
  count: whole(1, 5000).optional().meta({
    description: 'number of instances, spread over the zones',
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
  dataVolume: dataVolume.optional().meta({
    description: `EBS volume that outlives the server; required for ${rolesWith('dataVolume')}`,
    whenOmitted: 'none',
  }),
  hostName: domainName.optional().meta({
    description: `host name of the web page of ${rolesWith('hostName')} behind the load balancer, for administrators; requires \`loadBalancer.certificateArn\``,
    whenOmitted: 'reached through the bastion only',
  }),
  withoutLogin: z
    .boolean()
    .default(false)
    .describe(
      'accepts a `hostName` for a page without a login (Kibana): everyone in `admin_cidrs` can read, change and delete all logs',
    ),
});

const traffic = z.strictObject({
  from: z.string().describe('name of the server that opens connections'),
  to: z.string().describe('name of the server that accepts them'),
  port: port.describe('destination port'),
  protocol: z.enum(['tcp', 'udp']).default('tcp').describe('`tcp` or `udp`'),
});

const loadBalancer = z.strictObject({
  target: z.string().describe('name of the server that receives requests'),
  port: port.describe('TCP port of the target'),
  healthCheckPath: pattern(
    /^\/[\x21-\x7e]{0,1023}$/,
    'is not a path',
    'a slash and at most 1023 printable characters',
  )
    .optional()
    .meta({
      description: 'path that a live target answers with status 200, whatever its database does',
      whenOmitted: '`/actuator/health/liveness`, or the path of the role where it has a web page',
    }),
  certificateArn: certificateArn.optional().meta({
    description: 'ACM certificate for HTTPS; HTTP then redirects to HTTPS',
    whenOmitted: 'HTTP only',
  }),
  insecure: z
    .boolean()
    .default(false)
    .describe(
      'accepts HTTP only, unencrypted, where `deletionProtection` is on; without it such an environment needs `certificateArn`',
    ),
  allowFrom: z.array(cidr).min(1).describe("CIDR blocks that reach the listeners, e.g. `['0.0.0.0/0']`"),
});

/** AWS: "Restoring to a DB instance", "Restoring a DB instance to a specified time for Amazon RDS". */
const restore = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('snapshot').describe('`snapshot` or `point-in-time`'),
    snapshot: databaseSnapshot.describe('`snapshot`: name of a snapshot, or ARN of a shared one'),
  }),
  z.strictObject({
    from: z.literal('point-in-time'),
    source: databaseSource.describe(
      '`point-in-time`: identifier of the database, or ARN of the retained backups of a deleted one',
    ),
    time: z.iso
      .datetime({ error: issueMessage('is not a time in UTC', 'as 2026-11-27T09:30:00Z') })
      .optional()
      .meta({
        description: '`point-in-time`: moment in UTC, e.g. `2026-11-27T09:30:00Z`',
        whenOmitted: 'the latest restorable time',
      }),
  }),
]);

/** The servers that a part lets in; the cross-checks know the key. */
const clients = z.array(z.string()).describe('names of the servers that may connect; no others can');

const database = z.strictObject({
  engine: z
    .enum(Object.keys(DATABASE_ENGINES) as (keyof typeof DATABASE_ENGINES)[])
    .describe('`mysql` or `postgres`'),
  version: z.string().describe('major version, e.g. `8.4` for MySQL or `17` for PostgreSQL'),
  instanceClass: instanceClass.default('db.t3.micro').describe('RDS instance class'),
  allocatedStorage: whole(20, 65536).default(20).describe('initial storage in GiB'),
  maxAllocatedStorage: whole(20, 65536).default(100).describe('upper limit of storage autoscaling in GiB'),
  tier: z
    .enum(['private', 'isolated'])
    .default('private')
    .describe('`private`, or `isolated`: subnets of their own without a route to the internet'),
  multiAz: z.boolean().default(false).describe('a standby instance in another Availability Zone'),
  backupRetentionDays: whole(1, 35).default(7).describe('retention of automated backups in days, 1 to 35'),
  databaseName: z.string().describe('name of the initial database'),
  username: z.string().default('dbadmin').describe('name of the master user'),
  clients,
  applyImmediately: z.boolean().optional().meta({
    description:
      'applies changes at once, with the restarts that they need, instead of in the maintenance window',
    whenOmitted: '`true` unless `deletionProtection`',
  }),
  allowMajorVersionUpgrade: z
    .boolean()
    .default(false)
    .describe('lets a changed `version` upgrade the database, which AWS cannot take back'),
  extendedSupport: z
    .boolean()
    .default(false)
    .describe(
      'accepts a version past its standard support, for which AWS bills Extended Support by the vCPU-hour; AWS takes it at creation and restore only',
    ),
  restore: restore.optional().meta({
    description: 'what the database is created from; ignored once it exists',
    whenOmitted: 'an empty database',
  }),
});

/** What the platform sets itself. */
const OWN_TAGS = ['Name', 'Project', 'Environment', 'ManagedBy'];
/** AWS: "Tag naming limits": 50 on a resource. */
const TAGS = 50 - OWN_TAGS.length;

const tagKey = pattern(
  /^(?!(aws|rds):)[\p{L}\p{N}\p{Z}_.:/=+@-]{1,128}$/iu,
  'is not a tag key',
  'at most 128 letters, digits, spaces or .:/=+@-_, not starting with aws: or rds:',
).refine((key) => !OWN_TAGS.some((own) => own.toLowerCase() === key.toLowerCase()), {
  // Keys of IAM's tags differ in more than upper and lower case.
  error: issueMessage('is a tag that the platform sets itself', 'any other key'),
});

const tagValue = pattern(
  /^[\p{L}\p{N}\p{Z}_.:/=+@-]{0,256}$/u,
  'is not a tag value',
  'at most 256 letters, digits, spaces or .:/=+@-_',
);

const tags = z
  .record(tagKey, tagValue)
  .refine((all) => Object.keys(all).length <= TAGS, {
    error: issueMessage(
      'are too many',
      `at most ${TAGS}: AWS takes 50, and the platform sets ${OWN_TAGS.join(', ')}`,
    ),
  })
  .default({})
  .describe('additional tags of every resource, beside `Project`, `Environment` and `ManagedBy`');

/** The whole description of an environment. The descriptions are printed in docs/configuration.md. */
export const environmentShape = z.strictObject({
  name: environmentName
    .refine((name) => name !== 'state', {
      error: issueMessage('is the name of the stack of the state bucket', 'any other name'),
    })
    .refine((name) => name !== 'automation', {
      error: issueMessage('is the name of the stack of the roles for automation', 'any other name'),
    })
    .describe('name of the environment and of its stack'),
  project: project.describe('name of the project: the VPC, and the start of every name'),
  region: region.describe('AWS Region'),
  state: stateShape.describe(
    'state backend: `statePlaces.s3`, `.cloud` or `.local` of `src/config/state.ts`; see [State](state.md)',
  ),
  tags,
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('protects database, load balancer, instances, data volumes and logs against deletion'),
  sessionManager: z
    .boolean()
    .default(false)
    .describe('lets administrators open AWS Systems Manager sessions, beside SSH'),
  network: network.describe('VPC and subnets'),
  bastion: bastion.describe('SSH jump host for administrators'),
  servers: z.array(server).describe('server groups in the private subnets'),
  traffic: z
    .array(traffic)
    .default([])
    .describe('allowed traffic between servers, beyond what the platform needs itself'),
  loadBalancer: loadBalancer
    .optional()
    .meta({ description: 'internet-facing Application Load Balancer', whenOmitted: 'none' }),
  database: database.optional().meta({ description: 'RDS database', whenOmitted: 'none' }),
});

/** The same with every default filled in. */
export type Environment = z.output<typeof environmentShape>;
