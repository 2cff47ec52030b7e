import fc from 'fast-check';

/** A platform of any size, as Terraform JSON. */
export interface NetworkSize {
  readonly zones: number;
  /** The group and the zone of each server. */
  readonly servers: readonly { readonly group: number; readonly zone: number }[];
  readonly isolated: boolean;
  readonly scaling: boolean;
}

const MOST_ZONES = 6;
const MOST_SERVERS = 60;

export const networkSizes: fc.Arbitrary<NetworkSize> = fc.record({
  zones: fc.integer({ min: 1, max: MOST_ZONES }),
  servers: fc.array(fc.record({ group: fc.nat({ max: 5 }), zone: fc.nat({ max: MOST_ZONES - 1 }) }), {
    minLength: 1,
    maxLength: MOST_SERVERS,
    size: 'max',
  }),
  isolated: fc.boolean(),
  scaling: fc.boolean(),
});

const PORTS = [8080, 9200, 5044, 6379, 8081, 4000];
const LETTERS = 'abcdef';

type Resources = Record<string, Record<string, object>>;

const rule = (from: object, port: number, to: string) => ({
  security_group_id: `\${aws_security_group.${to}.id}`,
  ip_protocol: 'tcp',
  from_port: port,
  to_port: port,
  ...from,
});
const group = (name: string) => ({ referenced_security_group_id: `\${aws_security_group.${name}.id}` });
const ANYWHERE = { cidr_ipv4: '0.0.0.0/0' };

/** Opens a port on both sides. */
function open(resources: Resources, from: string, to: string, port: number): void {
  const name = `${from}_${to}_${port}`;
  (resources['aws_vpc_security_group_ingress_rule'] ??= {})[name] = rule(group(from), port, to);
  (resources['aws_vpc_security_group_egress_rule'] ??= {})[name] = rule(group(to), port, from);
}

const placed = (subnet: string, securityGroup: string) => ({
  subnet_id: `\${aws_subnet.${subnet}.id}`,
  vpc_security_group_ids: [`\${aws_security_group.${securityGroup}.id}`],
});

function subnets(resources: Resources, zones: readonly string[], tiers: readonly string[]): void {
  const made = (resources['aws_subnet'] = {} as Record<string, object>);
  tiers.forEach((tier, i) =>
    zones.forEach((zone, j) => {
      made[`${tier}_${zone}`] = {
        vpc_id: '${aws_vpc.main.id}',
        cidr_block: `10.0.${i * 16 + j}.0/24`,
        availability_zone: `eu-west-1${zone}`,
      };
      if (tier === 'isolated') return;
      (resources['aws_route_table_association'] ??= {})[`${tier}_${zone}`] = {
        subnet_id: `\${aws_subnet.${tier}_${zone}.id}`,
        route_table_id: `\${aws_route_table.${tier}.id}`,
      };
    }),
  );
}

/** Terraform JSON of a platform of this size. */
export function networkOf({ zones, servers, isolated, scaling }: NetworkSize): object {
  const letters = [...LETTERS].slice(0, zones);
  const tiers = ['public', 'private', ...(isolated ? ['isolated'] : [])];
  const groups = [...new Set(servers.map((one) => one.group))].map((one) => `group${one}`);
  const names = ['bastion', 'balancer', 'database', ...groups, ...(scaling ? ['fleet'] : [])];
  const inAll = (tier: string) => letters.map((zone) => `\${aws_subnet.${tier}_${zone}.id}`);
  const resources: Resources = {
    aws_vpc: { main: { cidr_block: '10.0.0.0/16', tags: { Name: 'main' } } },
    aws_internet_gateway: { main: { vpc_id: '${aws_vpc.main.id}' } },
    aws_route_table: { public: { vpc_id: '${aws_vpc.main.id}' }, private: { vpc_id: '${aws_vpc.main.id}' } },
    aws_nat_gateway: { a: { subnet_id: '${aws_subnet.public_a.id}', allocation_id: 'eipalloc-1' } },
    aws_route: {
      out: {
        route_table_id: '${aws_route_table.public.id}',
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: '${aws_internet_gateway.main.id}',
      },
      nat: {
        route_table_id: '${aws_route_table.private.id}',
        destination_cidr_block: '0.0.0.0/0',
        nat_gateway_id: '${aws_nat_gateway.a.id}',
      },
    },
    aws_security_group: Object.fromEntries(names.map((name) => [name, { vpc_id: '${aws_vpc.main.id}' }])),
    aws_instance: { bastion: { ...placed('public_a', 'bastion'), associate_public_ip_address: true } },
    aws_lb: {
      web: { subnets: inAll('public'), security_groups: ['${aws_security_group.balancer.id}'] },
    },
    aws_db_subnet_group: { data: { name: 'data', subnet_ids: inAll(tiers.at(-1) ?? '') } },
    aws_db_instance: {
      data: {
        engine: 'mysql',
        port: 3306,
        db_subnet_group_name: '${aws_db_subnet_group.data.name}',
        vpc_security_group_ids: ['${aws_security_group.database.id}'],
      },
    },
    aws_vpc_security_group_ingress_rule: {
      web: rule(ANYWHERE, 443, 'balancer'),
      admin: rule({ cidr_ipv4: '${var.admin}' }, 22, 'bastion'),
    },
    aws_lb_listener: {
      web: {
        load_balancer_arn: '${aws_lb.web.arn}',
        port: 443,
        default_action: { type: 'forward', target_group_arn: '${aws_lb_target_group.web.arn}' },
      },
    },
    aws_lb_target_group: { web: { port: 8080 } },
  };
  subnets(resources, letters, tiers);
  servers.forEach(({ group: own, zone }, i) => {
    const name = `server${i}`;
    (resources['aws_instance'] ??= {})[name] = {
      ...placed(`private_${letters[zone % zones] ?? 'a'}`, `group${own}`),
      instance_type: 't3.small',
      tags: { Name: `${name}-of-group-${own}` },
    };
    (resources['aws_lb_target_group_attachment'] ??= {})[name] = {
      target_group_arn: '${aws_lb_target_group.web.arn}',
      target_id: `\${aws_instance.${name}.id}`,
    };
  });
  if (scaling)
    resources['aws_autoscaling_group'] = {
      fleet: {
        vpc_zone_identifier: inAll('private'),
        min_size: 2,
        max_size: 9,
        launch_template: { id: '${aws_launch_template.fleet.id}' },
      },
    };
  if (scaling)
    resources['aws_launch_template'] = {
      fleet: { instance_type: 't3.large', vpc_security_group_ids: ['${aws_security_group.fleet.id}'] },
    };
  for (const name of [...groups, ...(scaling ? ['fleet'] : [])]) {
    open(resources, 'bastion', name, 22);
    open(resources, name, 'database', 3306);
    (resources['aws_vpc_security_group_egress_rule'] ??= {})[`${name}_out`] = rule(ANYWHERE, 443, name);
  }
  groups.forEach((name, i) => {
    open(resources, 'balancer', name, 8080);
    open(resources, name, groups[(i + 1) % groups.length] ?? name, PORTS[i] ?? 80);
  });
  return { resource: resources, variable: { admin: { type: 'string' } } };
}
