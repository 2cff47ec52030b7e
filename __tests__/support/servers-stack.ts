import { AutoscalingAttachment } from '@cdktf/provider-aws/lib/autoscaling-attachment';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { EipAssociation } from '@cdktf/provider-aws/lib/eip-association';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { DataVolume } from '../../src/constructs/data-volume';
import { InstanceRole } from '../../src/constructs/instance-role';
import { SecurityGroup } from '../../src/constructs/security-group';
import { AutoScalingGroup } from '../../src/constructs/auto-scaling-group';
import { Server } from '../../src/constructs/server';
import { GatedStack, tags, ZONES } from './small-stack';

const PREFIX = 'devloop-dev';

/** The platform's servers with all that they have, without what takes long: one on its own, and a group of two. */
export class ServersStack extends GatedStack {
  private readonly vpcId: string;
  private readonly subnetIds: string[];
  private readonly group: SecurityGroup;
  private readonly keyName: string;

  constructor(scope: Construct) {
    super(scope);
    const { id: vpcId } = new Vpc(this, 'vpc', { cidrBlock: '10.9.0.0/16', tags: { Name: 'vpc' } });
    this.vpcId = vpcId;
    this.subnetIds = ZONES.map((availabilityZone, index) => {
      const cidrBlock = `10.9.${index}.0/24`;
      return new Subnet(this, `subnet-${index}`, {
        vpcId,
        availabilityZone,
        cidrBlock,
        tags: { Name: `subnet-${index}` },
      }).id;
    });
    const namePrefix = `${PREFIX}-server-`;
    this.group = new SecurityGroup(this, 'security-group', { name: 'server', namePrefix, vpcId });
    this.keyName = new KeyPair(this, 'key-pair', {
      keyNamePrefix: `${PREFIX}-`,
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfI6TBZ0Nsu4vZ2rMUTPi6wpRQ3PgLAS5Z2bM3d9F8k',
      tags: { Name: PREFIX },
      lifecycle: { createBeforeDestroy: true },
    }).keyName;
    const server = this.addServer();
    const { groupName } = this.addGroup();
    const targetGroupArn = this.addLoadBalancer();
    new LbTargetGroupAttachment(this, 'target', { targetGroupArn, targetId: server.instanceId, port: 80 });
    new AutoscalingAttachment(this, 'targets', {
      autoscalingGroupName: groupName,
      lbTargetGroupArn: targetGroupArn,
    });
    this.closeGate();
  }

  private instanceProps(name: string) {
    const permissions = { statements: [{ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }] };
    return {
      name,
      instanceType: 't3.micro',
      imageId: 'ami-12c6146b',
      volumeSize: 8,
      keyName: this.keyName,
      deletionProtection: false,
      replaceOnChange: true,
      userData: new TerraformLocal(this, `${name}-script`, '#!/bin/sh'),
      iamInstanceProfile: new InstanceRole(this, `${name}-role`, { name: `${PREFIX}-${name}`, permissions })
        .profile,
      securityGroup: this.group,
    };
  }

  private addServer(): Server {
    const logs = `/${PREFIX}/server`;
    const [subnetId = ''] = this.subnetIds;
    const [availabilityZone] = ZONES;
    new CloudwatchLogGroup(this, 'logs', { name: logs, retentionInDays: 90, tags: { Name: logs } });
    const server = new Server(this, 'server', { ...this.instanceProps('server'), subnetId });
    const { id: allocationId } = new Eip(this, 'address', { domain: 'vpc', tags: { Name: 'server' } });
    new EipAssociation(this, 'association', { allocationId, instanceId: server.instanceId });
    const own = { name: 'server-data', size: 8, availabilityZone, deletionProtection: false };
    new DataVolume(this, 'data', { ...own, environmentTags: tags }).attachTo(server);
    return server;
  }

  private addGroup(): AutoScalingGroup {
    return new AutoScalingGroup(this, 'servers', {
      ...this.instanceProps('servers'),
      prefix: PREFIX,
      subnetIds: this.subnetIds,
      autoScaling: { min: 2, max: 4, targetCpu: 60 },
      dependsOn: [],
    });
  }

  private addLoadBalancer(): string {
    const named = (Name: string) => ({ tags: { Name } });
    const { vpcId } = this;
    const gateway = new InternetGateway(this, 'gateway', { vpcId, ...named('gateway') });
    const { arn: loadBalancerArn } = new Lb(this, 'load-balancer', {
      name: PREFIX,
      loadBalancerType: 'application',
      internal: false,
      subnets: this.subnetIds,
      securityGroups: [this.group.id],
      ...named('balancer'),
      dependsOn: [gateway],
    });
    const target = { vpcId, port: 80, protocol: 'HTTP', targetType: 'instance' };
    const { arn: targetGroupArn } = new LbTargetGroup(this, 'target-group', {
      name: PREFIX,
      ...target,
      ...named('targets'),
    });
    const action = [{ type: 'forward', targetGroupArn }];
    const { arn: listenerArn } = new LbListener(this, 'listener', {
      loadBalancerArn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: action,
      ...named('listener'),
    });
    const condition = [{ hostHeader: { values: ['page.example.com'] } }];
    new LbListenerRule(this, 'rule', { listenerArn, action, condition, ...named('rule') });
    return targetGroupArn;
  }
}
