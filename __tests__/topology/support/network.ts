import { Topology } from '../../../src/topology';
import type { Answer, Reason } from '../../../src/topology';

export type Body = Readonly<Record<string, unknown>>;
/** Resources by Terraform address; null takes one away. */
export type Resources = Readonly<Record<string, Body | null>>;

/** Terraform JSON of these resources; later ones replace earlier ones of the same address. */
export function terraform(...parts: readonly Resources[]): {
  resource: Record<string, Record<string, Body>>;
} {
  const resource: Record<string, Record<string, Body>> = {};
  for (const [address, body] of Object.entries(Object.assign({}, ...parts) as Resources)) {
    const [type = '', name = ''] = address.split('.');
    if (body) (resource[type] ??= {})[name] = body;
  }
  return { resource };
}

/** A reference, as CDKTF writes it: `id('aws_vpc.main')` is `${aws_vpc.main.id}`. */
export const ref = (address: string, attribute = 'id'): string => `\${${address}.${attribute}}`;

/** A reference to a security group by its id. */
export const sg = (name: string): string => ref(`aws_security_group.${name}`);

/** One VPC with a public and a private subnet, an internet gateway and a NAT gateway; no groups and no servers. */
export const BASE: Resources = {
  'aws_vpc.main': { cidr_block: '10.0.0.0/16' },
  'aws_subnet.public': {
    vpc_id: ref('aws_vpc.main'),
    cidr_block: '10.0.0.0/24',
    map_public_ip_on_launch: true,
  },
  'aws_subnet.private': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.16.0/24' },
  'aws_internet_gateway.main': { vpc_id: ref('aws_vpc.main') },
  'aws_eip.nat': { domain: 'vpc' },
  'aws_nat_gateway.main': { allocation_id: ref('aws_eip.nat'), subnet_id: ref('aws_subnet.public') },
  'aws_route_table.public': { vpc_id: ref('aws_vpc.main') },
  'aws_route_table.private': { vpc_id: ref('aws_vpc.main') },
  ...route('public', '0.0.0.0/0', { gateway_id: ref('aws_internet_gateway.main') }),
  ...route('private', '0.0.0.0/0', { nat_gateway_id: ref('aws_nat_gateway.main') }),
  ...associate('public', 'public'),
  ...associate('private', 'private'),
};

export function route(
  table: string,
  to: string,
  target: Body,
  name = `${table}_${to.replace(/\W/g, '_')}`,
): Resources {
  return {
    [`aws_route.${name}`]: {
      route_table_id: ref(`aws_route_table.${table}`),
      destination_cidr_block: to,
      ...target,
    },
  };
}

export function associate(subnet: string, table: string): Resources {
  return {
    [`aws_route_table_association.${subnet}`]: {
      subnet_id: ref(`aws_subnet.${subnet}`),
      route_table_id: ref(`aws_route_table.${table}`),
    },
  };
}

/** A group without rules, which lets nothing in and nothing out. */
export const group = (name: string, more: Body = {}, vpc = 'main'): Resources => ({
  [`aws_security_group.${name}`]: { vpc_id: ref(`aws_vpc.${vpc}`), ...more },
});

export function ingress(to: string, port: number, from: Body, more: Body = {}): Resources {
  return rule('ingress', to, port, from, more);
}

export function egress(from: string, port: number, to: Body, more: Body = {}): Resources {
  return rule('egress', from, port, to, more);
}

let rules = 0;
function rule(direction: string, own: string, port: number, other: Body, more: Body): Resources {
  return {
    [`aws_vpc_security_group_${direction}_rule.r${rules++}`]: ruleOf(own, port, other, more),
  };
}

function ruleOf(own: string, port: number, other: Body, more: Body = {}): Body {
  return {
    security_group_id: sg(own),
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
    ...other,
    ...more,
  };
}

export const ANYWHERE: Body = { cidr_ipv4: '0.0.0.0/0' };
export const members = (name: string): Body => ({
  referenced_security_group_id: sg(name),
});
export const everythingOut = (own: string): Resources => egress(own, 0, ANYWHERE, { ip_protocol: '-1' });

/** An instance in a subnet, with a group of its own name unless others are given. */
export const instance = (name: string, subnet: string, more: Body = {}): Resources => ({
  [`aws_instance.${name}`]: {
    subnet_id: ref(`aws_subnet.${subnet}`),
    vpc_security_group_ids: [sg(name)],
    ...more,
  },
});

export const WEB = 'aws_instance.web';
export const APP = 'aws_instance.app';

/** Web in the public subnet, open to the world on 80; app in the private one, open to web on 8080. */
export const WEB_AND_APP: Resources = {
  ...BASE,
  ...group('web'),
  ...group('app'),
  ...instance('web', 'public'),
  ...instance('app', 'private'),
  'aws_vpc_security_group_ingress_rule.web': ruleOf('web', 80, ANYWHERE),
  'aws_vpc_security_group_ingress_rule.app': ruleOf('app', 8080, members('web')),
  'aws_vpc_security_group_egress_rule.web': ruleOf('web', 0, ANYWHERE, { ip_protocol: '-1' }),
  'aws_vpc_security_group_egress_rule.app': ruleOf('app', 0, ANYWHERE, { ip_protocol: '-1' }),
};

/** What an answer comes to: `yes`, `no: ingress rule`, `unknown`. */
export type Expected = 'yes' | 'unknown' | `no: ${Reason}`;

export interface Row {
  /** The AWS documentation page that the rule follows. */
  readonly page: string;
  readonly claim: string;
  readonly network: object;
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol?: 'tcp' | 'udp';
  readonly expected: Expected;
  /** What an unknown answer must name. */
  readonly names?: string;
}

const verdictOf = (answer: Answer): Expected =>
  answer.verdict === 'no' ? `no: ${answer.reason}` : answer.verdict;

export function told(
  network: object,
  from: string,
  to: string,
  port: number,
  protocol: 'tcp' | 'udp' = 'tcp',
): Expected {
  return verdictOf(Topology.read(network).reach(from, to, protocol, port));
}

export function check(rows: readonly Row[]): void {
  it.each(
    rows.map((row) => [`${row.page}: ${row.claim} (${row.from} to ${row.to}, ${row.port})`, row] as const),
  )('%s', (_, row) => {
    const answer = Topology.read(row.network).reach(row.from, row.to, row.protocol ?? 'tcp', row.port);
    expect({ told: verdictOf(answer), answer }).toEqual({ told: row.expected, answer });
    if (row.names !== undefined) expect(JSON.stringify(answer)).toContain(row.names);
  });
}

/** Rows about one network, tersely: claim, from, to, port, expected, what the answer names. */
export function rows(
  page: string,
  network: object,
  ...questions: readonly (readonly [
    claim: string,
    from: string,
    to: string,
    port: number,
    expected: Expected,
    names?: string,
  ])[]
): Row[] {
  return questions.map(([claim, from, to, port, expected, names]) => ({
    page,
    claim,
    network,
    from,
    to,
    port,
    expected,
    ...(names !== undefined && { names }),
  }));
}
