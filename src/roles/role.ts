import type { PermissionStatement } from '../iam/permission-statement';
import type { Statement } from '../iam/document';
import type { PolicyScope } from '../iam/policy';
import type { Values } from './fill';
import type { ImageName } from './images';
import type { ServerInputs } from './server-inputs';
import type { Part } from './shared/parts';

/** TCP port of package repositories, container registries and AWS APIs. */
export const HTTPS_PORT = 443;

/** TCP port of the Beats input of Logstash. Elastic: "Beats input plugin". */
export const BEATS_PORT = 5044;

/** Host name, in the environment's private domain, of the server that collects application logs. */
export const COLLECTOR_HOST = 'elk';

/** Minimum size of the root volume of Amazon Linux 2023 in GiB, for a role without container images. */
export const SYSTEM_VOLUME_SIZE = 8;

/** Memory in MiB of the smallest instance types, for a role without containers. */
export const SYSTEM_MEMORY = 512;

/** A web page for administrators. */
export interface WebPage {
  /** TCP port on the server. */
  readonly port: number;
  /** Name of the service, e.g. `Jenkins`. */
  readonly service: string;
  /** Path that returns status 200 without authentication. */
  readonly healthCheckPath: string;
  /** Whether it requires authentication. */
  readonly hasLogin: boolean;
}

/** Whether the configuration of a server must, may or must not contain a key. */
export type KeyUse = 'required' | 'optional' | 'rejected';

/** Keys of a server's configuration that depend on its role. */
export interface RoleKeys {
  readonly container: KeyUse;
  readonly autoScaling: KeyUse;
  readonly dataVolume: KeyUse;
  readonly hostName: KeyUse;
}

/** Inputs of a role: the keys that it requires or may have, and what the platform provides to each server. */
export type InputsOf<Keys extends RoleKeys> = Omit<ServerInputs, 'container' | 'dataVolume'> & {
  readonly [Key in 'container' | 'dataVolume' as Keys[Key] extends 'required' ? Key : never]: NonNullable<
    ServerInputs[Key]
  >;
} & {
  readonly [
    Key in 'container' | 'dataVolume' as Keys[Key] extends 'optional' ? Key : never
  ]?: ServerInputs[Key];
};

/**
 * Definition of a server role. Configuration checks, user data, IAM policies, the network and the documentation are derived from it.
 * No property is optional, so that the compiler reports a missing one.
 */
interface RoleDefinition<Keys extends RoleKeys, Inputs> {
  /** One line for the documentation. */
  readonly summary: string;
  readonly keys: Keys;
  /** TCP port of the internet from which the role installs software. Undefined if it installs none. */
  readonly installsFrom: number | undefined;
  /** Whether changed user data replaces the server. Must be false for a role that requires a data volume. */
  readonly replaceOnChange: boolean;
  /** Minimum size of the root volume in GiB, for the system and the container images. */
  readonly minimumVolumeSize: number;
  /** Memory in MiB that an instance type must have, for the system and what the role runs. */
  readonly minimumMemory: number;
  readonly page: WebPage | undefined;
  /** Whether it sends application logs, collects them from servers that send them, or neither. */
  readonly applicationLogs: 'send' | 'collect' | 'none';
  /** Whether it has a CloudWatch Logs log group. */
  readonly logGroup: boolean;
  /** Whether it runs containers that log to the log group. */
  readonly runsContainers: boolean;
  /** Images of `images/compose.yaml` that it runs, with those of shared parts. */
  readonly images: readonly ImageName[];
  /** Directory of its files below `roles`. Undefined if it has none. */
  readonly folder: string | undefined;
  /** Packages of Amazon Linux 2023, in addition to those of shared parts. */
  readonly packages: readonly string[];
  /** systemd units that are enabled and started, in addition to those of shared parts. */
  readonly services: readonly string[];
  /** Values of placeholders in its files. */
  values(server: Inputs): Values;
  /** Shared parts. Docker and the data volume are added according to `runsContainers` and `keys`. */
  sharedParts(server: Inputs): readonly Part[];
  /** IAM permissions of its instances, in addition to the log group. */
  statements(server: Omit<Inputs, 'logGroup'>): readonly PermissionStatement[];
  /** Maximum of `statements` over all servers of an environment, for the permissions boundary. */
  boundary(scope: PolicyScope): readonly Statement[];
}

/** A role as its consumers see it: all inputs are optional. */
export type ServerRole = RoleDefinition<RoleKeys, ServerInputs>;

/** Defines a role. Its functions receive the inputs that `keys` requires, and none that it rejects. */
export function defineRole<const Keys extends RoleKeys>(
  role: RoleDefinition<Keys, InputsOf<Keys>>,
): ServerRole & { readonly keys: Keys };
export function defineRole(role: ServerRole): ServerRole {
  return role;
}
