import * as z from 'zod';
import { isTakenVariable } from '../roles/application/database-names';
import { DATABASE_ENGINES } from '../core/database-engines';
import { HTTPS_PORT, SERVER_ROLES, type ServerRoleName } from '../roles/server-roles';
import { type BackendType, HCP_TERRAFORM_HOSTNAME } from '../core/state-backend';
import {
  allocationId,
  bucketName,
  certificateArn,
  cidr,
  cloudProject,
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

// Which letters are zones is the region's to say: a cross-check.
const zone = z.string();

const byZone = <T extends z.ZodType>(value: T) => z.record(zone, value);

/** A key that another place for state has is told as a contradiction. */
const placeOf = <Shape extends z.ZodRawShape>(backend: BackendType, shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issueMessage(`does not go with backend "${backend}"`, Object.keys(shape).join(', '))
        : undefined,
  });

export const s3PlaceShape = placeOf('s3', { backend: z.literal('s3'), bucket: bucketName, region });

export const stateShape = z.discriminatedUnion('backend', [
  s3PlaceShape,
  placeOf('cloud', {
    backend: z.literal('cloud'),
    hostname: hostname.default(HCP_TERRAFORM_HOSTNAME),
    organization,
    /** By default project and environment: `devloop-dev`. */
    workspace: workspace.optional(),
    /** Project that a new workspace is put into; by default the organization's default project. */
    project: cloudProject.optional(),
  }),
  placeOf('local', { backend: z.literal('local') }),
]);

const allocationIds = byZone(allocationId).default({});

const nat = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.literal('single'), zone, allocationIds }),
  z.strictObject({ mode: z.literal('per-zone'), allocationIds }),
]);

const subnetCidrs = byZone(cidr).default({});

const network = z.strictObject({
  /** The VPC's range: private, /16 to /28. */
  cidr,
  /** Letters of the zones that get subnets. */
  zones: z.array(zone).min(1),
  nat,
  /** CIDRs that replace a subnet's slot, by tier and zone letter. */
  subnetCidrs: z
    .strictObject({ public: subnetCidrs, private: subnetCidrs, isolated: subnetCidrs })
    .partial()
    .default({}),
});

/** What every machine has. */
const instance = {
  name: dnsLabel,
  instanceType,
  /** A pinned image; by default the current Amazon Linux 2023 at creation. */
  imageId: imageId.optional(),
  /** Size of the root volume in GiB. */
  volumeSize: whole(8, 16384).default(8),
  /** TCP ports of the whole internet that the machine may open connections to; by default what its updates come over. */
  internetPorts: z.array(port).default([HTTPS_PORT]),
};

const bastion = z.strictObject({
  ...instance,
  name: dnsLabel.default('bastion-server'),
  instanceType: instanceType.default('t2.micro'),
  zone,
});

const databaseVariable = environmentVariable.refine((name) => !isTakenVariable(name), {
  error: issueMessage('is a variable that the server itself uses', 'another name, as DB_PASSWORD'),
});

/** The application's container: its image is a variable. */
const container = z.strictObject({
  /** TCP port that it listens on. */
  port,
  /** Environment variables that tell it of the database; by default Spring Boot's. */
  databaseNames: z
    .strictObject({ url: databaseVariable, username: databaseVariable, password: databaseVariable })
    .partial()
    .default({}),
  /** Whether user name and password are files in memory, or environment variables, which Docker keeps on disk. */
  databaseAs: z.enum(['files', 'environment']).default('files'),
});

/** AWS: "Target tracking scaling policies for Amazon EC2 Auto Scaling". */
const autoScaling = z.strictObject({
  min: whole(1, 5000),
  max: whole(1, 5000),
  /** Average of the machines' CPUs, in percent. */
  targetCpu: whole(1, 100),
});

/** AWS: "EBS volume constraints": gp3 has 1 GiB to 16 TiB. */
const dataVolume = z.strictObject({
  /** By default the server's with `-data` behind it. */
  name: dnsLabel.optional(),
  /** In GiB; it may grow, never shrink. */
  size: whole(1, 16384),
});

const server = z.strictObject({
  ...instance,
  /** What it is for: a plain server does nothing but keep itself up to date. */
  role: z.enum(Object.keys(SERVER_ROLES) as ServerRoleName[]).default('plain'),
  instanceType: instanceType.default('t2.medium'),
  zones: z.array(zone).min(1),
  /** How many machines, spread over the zones; without it there is one. */
  count: whole(1, 5000).optional(),
  /** Instead of a count: as many machines as their load needs. Of an application. */
  autoScaling: autoScaling.optional(),
  /** Of an application. */
  container: container.optional(),
  /** Of a server that keeps data. */
  dataVolume: dataVolume.optional(),
  /** Name under which administrators reach its web page through the load balancer, beside the way through the bastion. */
  hostName: domainName.optional(),
});

const traffic = z.strictObject({
  from: z.string(),
  to: z.string(),
  port,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});

const loadBalancer = z.strictObject({
  /** Name of the server group that requests go to. */
  target: z.string(),
  port,
  healthCheckPath: pattern(
    /^\/[\x21-\x7e]{0,1023}$/,
    'is not a path',
    'a slash and at most 1023 printable characters',
  ),
  certificateArn: certificateArn.optional(),
  /** Ranges that reach the listeners. */
  allowFrom: z.array(cidr).min(1),
});

const database = z.strictObject({
  engine: z.enum(Object.keys(DATABASE_ENGINES) as (keyof typeof DATABASE_ENGINES)[]),
  /** A major version, as 8.4 for MySQL or 17 for PostgreSQL. */
  version: z.string(),
  instanceClass: instanceClass.default('db.t3.micro'),
  /** Storage at the start and the ceiling of its growth, in GiB. */
  allocatedStorage: whole(20, 65536).default(20),
  maxAllocatedStorage: whole(20, 65536).default(100),
  tier: z.enum(['private', 'isolated']).default('private'),
  multiAz: z.boolean().default(false),
  backupRetentionDays: whole(1, 35).default(7),
  /** Name of the database that is made with the instance. */
  databaseName: pattern(
    /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
    'is not a database name',
    'a letter, then letters, digits or _, at most 63',
  ),
  username: pattern(
    /^(?!(admin|root|rdsadmin|postgres|mysql)$)[A-Za-z][A-Za-z0-9_]{0,15}$/,
    'is not a user name that both engines accept',
    'a letter, then letters, digits or _, at most 16, and no reserved name',
  ).default('dbadmin'),
  /** Names of the servers that reach the database. */
  clients: z.array(z.string()),
});

const tags = z
  .record(
    pattern(
      /^(?!aws:)[\w .:/=+@-]{1,128}$/,
      'is not a tag key',
      'at most 128 letters, digits, spaces or .:/=+@-_, not starting with aws:',
    ).refine((key) => !['Name', 'Project', 'Environment', 'ManagedBy'].includes(key), {
      error: issueMessage('is a tag that the platform sets itself', 'any other key'),
    }),
    pattern(/^[\w .:/=+@-]{0,256}$/, 'is not a tag value', 'at most 256 letters, digits, spaces or .:/=+@-_'),
  )
  .default({});

/** The whole description of an environment. Every key is in the README's table. */
export const environmentShape = z.strictObject({
  name: environmentName
    .refine((name) => name !== 'state', {
      error: issueMessage('is the name of the stack of the state bucket', 'any other name'),
    })
    .refine((name) => name !== 'automation', {
      error: issueMessage('is the name of the stack of the roles for automation', 'any other name'),
    }),
  project,
  region,
  state: stateShape,
  tags,
  /** Whether what can be protected against deletion is; and whether Terraform refuses to destroy the database. */
  deletionProtection: z.boolean().default(true),
  /** Whether administrators may open sessions with AWS Systems Manager, beside SSH. */
  sessionManager: z.boolean().default(false),
  network,
  bastion,
  servers: z.array(server),
  /** Openings between servers, beyond those that the parts of the platform make themselves. */
  traffic: z.array(traffic).default([]),
  loadBalancer: loadBalancer.optional(),
  database: database.optional(),
});

/** The same with every default filled in. */
export type Environment = z.output<typeof environmentShape>;
