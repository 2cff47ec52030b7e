import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { SecurityGroup as RawGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { App, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { loadEnvironment } from '../../src/config';
import { allow } from '../../src/core/guardrails';
import { type Connectable, INTERNET, SecurityGroup } from '../../src/constructs/security-group';
import { PlatformStack } from '../../src/stacks/platform-stack';

/** A user's own construct, as it may stand in `main.ts`: a server of one's own with a port that others are let in to. */
class Registry extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  public readonly instance: Instance;

  constructor(scope: Construct, id: string, { subnetId, vpcId }: { subnetId: string; vpcId: string }) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, 'security-group', { name: id, namePrefix: `${id}-`, vpcId });
    this.instance = new Instance(this, 'Resource', {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.micro',
      rootBlockDevice: { encrypted: true },
      subnetId,
      vpcSecurityGroupIds: [this.securityGroup.id],
    });
  }

  public allowFrom(client: Connectable): void {
    this.securityGroup.allowFrom(client, { port: 5000, description: 'Images' });
  }
}

interface Platform {
  readonly stack: PlatformStack;
  readonly registry: Registry;
}

/** dev with a registry that jenkins reaches, and what else a person writes. */
function platform(more: (platform: Platform) => void): PlatformStack {
  const stack = new PlatformStack(new App(), loadEnvironment('dev'));
  const registry = new Registry(stack, 'registry', {
    vpcId: stack.network.vpcId,
    subnetId: stack.network.subnetId('private', 'a'),
  });
  registry.allowFrom(stack.serverGroup('jenkins-server'));
  // The proof holds without guardrails.
  allow(stack, 'RULES_INLINE', 'tested here');
  allow(stack, 'SERVER_PUBLIC', 'tested here');
  allow(stack, 'DATABASE_PUBLIC', 'tested here');
  more({ stack, registry });
  return stack;
}

const problems = (more: (platform: Platform) => void): string[] => platform(more).node.validate();

/** Gives it a public address in a public subnet. */
function moveToPublic({ stack, registry: { instance } }: Platform): void {
  instance.subnetId = stack.network.subnetId('public', 'a');
  instance.associatePublicIpAddress = true;
}

const UNDECLARED = 'which nothing declares: use allowFrom, or remove it [TOPOLOGY_BROKEN]';
const REGISTRY = 'aws_instance.registry';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const EGRESS = 'aws_vpc_security_group_egress_rule';

const groupOf = (stack: PlatformStack, server: string): string => stack.serverGroup(server).securityGroup.id;

const rule = (port = 5000) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });

/** Ways to open the registry that no `allowFrom` declares, and what the synth says of each. */
const OPENINGS: readonly (readonly [
  name: string,
  open: (platform: Platform) => void,
  sentences: readonly string[],
])[] = [
  [
    'an ingress rule of its own, and the egress rule of the other side',
    ({ stack, registry }) => {
      const [elk, own] = [groupOf(stack, 'elk-server'), registry.securityGroup.id];
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: own,
        referencedSecurityGroupId: elk,
        ...rule(),
      });
      new VpcSecurityGroupEgressRule(stack, 'out', {
        securityGroupId: elk,
        referencedSecurityGroupId: own,
        ...rule(),
      });
    },
    [
      `${REGISTRY}: aws_instance.servers_elk_server reaches it on tcp 5000 through ${INGRESS}.in and ${EGRESS}.out, ${UNDECLARED}`,
    ],
  ],
  [
    'an ingress rule without an egress rule of the other side',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        referencedSecurityGroupId: groupOf(stack, 'elk-server'),
        ...rule(),
      });
    },
    [`${REGISTRY}: aws_instance.servers_elk_server is let in on tcp 5000 by ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'another port of a declared client',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        referencedSecurityGroupId: groupOf(stack, 'jenkins-server'),
        ...rule(22),
      });
    },
    [`${REGISTRY}: aws_instance.servers_jenkins_server is let in on tcp 22 by ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'a rule for the VPC',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        cidrIpv4: '10.0.0.0/16',
        ...rule(),
      });
    },
    [`${REGISTRY}: 10.0.0.0/16 reaches it on tcp 5000 through ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'a rule for the internet, which has no way there',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        cidrIpv4: '0.0.0.0/0',
        ...rule(),
      });
    },
    [`${REGISTRY}: internet is let in on tcp 5000 by ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'a rule for a variable',
    ({ stack, registry }) => {
      const office = new TerraformVariable(stack, 'office', { type: 'string' });
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        cidrIpv4: office.stringValue,
        ...rule(),
      });
    },
    [`${REGISTRY}: var.office is let in on tcp 5000 by ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'a rule for a prefix list',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        prefixListId: 'pl-0123456789abcdef0',
        ...rule(),
      });
    },
    [
      `${REGISTRY}: it cannot be ruled out that an address that is not known reaches it on tcp 5000 through ${INGRESS}.in (not known: the prefix list of ${INGRESS}.in), ${UNDECLARED}`,
    ],
  ],
  [
    'a rule for IPv6 addresses',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        cidrIpv6: '::/0',
        ...rule(),
      });
    },
    [`${REGISTRY}: internet over IPv6 is let in on tcp 5000 by ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'a rule without ports',
    ({ stack, registry }) => {
      new VpcSecurityGroupIngressRule(stack, 'in', {
        securityGroupId: registry.securityGroup.id,
        referencedSecurityGroupId: groupOf(stack, 'jenkins-server'),
        ipProtocol: 'icmp',
        fromPort: -1,
        toPort: -1,
      });
    },
    [`${REGISTRY}: aws_instance.servers_jenkins_server is let in on icmp by ${INGRESS}.in, ${UNDECLARED}`],
  ],
  [
    'a rule for its own members',
    ({ stack, registry }) => {
      new SecurityGroupRule(stack, 'in', {
        type: 'ingress',
        securityGroupId: registry.securityGroup.id,
        selfAttribute: true,
        protocol: '-1',
        fromPort: 0,
        toPort: 0,
      });
    },
    [
      `${REGISTRY}: whatever else has aws_security_group.registry_security_group is let in on every port by aws_security_group_rule.in, ${UNDECLARED}`,
    ],
  ],
  [
    'a rule in the group itself',
    ({ stack }) => {
      stack.addOverride('resource.aws_security_group.registry_security_group.ingress', [
        { protocol: 'tcp', from_port: 5000, to_port: 5000, cidr_blocks: ['10.0.16.0/20'] },
      ]);
    },
    [
      `${REGISTRY}: 10.0.16.0/20 reaches it on tcp 5000 through aws_security_group.registry_security_group, ${UNDECLARED}`,
    ],
  ],
  [
    'a declared rule that is edited',
    ({ stack }) => {
      const name = 'registry_security_group_from_jenkins_server_tcp_5000';
      stack.addOverride(`resource.${INGRESS}.${name}.to_port`, 5001);
    },
    [
      `${REGISTRY}: aws_instance.servers_jenkins_server reaches it on tcp 5000 through ${INGRESS}.registry_security_group_from_jenkins_server_tcp_5000, ${UNDECLARED}`,
    ],
  ],
  [
    'a second group',
    ({ stack, registry }) => {
      const open = new RawGroup(stack, 'open', {
        vpcId: stack.network.vpcId,
        ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['10.0.0.0/16'] }],
      });
      registry.instance.vpcSecurityGroupIds = [registry.securityGroup.id, open.id];
    },
    [`${REGISTRY}: 10.0.0.0/16 reaches it on tcp 22 through aws_security_group.open, ${UNDECLARED}`],
  ],
  [
    'a second group that is not in the stack',
    ({ registry }) => {
      registry.instance.vpcSecurityGroupIds = [registry.securityGroup.id, 'sg-0123456789abcdef0'];
    },
    [
      `${REGISTRY}: it cannot be ruled out that more reaches it than is declared: not every security group that it has is known (aws_instance.registry's vpc security group ids: "sg-0123456789abcdef0" is not in this file) [TOPOLOGY_BROKEN]`,
    ],
  ],
  [
    'the group of a client on a server of its own',
    ({ stack }) => {
      new Instance(stack, 'other', {
        rootBlockDevice: { encrypted: true },
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        subnetId: stack.network.subnetId('private', 'a'),
        vpcSecurityGroupIds: [groupOf(stack, 'jenkins-server')],
      });
    },
    [
      `${REGISTRY}: aws_instance.other reaches it on tcp 5000 through aws_security_group.servers_jenkins_server_security_group of dev/servers/jenkins-server, ${UNDECLARED}`,
      `aws_instance.other: aws_instance.bastion reaches it on tcp 22 through aws_security_group.servers_jenkins_server_security_group of dev/servers/jenkins-server, ${UNDECLARED}`,
      `aws_instance.other: it reaches internet on tcp 80 through aws_security_group.servers_jenkins_server_security_group of dev/servers/jenkins-server, ${UNDECLARED}`,
      `aws_instance.other: it reaches internet on tcp 443 through aws_security_group.servers_jenkins_server_security_group of dev/servers/jenkins-server, ${UNDECLARED}`,
    ],
  ],
  [
    'an egress rule of it',
    ({ stack, registry }) => {
      new VpcSecurityGroupEgressRule(stack, 'out', {
        securityGroupId: registry.securityGroup.id,
        cidrIpv4: '0.0.0.0/0',
        ipProtocol: '-1',
      });
    },
    [`${REGISTRY}: it reaches internet on every port through ${EGRESS}.out, ${UNDECLARED}`],
  ],
];

describe("a user's own construct with allowFrom", () => {
  test('is held to what was said of it without being listed', () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  test.each(OPENINGS)('cannot be opened by %s', (_, open, sentences) => {
    expect(problems(open).sort()).toEqual([...sentences].sort());
  });

  test('may be opened by the same rule twice, or in two parts', () => {
    const halves = ['10.0.0.0/17', '10.0.128.0/17'];
    expect(
      problems(({ stack, registry }) => {
        registry.securityGroup.allowFromCidr(
          { label: 'network', cidrIpv4: '10.0.0.0/16' },
          { port: 5000, description: 'Images' },
        );
        for (const [index, cidrIpv4] of halves.entries())
          new VpcSecurityGroupIngressRule(stack, `half-${index}`, {
            securityGroupId: registry.securityGroup.id,
            cidrIpv4,
            ...rule(),
          });
      }),
    ).toEqual([]);
  });

  test('may be open to addresses that are not known, to those alone', () => {
    const openToOffice = ({ stack, registry }: Platform) => {
      moveToPublic({ stack, registry });
      const office = new TerraformVariable(stack, 'office', {
        type: 'string',
        validation: [
          { condition: '${tonumber(split("/", var.office)[1]) >= 24}', errorMessage: 'Too wide.' },
        ],
      });
      registry.securityGroup.allowFromCidr(
        { label: 'office', cidrIpv4: office.stringValue },
        { port: 8443, description: 'Page' },
      );
    };
    expect(problems(openToOffice)).toEqual([]);
    const name = 'registry_security_group_from_office_tcp_8443';
    const edited = (cidr: string) =>
      problems((parts) => {
        openToOffice(parts);
        parts.stack.addOverride(`resource.${INGRESS}.${name}.cidr_ipv4`, cidr);
      });
    expect(edited('${var.admin_cidrs[0]}')).toEqual([
      expect.stringMatching(/^aws_instance\.registry: .* on tcp 8443 .*, which nothing declares/),
      expect.stringMatching(
        /^aws_instance\.registry: it cannot be ruled out that internet reaches it on tcp 8443/,
      ),
      expect.stringMatching(/^aws_instance\.registry: var\.office does not surely reach it on tcp 8443/),
    ]);
  });

  test('must be reached by whom it was opened to', () => {
    const name = 'servers_jenkins_server_security_group_to_registry_tcp_5000';
    expect(
      problems(({ stack }) => {
        stack.addOverride(`resource.${EGRESS}.${name}.security_group_id`, 'sg-0123456789abcdef0');
      }),
    ).toEqual([
      `${REGISTRY}: aws_instance.servers_jenkins_server does not reach it on tcp 5000 (egress rule: aws_security_group.servers_jenkins_server_security_group has no egress rule for tcp 5000 to aws_instance.registry), though Images is declared [TOPOLOGY_BROKEN]`,
    ]);
  });

  test('that loses its group is not reached, and what it has instead is not declared', () => {
    const found = problems(({ stack, registry }) => {
      const other = new RawGroup(stack, 'other', {
        vpcId: stack.network.vpcId,
        ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['10.0.0.0/16'] }],
      });
      registry.instance.vpcSecurityGroupIds = [other.id];
    });
    expect(found).toEqual([
      `${REGISTRY}: 10.0.0.0/16 reaches it on tcp 22 through aws_security_group.other, ${UNDECLARED}`,
      expect.stringMatching(
        /^aws_instance\.registry: aws_instance\.servers_jenkins_server does not reach it on tcp 5000/,
      ),
    ]);
  });

  test('is not for the internet unless its group says so', () => {
    const open = (platform: Platform) => {
      moveToPublic(platform);
      platform.registry.securityGroup.allowFromCidr(INTERNET, { port: 5000, description: 'Images' });
    };
    expect(problems(open)).toEqual([
      `${REGISTRY}: internet reaches it on tcp 5000, though its security group is not internetFacing [TOPOLOGY_BROKEN]`,
    ]);
  });
});

describe('what no construct with allowFrom made', () => {
  test('is reached by the internet only where somebody declared it', () => {
    const found = problems(({ stack }) => {
      const open = new RawGroup(stack, 'open', {
        vpcId: stack.network.vpcId,
        ingress: [{ protocol: 'tcp', fromPort: 3306, toPort: 3306, cidrBlocks: ['0.0.0.0/0'] }],
      });
      new DbInstance(stack, 'other', {
        storageEncrypted: true,
        instanceClass: 'db.t3.micro',
        engine: 'mysql',
        publiclyAccessible: true,
        vpcSecurityGroupIds: [open.id],
        dbSubnetGroupName: '${aws_db_subnet_group.public.name}',
      });
      stack.addOverride('resource.aws_db_subnet_group.public.subnet_ids', stack.network.subnetIds('public'));
    });
    expect(found).toEqual([`aws_db_instance.other: internet reaches it on tcp 3306, ${UNDECLARED}`]);
  });
});
