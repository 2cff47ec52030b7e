import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { App } from 'cdktf';
import type { Construct } from 'constructs';
import { type Automation, type Environment, runnerFor } from '../config';
import { hasSessions, reachedByAddress } from '../config/access-mode';
import { withCanaries } from '../config/canaries';
import { Database } from '../constructs/database';
import { EncryptionKey } from '../constructs/encryption-key';
import type { LoadBalancer } from '../constructs/load-balancer';
import { InstanceTypeOfferings, type Offering } from '../constructs/instance-type-offerings';
import type { KeyPair } from '../constructs/key-pair';
import { MachineImages } from '../constructs/machine-images';
import { MovedBlocks } from '../constructs/moved-blocks';
import type { Network } from '../constructs/network';
import { Registry } from '../constructs/registry';
import type { InstanceProps } from '../constructs/server';
import type { ServerGroup } from '../constructs/server-group';
import { namePrefix } from '../core/names';
import { boundaryArn } from '../iam/boundary';
import { nightWindows } from '../net/database-windows';
import { backendSettings } from '../core/state-backend';
import { BaseStack } from './base-stack';
import { formerAddresses } from './former-names';
import { sessionPermissions } from './instance-setups';
import { InputVariables } from './input-variables';
import { addAccess } from './platform-access';
import { addNetworkAcls } from './platform-acls';
import { addAlarms } from './platform-alarms';
import { addBackups } from './platform-backups';
import { addKeptLogs } from './platform-kept-logs';
import { addEndpoints, addFlowLogs, addNetwork } from './platform-network';
import { addPlatformOutputs } from './platform-outputs';
import { environmentProblems } from './reference-checks';
import { addPipeline, pipelineStatements } from './platform-pipeline';
import { platformRoles } from './platform-roles';
import { addRuns } from './platform-runs';
import { addServices } from './platform-services';
import { addSchedule } from './platform-schedule';
import { PlatformServers } from './platform-servers';
import { PlatformStorage } from './platform-storage';
import { identityTags, platformTags } from './platform-tags';
import { addWeb } from './platform-web';

/** Every instance type with the zones in which it is used. */
const offeringsOf = ({ region, network: { nat }, bastion, servers }: Environment): Offering[] =>
  [
    ...(nat.mode === 'instance' ? [{ instanceType: nat.instanceType, zones: [nat.zone] }] : []),
    ...(bastion ? [{ instanceType: bastion.instanceType, zones: [bastion.zone] }] : []),
    ...servers,
  ].flatMap(({ instanceType, zones }) =>
    zones.map((zone) => ({ instanceType, availabilityZone: `${region}${zone}` })),
  );

type InstanceSettings = Pick<Environment['servers'][number], 'instanceType' | 'imageId' | 'volumeSize'>;

/** All resources of an environment. */
export class PlatformStack extends BaseStack {
  /** Terraform addresses by role, e.g. `load-balancer`, `administrators`, or the name of a server. */
  public readonly roles: ReadonlyMap<string, readonly string[]>;
  public readonly network: Network;
  /** The configured environment, with a server for each canary. */
  private readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  private readonly prefix: string;
  private readonly servers: PlatformServers;
  /** ARN of the permissions boundary of server roles. Undefined without automation. */
  private readonly boundary: string | undefined;

  constructor(scope: Construct, configured: Environment, automation?: Automation) {
    const environment = withCanaries(configured);
    const { name, region } = environment;
    super(scope, name, {
      region,
      tags: platformTags(environment),
      state: backendSettings(environment),
    });
    this.environment = environment;
    const isEnvironment = (id: string): boolean => scope.node.tryFindChild(id) instanceof PlatformStack;
    this.node.addValidation({ validate: () => environmentProblems(this.json(), isEnvironment) });
    this.prefix = namePrefix(environment);
    this.roles = platformRoles(environment);
    if (runnerFor(environment, automation)) this.boundary = boundaryArn(this.account(), this.prefix);
    const { prefix, boundary } = this;
    const context = { environment, prefix, boundary, accountId: () => this.account() };

    this.addEncryptionKey();
    const inputs = new InputVariables(this, {
      registry: this.addRegistry(),
      administratorsReach: reachedByAddress(environment),
    });
    new InstanceTypeOfferings(this, 'instance-types', offeringsOf(environment));
    const images = new MachineImages(this, 'machine-images');
    const instanceProps = this.instancePropsWith(images, inputs.keyPair(this.prefix));
    const network = addNetwork(this, images, context);
    this.network = network;
    addFlowLogs(this, network, context);
    const sessions = hasSessions(environment) ? sessionPermissions(region, this.account()) : [];
    const access = addAccess(this, { ...context, network, inputs, instanceProps, sessions });
    const { bastion } = access;
    const database = this.addDatabase(network);
    const storage = new PlatformStorage(this, { ...context, network });
    const runs = addRuns(this, context);
    const servers = new PlatformServers(this, {
      environment,
      prefix,
      instanceProps,
      inputs,
      sessions,
      pipeline: environment.pipeline?.jenkins ? pipelineStatements(environment, prefix, this.account()) : [],
      network,
      sshFrom: bastion ?? access.endpoint,
      database,
      storage,
      runs,
      account: () => this.account(),
      boundary,
    });
    this.servers = servers;
    for (const { name: server, internetPorts } of environment.servers)
      network.natInstance?.forwardFrom(servers.serverGroup(server), internetPorts);
    const clients = environment.servers.map(({ name: server }) => servers.serverGroup(server));
    addEndpoints(this, network, [...(bastion ? [bastion] : []), ...clients], context);
    const loadBalancer = this.addLoadBalancer(network, servers, inputs);
    const services = addServices(this, { environment, prefix, network, servers, inputs });

    if (environment.pipeline) addPipeline(this, environment, { prefix, accountId: this.account(), boundary });
    const alarmNames =
      environment.alarms &&
      addAlarms(this, environment.alarms, {
        environment,
        prefix,
        accountId: this.account(),
        email: inputs.alarmEmail(),
        network,
        bastion,
        serverGroup: (server) => servers.serverGroup(server),
        loadBalancer,
        services,
        database,
        queues: storage.queues,
        runs,
      });
    const operated = { ...context, servers, database };
    addBackups(this, operated);
    addSchedule(this, { ...operated, bastion, natInstance: network.natInstance, alarmNames });
    if (environment.network.acls)
      addNetworkAcls(this, network, {
        public: [bastion, loadBalancer, network.natInstance],
        isolated: [
          ...(environment.database?.tier === 'isolated' ? [database] : []),
          ...(environment.cache?.tier === 'isolated' ? [storage.cache] : []),
        ],
        hasPrivateGateway: (services ?? access.endpoint) !== undefined,
      });
    if (environment.deletionProtection) addKeptLogs(this, prefix);
    const moves = formerAddresses(
      this,
      configured,
      (former) => new PlatformStack(new App(), former, automation),
    );
    if (moves.length > 0) new MovedBlocks(this, 'moved', moves);

    addPlatformOutputs(this, {
      prefix,
      region,
      network,
      bastion,
      hasEndpoint: access.endpoint !== undefined,
      servers: servers.all(),
      hasAutoScalingGroup: servers.hasAutoScalingGroup(),
      loadBalancer,
      database,
      databaseClients: environment.database?.clients ?? [],
    });
  }

  /**
   * Server group by name, e.g. for `allowFrom` of your own construct.
   *
   * @throws Error if configuration has no server with that name
   */
  public serverGroup(name: string): ServerGroup {
    return this.servers.serverGroup(name);
  }

  /** Account id, from a data source that is added at the first call. */
  private account(): string {
    const known = this.node.tryFindChild('account') as DataAwsCallerIdentity | undefined;
    return (known ?? new DataAwsCallerIdentity(this, 'account')).accountId;
  }

  private instancePropsWith(
    images: MachineImages,
    keyPair: KeyPair,
  ): (settings: InstanceSettings) => InstanceProps {
    const { deletionProtection } = this.environment;
    return ({ instanceType, imageId = images.idFor(instanceType), volumeSize }) => ({
      instanceType,
      imageId,
      volumeSize,
      keyPair,
      deletionProtection,
      identityTags: identityTags(this.environment),
    });
  }

  private addEncryptionKey(): void {
    const { encryption, region, buckets, deletionProtection } = this.environment;
    if (encryption?.key !== 'customer-managed') return;
    EncryptionKey.in(this, {
      prefix: this.prefix,
      region,
      accountId: this.account(),
      servesCdn: buckets.some(({ cdn }) => cdn),
      deletionProtection,
    });
  }

  private addLoadBalancer(
    network: Network,
    servers: PlatformServers,
    inputs: InputVariables,
  ): LoadBalancer | undefined {
    const { environment, prefix } = this;
    if (!environment.loadBalancer) return undefined;
    return addWeb(this, environment.loadBalancer, {
      environment,
      prefix,
      network,
      servers,
      inputs,
      accountId: () => this.account(),
    });
  }

  private addRegistry(): Registry | undefined {
    const { registry, region, deletionProtection } = this.environment;
    if (!registry) return undefined;
    const accountId = this.account();
    return new Registry(this, 'registry', { prefix: this.prefix, region, accountId, deletionProtection });
  }

  private addDatabase(network: Network): Database | undefined {
    const { database: settings } = this.environment;
    if (!settings) return undefined;
    const { region, deletionProtection, logRetentionDays } = this.environment;
    return new Database(this, 'database', {
      ...settings,
      windows: settings.windows && { ...nightWindows(region), ...settings.windows },
      name: this.prefix,
      network,
      region,
      retentionDays: logRetentionDays,
      deletionProtection,
      accountId: () => this.account(),
      boundary: this.boundary,
    });
  }
}
