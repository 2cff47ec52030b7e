import type { Environment } from '../config';
import type { DataVolume } from '../constructs/data-volume';
import type { Database } from '../constructs/database';
import type { InstanceSetup } from '../constructs/instance-setup';
import type { PermissionStatement } from '../constructs/instance-role';
import { roleOf } from '../roles/server-roles';
import { AWS_ACTIONS, renderUserData, SPRING_DATASOURCE, type UserDataSettings } from '../roles/user-data';
import type { ApplicationImage, InputVariables } from './input-variables';

type ServerSettings = Environment['servers'][number];

/** What the setups of an environment's servers refer to. */
export interface SetupContext {
  readonly environment: Environment;
  readonly inputs: InputVariables;
  /** What each server may do for administrators' sessions. */
  readonly sessions: readonly PermissionStatement[];
  readonly database: Database | undefined;
  /** Address of the server that takes logs. */
  readonly elkAddress?: string | undefined;
  /** ARN of the most that the servers may do. */
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

/** A bastion keeps nothing: a changed script replaces it. */
export function bastionSetup(
  environment: Environment,
  sessions: readonly PermissionStatement[],
  boundary: string | undefined,
): InstanceSetup {
  return {
    logActions: AWS_ACTIONS.logGroup,
    permissions: { statements: sessions, boundary },
    userData: (logGroup) => renderUserData({ role: 'bastion', logGroup }, `${environment.name}.bastion`),
    replaceOnChange: true,
  };
}

/** What a server's role has it do. */
export function serverSetup(
  server: ServerSettings,
  context: SetupContext,
  volume?: DataVolume,
): InstanceSetup {
  const { environment } = context;
  const index = environment.servers.indexOf(server);
  const image = server.role === 'application' ? context.inputs.applicationImage() : undefined;
  const database = databaseOf(server, context);
  return {
    logActions: server.role === 'plain' ? [] : AWS_ACTIONS.logGroup,
    permissions: {
      statements: [
        ...(database ? [{ actions: AWS_ACTIONS.databaseSecret, resources: [database.secretArn] }] : []),
        ...context.sessions,
      ],
      conditionalStatements: image?.pullStatements,
      boundary: context.boundary,
    },
    userData: (logGroup) =>
      renderUserData(
        settingsOf(server, { ...context, logGroup, image, database, volume }),
        `${environment.name}.servers[${index}]`,
      ),
    replaceOnChange: roleOf(server.role).installsFrom !== undefined && !roleOf(server.role).keepsData,
  };
}

const databaseOf = ({ name, role }: ServerSettings, { environment, database }: SetupContext) =>
  role === 'application' && environment.database?.clients.includes(name) ? database : undefined;

interface Parts extends SetupContext {
  readonly logGroup: string;
  readonly image: ApplicationImage | undefined;
  readonly volume: DataVolume | undefined;
}

function settingsOf({ role, container }: ServerSettings, parts: Parts): UserDataSettings {
  const { environment, logGroup, image, database, volume, elkAddress } = parts;
  const { region } = environment;
  if (container && image) {
    const { port, databaseNames, databaseAs } = container;
    const names = { ...SPRING_DATASOURCE, ...databaseNames };
    const access = database && {
      url: database.jdbcUrl,
      secretArn: database.secretArn,
      names,
      as: databaseAs,
    };
    return {
      role: 'application',
      image: image.reference,
      port,
      region,
      logGroup,
      database: access,
      elkAddress,
    };
  }
  return volume && (role === 'jenkins' || role === 'elk')
    ? { role, region, logGroup, dataVolume: volume }
    : { role: 'plain' };
}
