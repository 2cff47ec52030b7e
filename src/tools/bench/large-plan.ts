const MEGABYTE = 2 ** 20;
const GROUPS = 50;

type Body = Record<string, unknown>;

interface Planned {
  readonly type: string;
  readonly name: string;
  readonly values: Body;
  /** Attributes of other resources, by argument. */
  readonly references?: Readonly<Record<string, string>>;
}

const reference = (attribute: string): Body => ({
  references: [attribute, attribute.replace(/\.\w+$/, '')],
});

const address = ({ type, name }: Planned): string => `${type}.${name}`;

const NETWORK: readonly Planned[] = [
  { type: 'aws_vpc', name: 'main', values: { cidr_block: '10.0.0.0/8' } },
  {
    type: 'aws_subnet',
    name: 'private',
    values: { cidr_block: '10.0.0.0/9' },
    references: { vpc_id: 'aws_vpc.main.id' },
  },
];

/** A group that lets the next one in. */
function groupOf(own: number): Planned[] {
  const ports = { ip_protocol: 'tcp', from_port: 8080, to_port: 8080 };
  return [
    { type: 'aws_security_group', name: `g${own}`, values: {}, references: { vpc_id: 'aws_vpc.main.id' } },
    ...['ingress', 'egress'].map((direction) => ({
      type: `aws_vpc_security_group_${direction}_rule`,
      name: `g${own}`,
      values: ports,
      references: {
        security_group_id: `aws_security_group.g${own}.id`,
        referenced_security_group_id: `aws_security_group.g${(own + (direction === 'egress' ? 1 : GROUPS - 1)) % GROUPS}.id`,
      },
    })),
  ];
}

/** A server with as much user data as servers have. */
const serverOf = (index: number): Planned => ({
  type: 'aws_instance',
  name: `s${index}`,
  values: { instance_type: 't3.micro', tags: { Name: `server-${index}` }, user_data: 'x'.repeat(4000) },
  references: {
    subnet_id: 'aws_subnet.private.id',
    vpc_security_group_ids: `aws_security_group.g${index % GROUPS}.id`,
  },
});

function planOf(planned: readonly Planned[]): string {
  const resources = planned.map((one) => ({
    address: address(one),
    mode: 'managed',
    type: one.type,
    name: one.name,
    values: one.values,
  }));
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: { resources } },
    resource_changes: planned.map((one) => ({
      address: address(one),
      mode: 'managed',
      type: one.type,
      name: one.name,
      change: {
        actions: ['create'],
        before: null,
        after: one.values,
        after_unknown: Object.fromEntries([
          ['id', true],
          ...Object.keys(one.references ?? {}).map((name) => [name, true]),
        ]),
      },
    })),
    configuration: {
      root_module: {
        resources: planned.map((one) => ({
          address: address(one),
          mode: 'managed',
          type: one.type,
          name: one.name,
          expressions: Object.fromEntries(
            Object.entries(one.references ?? {}).map(([name, attribute]) => [name, reference(attribute)]),
          ),
        })),
      },
    },
  });
}

/** A plan of so many megabytes, as `terraform show -json` prints it: a network whose groups let each other in, and servers. */
export function largePlan(megabytes: number): string {
  const groups = Array.from({ length: GROUPS }, (_, own) => groupOf(own)).flat();
  const size = planOf([serverOf(0)]).length;
  const servers = Array.from({ length: Math.ceil((megabytes * MEGABYTE) / size) }, (_, i) => serverOf(i));
  return planOf([...NETWORK, ...groups, ...servers]);
}
