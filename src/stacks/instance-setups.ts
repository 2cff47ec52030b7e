import type { Environment } from '../config';
import type { DataVolume } from '../constructs/data-volume';
import { DATABASE_AUTHORITIES } from '../catalog/database-authorities';
import type { Cache } from '../constructs/cache';
import type { Database } from '../constructs/database';
import type { InstanceSetup } from '../constructs/instance-setup';
import type { Permissions } from '../constructs/instance-role';
import type { PermissionStatement } from '../iam/permission-statement';
import type { ScheduledRuns } from '../constructs/container-schedules';
import type { MachineImages } from '../constructs/machine-images';
import type { NatServer } from '../constructs/nat-instance';
import { natInstanceName, privateDomain } from '../core/names';
import { type RoleName, roleOf } from '../roles';
import { SPRING_DATASOURCE } from '../roles/application/database-names';
import { SPRING_DATA_REDIS } from '../roles/application/resource-variables';
import { AWS_ACTIONS } from '../roles/aws-actions';
import { COLLECTOR_HOST } from '../roles/role';
import { literally } from '../roles/fill';
import type {
  ApplicationContainer,
  ContainerSecret,
  ContainerSettings,
  ServerInputs,
} from '../roles/server-inputs';
import { renderUserData } from '../roles/user-data';
import type { ApplicationImage } from './application-images';
import { secretsOf } from './container-secrets';
import type { InputVariables } from './input-variables';
import { runsOf } from './platform-runs';
import type { PlatformStorage } from './platform-storage';
import { platformTags } from './platform-tags';

type ServerSettings = Environment['servers'][number];

/** Environment variables by name. */
type Variables = Readonly<Record<string, string>>;

/** Context from which the setups of an environment's servers are built. */
export interface SetupContext {
  readonly environment: Environment;
  readonly inputs: InputVariables;
  /** Permissions of all servers for Session Manager. */
  readonly sessions: readonly PermissionStatement[];
  readonly database: Database | undefined;
  /** Permissions of servers that run pipelines. */
  readonly pipeline: readonly PermissionStatement[];
  readonly storage: PlatformStorage;
  /** Runs of containers by a clock. */
  readonly runs: readonly ScheduledRuns[];
  /** Account id, where it is needed. */
  readonly account: () => string;
  /** ARN of the permissions boundary of the servers' IAM roles. */
  readonly boundary: string | undefined;
}

const CHANNELS = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];

/**
 * Permissions of servers for Session Manager. The channel actions support no narrower resource. `UpdateInstanceInformation` supports
 * no tag condition, so it cannot be restricted to the servers of one role. AWS: "Add Session Manager permissions to an existing IAM
 * role", "Actions, resources, and condition keys for AWS Systems Manager".
 */
export const sessionPermissions = (region: string, account: string): PermissionStatement[] => [
  { actions: ['ssm:UpdateInstanceInformation'], resources: [`arn:aws:ec2:${region}:${account}:instance/*`] },
  { actions: CHANNELS.map((action) => `ssmmessages:${action}`), resources: ['*'] },
];

/** Setup of the bastion. */
export const bastionSetup = (
  { name, region, logRetentionDays }: Environment,
  sessions: readonly PermissionStatement[],
  boundary: string | undefined,
): InstanceSetup => ({
  ...setupOf('bastion', { region }, { statements: sessions, boundary }, `${name}.bastion`),
  retentionDays: logRetentionDays,
});

/** What is launched as the NAT instance. Undefined in other modes of NAT. */
export function natServer(
  environment: Environment,
  { prefix, images, boundary }: { prefix: string; images: MachineImages; boundary: string | undefined },
): NatServer | undefined {
  const { name: root, region, network, logRetentionDays } = environment;
  const { nat } = network;
  if (nat.mode !== 'instance') return undefined;
  const { zone, instanceType, imageId = images.idFor(instanceType) } = nat;
  const name = natInstanceName(zone);
  const server = { region, natName: `${prefix}-${name}` };
  const setup = setupOf('nat', server, { statements: [], boundary }, `${root}.network.nat`);
  return {
    prefix,
    name,
    instanceType,
    imageId,
    setup: { ...setup, retentionDays: logRetentionDays },
    isScheduled: environment.schedule !== undefined,
    environmentTags: platformTags(environment),
  };
}

/** Setup of a server, derived from its role and the environment. */
export function serverSetup(
  server: ServerSettings,
  context: SetupContext,
  volume?: DataVolume,
): InstanceSetup {
  const { environment, inputs, sessions, pipeline, boundary, storage } = context;
  const access = storage.accessOf(server.name);
  const image = server.container && inputs.applicationImage(server.container.image);
  const container = image && containerOf(server, image, context, access.variables);
  // Whether there is a collector or not: one that comes or goes changes no other server.
  const elkAddress =
    roleOf(server.role).applicationLogs === 'send'
      ? `${COLLECTOR_HOST}.${privateDomain(environment)}`
      : undefined;
  const setup = setupOf(
    server.role,
    { region: environment.region, container, dataVolume: volume, elkAddress },
    {
      statements: [
        ...(image?.statements ?? []),
        ...(server.role === 'jenkins' ? pipeline : []),
        ...sessions,
        ...access.statements,
        ...userStatements(server.name, context),
      ],
      conditionalStatements: image?.pullStatements,
      boundary,
    },
    `${environment.name}.servers[${environment.servers.indexOf(server)}]`,
  );
  return { ...setup, retentionDays: environment.logRetentionDays };
}

/** Permission to read the secrets of the database users as which a server may connect. */
function userStatements(server: string, { environment, database }: SetupContext): PermissionStatement[] {
  const users = (environment.database?.users ?? []).filter(({ clients }) => clients.includes(server));
  const secrets = users.flatMap(({ name }) => database?.userSecrets[name] ?? []);
  return secrets.length > 0 ? [{ actions: AWS_ACTIONS.masterSecret, resources: secrets }] : [];
}

function setupOf(
  name: RoleName,
  server: Omit<ServerInputs, 'logGroup'>,
  permissions: Permissions,
  path: string,
): Omit<InstanceSetup, 'retentionDays'> {
  const role = roleOf(name);
  return {
    logActions: role.logGroup ? AWS_ACTIONS.logGroup : [],
    permissions: { ...permissions, statements: [...role.statements(server), ...permissions.statements] },
    userData: (logGroup) => renderUserData({ role: name, ...server, logGroup }, path),
    replaceOnChange: role.replaceOnChange,
  };
}

/** What configuration sets, whose texts are no interpolations, and what the platform adds; undefined where there is neither. */
function settingsOf(
  container: NonNullable<ServerSettings['container']>,
  variables: Variables,
): ContainerSettings | undefined {
  const { environment, command, memory, user, healthCheck, volumes } = container;
  const given = { command, memory, user, healthCheck, volumes };
  const names = [...Object.keys(environment), ...Object.keys(variables)];
  if (names.length === 0 && Object.values(given).every((value) => value === undefined)) return undefined;
  return {
    ...given,
    environment: {
      ...Object.fromEntries(Object.entries(environment).map(([key, text]) => [key, literally(text)])),
      ...variables,
    },
    command: command?.map(literally),
    healthCheck: healthCheck && { ...healthCheck, command: literally(healthCheck.command) },
  };
}

/** Container of a server. Has access to database and cache if the server is a client of them. */
function containerOf(
  server: ServerSettings,
  { reference: image, parameter: imageParameter }: ApplicationImage,
  { environment, database, storage, runs, account }: SetupContext,
  variables: Variables,
): ApplicationContainer | undefined {
  const { name, container } = server;
  if (!container) return undefined;
  const { port, databaseNames, databaseAs: as } = container;
  const isClient = (part: { readonly clients: readonly string[] } | undefined): boolean =>
    part?.clients.includes(name) ?? false;
  const cacheAccess = isClient(environment.cache) ? storage.cache?.access : undefined;
  const secrets = secretsOf(container, environment, account);
  const names = { ...SPRING_DATASOURCE, ...databaseNames };
  const authorities = DATABASE_AUTHORITIES[environment.region] ?? [];
  const setup = name === databaseCreator(environment) ? database?.access.setup : undefined;
  return {
    image,
    imageParameter,
    port,
    settings: settingsOf(container, { ...variables, ...cacheVariables(cacheAccess) }),
    secrets: cacheAccess ? { ...secrets, ...cachePassword(cacheAccess, container.secretsAs) } : secrets,
    ...(database &&
      isClient(environment.database) && {
        database: { ...database.access, authorities, setup, names, as },
      }),
    ...(cacheAccess && { cache: cacheAccess }),
    schedules: runsOf(server, runs),
  };
}

/** The cache's password as a secret of the container. */
export const cachePassword = (
  { secretArn: arn }: Cache['access'],
  as: ContainerSecret['as'],
): Record<string, ContainerSecret> => ({
  [SPRING_DATA_REDIS.password]: { kind: 'secret', id: arn, arn, as },
});

/** What Spring Boot reads of the cache beside the password. */
export const cacheVariables = (access: Cache['access'] | undefined): Variables =>
  access
    ? {
        [SPRING_DATA_REDIS.host]: access.host,
        [SPRING_DATA_REDIS.port]: String(access.port),
        [SPRING_DATA_REDIS.tls]: 'true',
        [SPRING_DATA_REDIS.username]: access.user,
      }
    : {};

/** Name of the application's server that makes further databases and users: the first client. */
const databaseCreator = ({ servers, database }: Environment): string | undefined =>
  database?.clients.find((client) => servers.some(({ name, container }) => name === client && container));
