import { NetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { NetworkAclAssociation } from '@cdktf/provider-aws/lib/network-acl-association';
import { NetworkAclRule } from '@cdktf/provider-aws/lib/network-acl-rule';
import { Construct } from 'constructs';
import type { Tier } from '../net/subnets';
import { type AclRule, rulesOfTier, type TierTraffic } from '../net/network-acls';
import type { Network } from './network';

export interface NetworkAclsProps {
  readonly network: Network;
  /** What passes the borders of each tier's subnets. */
  readonly traffic: ReadonlyMap<Tier, TierTraffic>;
}

/**
 * A network ACL for each tier, with what the tier needs and the answers to it: ACLs know no connections. A rule has the number of its
 * port, so that no other moves it. The default ACL, which allows everything, is left to subnets of others. Free. AWS: "Control subnet
 * traffic with network access control lists".
 */
export class NetworkAcls extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkAclsProps,
  ) {
    super(scope, id);
    for (const [tier, traffic] of props.traffic) this.addAcl(tier, traffic);
  }

  private addAcl(tier: Tier, traffic: TierTraffic): void {
    const { network } = this.props;
    const { id: networkAclId } = new NetworkAcl(this, tier, {
      vpcId: network.vpcId,
      tags: { Name: `${network.name}-${tier}` },
    });
    const rules = rulesOfTier(traffic, network.cidr).map((rule) => this.addRule(tier, networkAclId, rule));
    for (const zone of network.zones)
      new NetworkAclAssociation(this, `${tier}-${zone}-association`, {
        networkAclId,
        subnetId: network.subnetId(tier, zone),
        // An ACL without rules lets nothing pass.
        dependsOn: rules,
      });
  }

  private addRule(tier: Tier, networkAclId: string, rule: AclRule): NetworkAclRule {
    const { key, number, direction, protocol, ports, cidr } = rule;
    return new NetworkAclRule(this, `${tier}-${direction}-${key}`, {
      networkAclId,
      ruleNumber: number,
      egress: direction === 'egress',
      protocol,
      ruleAction: 'allow',
      cidrBlock: cidr,
      ...(ports ? { fromPort: ports[0], toPort: ports[1] } : FRAGMENTATION_NEEDED),
    });
  }
}

/** By which routers tell the largest packet that passes. AWS: "Path MTU Discovery". */
const FRAGMENTATION_NEEDED = { icmpType: 3, icmpCode: 4 } as const;
