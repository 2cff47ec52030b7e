import type { Environment } from '../config';
import type { DataVolume } from '../constructs/data-volume';
import type { Database } from '../constructs/database';
import type { InstanceSetup } from '../constructs/instance-setup';
import type { Permissions } from '../constructs/instance-role';
import type { PermissionStatement } from '../iam/permission-statement';
import { type RoleName, roleOf } from '../roles';
import { SPRING_DATASOURCE } from '../roles/application/database-names';
import { AWS_ACTIONS } from '../roles/aws-actions';
import type { ApplicationContainer, ServerInputs } from '../roles/server-inputs';
import { renderUserData } from '../roles/user-data';
import type { InputVariables } from './input-variables';

type ServerSettings = Environment['servers'][number];

/** What the setups of an environment's servers refer to. */
export interface SetupContext {
  readonly environment: Environment;
  readonly inputs: InputVariables;
  /** What each server may do for administrators' sessions. */
  readonly sessions: readonly PermissionStatement[];
  readonly database: Database | undefined;
  /** Address of the server that collects application logs. */
  readonly elkAddress?: string | undefined;
  /** ARN of the permissions boundary of the servers' IAM roles. */
  readonly boundary: string | undefined;
}

const CHANNELS = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];

/**
 * What servers may do for sessions with Session Manager. The channels are of no narrower resource, and a heartbeat of none that a
 * role of several servers could tell apart: AWS narrows it by no tag. AWS: "Add Session Manager permissions to an existing IAM
 * role", "Actions, resources, and condition keys for AWS Systems Manager".
 */
export const sessionPermissions = (region: string, account: string): PermissionStatement[] => [
  { actions: ['ssm:UpdateInstanceInformation'], resources: [`arn:aws:ec2:${region}:${account}:instance/*`] },
  { actions: CHANNELS.map((action) => `ssmmessages:${action}`), resources: ['*'] },
];

/** The setup of the bastion. */
export const bastionSetup = (
  { name, region }: Environment,
  sessions: readonly PermissionStatement[],
  boundary: string | undefined,
): InstanceSetup => setupOf('bastion', { region }, { statements: sessions, boundary }, `${name}.bastion`);

/** The setup of a server: what its role says, with the values of the environment. */
export function serverSetup(
  server: ServerSettings,
  context: SetupContext,
  volume?: DataVolume,
): InstanceSetup {
  const { environment, inputs, sessions, boundary, elkAddress } = context;
  const image = server.container && inputs.applicationImage();
  const container = image && containerOf(server, image.reference, context);
  return setupOf(
    server.role,
    { region: environment.region, container, dataVolume: volume, elkAddress },
    { statements: sessions, conditionalStatements: image?.pullStatements, boundary },
    `${environment.name}.servers[${environment.servers.indexOf(server)}]`,
  );
}

function setupOf(
  name: RoleName,
  server: Omit<ServerInputs, 'logGroup'>,
  permissions: Permissions,
  path: string,
): InstanceSetup {
  const role = roleOf(name);
  return {
    logActions: role.logGroup ? AWS_ACTIONS.logGroup : [],
    permissions: { ...permissions, statements: [...role.statements(server), ...permissions.statements] },
    userData: (logGroup) => renderUserData({ role: name, ...server, logGroup }, path),
    replaceOnChange: role.replaceOnChange,
  };
}

/** The container of a server, with access to the database where the server is one of its clients. */
function containerOf(
  { name, container }: ServerSettings,
  image: string,
  { environment, database }: SetupContext,
): ApplicationContainer | undefined {
  if (!container) return undefined;
  const { port, databaseNames, databaseAs } = container;
  if (!database || !environment.database?.clients.includes(name)) return { image, port };
  const { jdbcUrl: url, secretArn } = database;
  return {
    image,
    port,
    database: { url, secretArn, names: { ...SPRING_DATASOURCE, ...databaseNames }, as: databaseAs },
  };
}
