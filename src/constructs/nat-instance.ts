import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { EipAssociation } from '@cdktf/provider-aws/lib/eip-association';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { NetworkInterface } from '@cdktf/provider-aws/lib/network-interface';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { except } from '../core/guardrails';
import { EncryptionKey } from './encryption-key';
import { attachInstanceSetup, type InstanceSetup } from './instance-setup';
import { keptImage } from './kept-image';
import { type Connectable, SecurityGroup, tcpPort } from './security-group';
import { metadataOptions } from './metadata-access';

/** The instance, as the environment has it. */
export interface NatServer {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  /** Prefix and name are the Name tag of instance and interface, and the name of the Auto Scaling group. */
  readonly name: string;
  /** E.g. `t4g.micro`. */
  readonly instanceType: string;
  readonly imageId: string;
  readonly setup: InstanceSetup;
  /** Whether a schedule sets the size of the group, so that Terraform leaves it. @default false */
  readonly isScheduled?: boolean;
  /** Tags of everything in the environment: the provider's default tags do not reach what a group launches. */
  readonly environmentTags: Readonly<Record<string, string>>;
}

export interface NatInstanceProps extends NatServer {
  readonly vpcId: string;
  /** Public subnet. */
  readonly subnetId: string;
  /** Id of an existing Elastic IP address. @default a new one */
  readonly allocationId: string | undefined;
  /** Precondition of the network interface. */
  readonly precondition: { readonly condition: string; readonly errorMessage: string };
  readonly internetGateway: ITerraformDependable;
}

/** Device name of the root volume of Amazon Linux. */
const ROOT_DEVICE = '/dev/xvda';

/** HTTPS to packages and the EC2 API. */
const OWN_PORTS = [443];

/** Seconds until a launch that forwards nothing is abandoned. */
const LAUNCH_TIMEOUT = 600;

/** The predecessor has the interface, so it goes first. */
const PREDECESSOR_FIRST = { minHealthyPercentage: 0, maxHealthyPercentage: 100 } as const;

/** Routes leave it before it goes. */
const lifecycle = { createBeforeDestroy: true } as const;

/**
 * A NAT instance: a network interface that routes lead to, with an Elastic IP address, and an Auto Scaling group of one, whose instance
 * attaches the interface. A replacement attaches it again, so that routes and address stay. The launch ends once it forwards. AWS:
 * "NAT instances", "Amazon EC2 Auto Scaling lifecycle hooks".
 */
export class NatInstance extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  public readonly networkInterfaceId: string;
  public readonly publicAddress: string;
  /** Name of the Auto Scaling group, below the environment's prefix. */
  public readonly name: string;
  /** Name of the Auto Scaling group. */
  public readonly groupName: string;
  /** What a route to it waits for. */
  public readonly dependencies: readonly ITerraformDependable[];
  private readonly nameInAws: string;
  private readonly ports = new Set(OWN_PORTS);

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NatInstanceProps,
  ) {
    super(scope, id);
    except(this, 'SERVER_PUBLIC');
    const { prefix, name, vpcId, subnetId, allocationId, precondition, internetGateway, setup } = props;
    this.name = name;
    this.nameInAws = `${prefix}-${name}`;
    const tags = { Name: this.nameInAws };
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${this.nameInAws}-`,
      vpcId,
    });
    const rules = this.securityGroup.allowToInternet(OWN_PORTS);
    const networkInterface = new NetworkInterface(this, 'interface', {
      subnetId,
      securityGroups: [this.securityGroup.id],
      sourceDestCheck: false,
      description: 'Routes of private subnets lead to it',
      tags,
      lifecycle: { ...lifecycle, precondition: [precondition] },
    });
    this.networkInterfaceId = networkInterface.id;
    const address =
      allocationId === undefined ? new Eip(this, 'address', { domain: 'vpc', tags }) : undefined;
    const association = new EipAssociation(this, 'address-association', {
      allocationId: allocationId ?? address?.id,
      networkInterfaceId: networkInterface.id,
      dependsOn: [internetGateway],
      lifecycle,
    });
    this.publicAddress = association.publicIp;
    const attached = attachInstanceSetup(this, { ...setup, name, prefix, deletionProtection: false });
    const group = this.addGroup(Fn.base64encode(attached.userData.asString), attached.iamInstanceProfile, [
      networkInterface,
      association,
      ...rules,
    ]);
    this.groupName = group.name;
    this.dependencies = [association, group];
  }

  /** Lets a client's connections to TCP ports of the internet pass. */
  public forwardFrom(client: Connectable, ports: readonly number[]): void {
    for (const port of ports) {
      this.securityGroup.forwardFrom(client, tcpPort(port));
      if (this.ports.has(port)) continue;
      this.ports.add(port);
      this.securityGroup.allowToInternet([port]);
    }
  }

  private addGroup(
    userData: string,
    profile: string | undefined,
    dependsOn: ITerraformDependable[],
  ): AutoscalingGroup {
    const { subnetId, environmentTags, isScheduled = false } = this.props;
    const name = this.nameInAws;
    const template = this.addTemplate(userData, profile);
    return new AutoscalingGroup(this, 'Resource', {
      name,
      minSize: 1,
      maxSize: 1,
      vpcZoneIdentifier: [subnetId],
      launchTemplate: { id: template.id, version: `${template.latestVersion}` },
      healthCheckType: 'EC2',
      initialLifecycleHook: [
        {
          name: 'forwards',
          lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          defaultResult: 'ABANDON',
          heartbeatTimeout: LAUNCH_TIMEOUT,
        },
      ],
      instanceRefresh: { strategy: 'Rolling', preferences: { ...PREDECESSOR_FIRST, skipMatching: true } },
      instanceMaintenancePolicy: PREDECESSOR_FIRST,
      tag: Object.entries({ ...environmentTags, Name: name })
        .sort()
        .map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      dependsOn,
      // Until the next morning, in which the schedule sets a new minimum.
      lifecycle: isScheduled ? { ...lifecycle, ignoreChanges: ['min_size'] } : lifecycle,
    });
  }

  private addTemplate(userData: string, profile: string | undefined): LaunchTemplate {
    const { instanceType, imageId, environmentTags } = this.props;
    const name = this.nameInAws;
    const kmsKeyId = EncryptionKey.arnFor(this);
    const ebs = {
      volumeType: 'gp3',
      volumeSize: 8,
      encrypted: 'true',
      deleteOnTermination: 'true',
      kmsKeyId,
    };
    return new LaunchTemplate(this, 'launch-template', {
      name,
      imageId: keptImage(this, imageId),
      instanceType,
      vpcSecurityGroupIds: [this.securityGroup.id],
      ...(profile !== undefined && { iamInstanceProfile: { name: profile } }),
      metadataOptions: metadataOptions(),
      blockDeviceMappings: [{ deviceName: ROOT_DEVICE, ebs }],
      userData,
      // Not the interface of the launch, which would have the name of the one that the instance attaches.
      tagSpecifications: ['instance', 'volume'].map((resourceType) => ({
        resourceType,
        tags: { ...environmentTags, Name: name },
      })),
      tags: { Name: name },
      lifecycle,
    });
  }
}
