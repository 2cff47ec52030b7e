import type { PermissionStatement } from '../iam/permission-statement';
import type { Statement } from '../iam/document';
import type { PolicyScope } from '../iam/policy';
import type { Values } from './fill';
import type { ServerInputs } from './server-inputs';
import type { Part } from './shared/parts';

/** TCP port over which packages, container images and the AWS APIs are reached. */
export const HTTPS_PORT = 443;

/** TCP port of the Beats input of Logstash. Elastic: "Beats input plugin". */
export const BEATS_PORT = 5044;

/** Size in GiB of the root volume of Amazon Linux 2023, which has room for a role without container images. */
export const SYSTEM_VOLUME_SIZE = 8;

/** A web page for administrators. */
export interface WebPage {
  /** TCP port that the server serves it on. */
  readonly port: number;
  /** Name of the service, e.g. `Jenkins`. */
  readonly service: string;
  /** Path that answers with status 200 without a login. */
  readonly healthCheckPath: string;
}

/** Whether a server with the role must, may or cannot have a key in its configuration. */
export type KeyUse = 'required' | 'optional' | 'rejected';

/** The keys of a server's configuration that depend on its role. */
export interface RoleKeys {
  readonly container: KeyUse;
  readonly autoScaling: KeyUse;
  readonly dataVolume: KeyUse;
  readonly hostName: KeyUse;
}

/** What a role is given: all that configuration must provide, and what the platform offers to each server. */
export type InputsOf<Keys extends RoleKeys> = Omit<ServerInputs, 'container' | 'dataVolume'> & {
  readonly [Key in 'container' | 'dataVolume' as Keys[Key] extends 'required' ? Key : never]: NonNullable<
    ServerInputs[Key]
  >;
};

/**
 * Everything that is true of a server role. Configuration checks, user data, IAM policies, the network and the documentation read it
 * from here. No property is optional: a role that leaves one out does not compile.
 */
interface RoleDefinition<Keys extends RoleKeys, Inputs> {
  /** One line for the documentation. */
  readonly summary: string;
  readonly keys: Keys;
  /** TCP port of the internet that it installs its software from; undefined where it installs none. */
  readonly installsFrom: number | undefined;
  /** Whether a change of user data replaces the server. Never for a role with a data volume. */
  readonly replaceOnChange: boolean;
  /** Smallest root volume in GiB: the system and the container images of the role. */
  readonly minimumVolumeSize: number;
  readonly page: WebPage | undefined;
  /** Whether it sends the logs of applications, collects them from every server that sends them, or neither. */
  readonly applicationLogs: 'send' | 'collect' | 'none';
  /** Whether it has a log group in CloudWatch Logs. */
  readonly logGroup: boolean;
  /** Whether it runs containers, with their log in the log group. */
  readonly runsContainers: boolean;
  /** Folder below `roles` with its files as they lie on the server; undefined where it has none. */
  readonly folder: string | undefined;
  /** Packages of Amazon Linux 2023, beyond those of shared parts. */
  readonly packages: readonly string[];
  /** systemd units that are enabled and started, beyond those of shared parts. */
  readonly services: readonly string[];
  /** Values of the placeholders in its files. */
  values(server: Inputs): Values;
  /** Parts that it shares with other roles. Docker and the data volume follow from `runsContainers` and `keys`. */
  sharedParts(server: Inputs): readonly Part[];
  /** What its instances may do in AWS, beyond writing to the log group. */
  statements(server: Omit<Inputs, 'logGroup'>): readonly PermissionStatement[];
  /** The most that `statements` allows in any environment: its part of the permissions boundary. */
  boundary(scope: PolicyScope): readonly Statement[];
}

/** A role as those see it that read it: with inputs that may be there. */
export type ServerRole = RoleDefinition<RoleKeys, ServerInputs>;

/** Defines a role; its functions are given what `keys` requires, and nothing that `keys` rejects. */
export function defineRole<const Keys extends RoleKeys>(
  role: RoleDefinition<Keys, InputsOf<Keys>>,
): ServerRole & { readonly keys: Keys };
export function defineRole(role: ServerRole): ServerRole {
  return role;
}
