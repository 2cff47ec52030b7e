import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Topology, type Assignment, type ModuleSource } from '../../src/topology';
import { WEB_AND_APP, ref, terraform, type Resources } from './support/network';
import { sourceOf } from './support/sources';

type Json = ModuleSource['json'];

/** A configuration that calls modules, each of which is given by its name. */
function read(root: object, modules: Readonly<Record<string, object>>): Topology {
  const source = (json: object): ModuleSource => ({
    json: json as Json,
    called: (name) => (name in modules ? source(modules[name] as object) : undefined),
  });
  return Topology.read(root, 'main.tf.json', { source: source(root) });
}

const calls = (module: object, ...parts: readonly Resources[]): object => ({
  ...terraform(WEB_AND_APP, ...parts),
  module,
});

/** A server of the module, in the subnet and the group that it is given. */
const SERVER = {
  variable: { subnet: { type: 'string' }, group: {}, public: { type: 'bool', default: true } },
  ...terraform({
    'aws_instance.this': {
      subnet_id: '${var.subnet}',
      vpc_security_group_ids: ['${var.group}'],
      associate_public_ip_address: '${var.public}',
    },
  }),
  output: { id: { value: ref('aws_instance.this') }, group: { value: '${var.group}' } },
};
/** The same with a variable that is null by default. */
const withDefault = (body: object): object => ({
  ...SERVER,
  variable: { ...SERVER.variable, extra: { default: null } },
  ...terraform({
    'aws_instance.this': {
      subnet_id: '${var.subnet}',
      vpc_security_group_ids: ['${var.group}'],
      ...body,
    },
  }),
});
const given = { source: './server', subnet: ref('aws_subnet.public'), group: ref('aws_security_group.web') };

describe('A configuration with the modules that it calls', () => {
  it.each<[string, object, Readonly<Record<string, object>>, string, string]>([
    ['one module', { one: given }, { one: SERVER }, 'module.one.aws_instance.this', 'yes'],
    [
      'a module with a value of its own for a variable',
      { one: { ...given, public: false } },
      { one: SERVER },
      'module.one.aws_instance.this',
      'no',
    ],
    [
      'a value that Terraform converts',
      { one: { ...given, public: 'false' } },
      { one: SERVER },
      'module.one.aws_instance.this',
      'no',
    ],
    [
      'a module by keys',
      { one: { ...given, for_each: { a: true, b: false }, public: '${each.value}' } },
      { one: SERVER },
      'module.one["b"].aws_instance.this',
      'no',
    ],
    [
      'a module by count',
      { one: { ...given, count: 2, public: '${count.index == 1}' } },
      { one: SERVER },
      'module.one[1].aws_instance.this',
      'yes',
    ],
    [
      'a module of which there is none',
      { one: { ...given, count: 0 } },
      { one: SERVER },
      'module.one.aws_instance.this',
      'refused',
    ],
    [
      'a module of which nobody knows how many there are',
      { one: { ...given, count: '${data.x.y.z}' } },
      { one: SERVER },
      'module.one.aws_instance.this',
      'unknown',
    ],
    [
      'an output of one module in another',
      { one: given, two: { ...given, group: '${module.one.group}' } },
      { one: SERVER, two: SERVER },
      'module.two.aws_instance.this',
      'yes',
    ],
    [
      'modules that use each other in turn',
      {
        one: { ...given, group: '${module.two.group}' },
        two: { ...given, group: '${module.one.group}' },
      },
      { one: SERVER, two: SERVER },
      'module.two.aws_instance.this',
      'unknown',
    ],
    [
      'a value that is not given',
      { one: { source: './server', group: given.group } },
      { one: SERVER },
      'module.one.aws_instance.this',
      'unknown',
    ],
    [
      'a value that is not given and null by default',
      { one: given },
      { one: withDefault({ vpc_security_group_ids: '${var.extra == null ? [var.group] : [var.extra]}' }) },
      'module.one.aws_instance.this',
      'yes',
    ],
    [
      'a value that takes the place of null',
      { one: { ...given, extra: ref('aws_security_group.app') } },
      { one: withDefault({ vpc_security_group_ids: '${var.extra == null ? [var.group] : [var.extra]}' }) },
      'module.one.aws_instance.this',
      'no',
    ],
    [
      'the first value that is not null',
      { one: given },
      { one: withDefault({ vpc_security_group_ids: ['${coalesce(var.extra, var.group)}'] }) },
      'module.one.aws_instance.this',
      'yes',
    ],
    [
      'a count by whether a value is given',
      { one: given },
      { one: withDefault({ count: '${var.extra == null ? 1 : 0}' }) },
      'module.one.aws_instance.this[0]',
      'yes',
    ],
    [
      'an argument that is null, and so the default of its subnet',
      { one: given },
      { one: withDefault({ associate_public_ip_address: '${var.extra}' }) },
      'module.one.aws_instance.this',
      'yes',
    ],
    ['a module whose source is not known', { one: given }, {}, 'module.one.aws_instance.this', 'unknown'],
    [
      'an output of a module whose source is not known',
      { one: { ...given, group: '${module.other.group}' }, other: { source: 'example/other' } },
      { one: SERVER },
      'module.one.aws_instance.this',
      'unknown',
    ],
    [
      'a module within a module',
      { outer: given },
      {
        outer: {
          variable: SERVER.variable,
          module: { one: { source: './server', subnet: '${var.subnet}', group: '${var.group}' } },
        },
        one: SERVER,
      },
      'module.outer.module.one.aws_instance.this',
      'yes',
    ],
    [
      'a module within a module, whose source is not known',
      { outer: given },
      { outer: { variable: SERVER.variable, module: { one: { source: 'example/server' } } } },
      'module.outer.module.one.aws_instance.this',
      'unknown',
    ],
  ])('is read with %s', (_, module, modules, to, expected) => {
    const topology = read(calls(module), modules);
    const verdict = (): string => topology.reach('internet', to, 'tcp', 80).verdict;
    if (expected === 'refused') expect(verdict).toThrow('is not in this file');
    else expect(verdict()).toBe(expected);
  });

  it.each([
    ['each element of a list', [ref('aws_route_table.public'), ref('aws_route_table.private')], 'yes'],
    ['no element of a list', [], 'no'],
    ['each element of a list that is not known', '${data.x.y.z}', 'unknown'],
  ])('makes a route for %s that the module is given', (_, tables, expected) => {
    const routes = {
      variable: { tables: {}, gateway: {} },
      ...terraform({
        'aws_route.out': {
          count: '${length(var.tables)}',
          route_table_id: '${element(var.tables, count.index)}',
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: '${var.gateway}',
        },
      }),
    };
    const call = { source: './routes', tables, gateway: ref('aws_internet_gateway.main') };
    const root = calls({ routes: call }, { 'aws_route.public_0_0_0_0_0': null });
    expect(read(root, { routes }).reach('internet', 'aws_instance.web', 'tcp', 80).verdict).toBe(expected);
  });

  it('takes part in what its resources say of the network around', () => {
    const gate = {
      variable: { table: {}, gateway: {} },
      ...terraform({
        'aws_route.out': {
          route_table_id: '${var.table}',
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: '${var.gateway}',
        },
      }),
    };
    const closed = { 'aws_route.public_0_0_0_0_0': null };
    const module = {
      gate: {
        source: './gate',
        table: ref('aws_route_table.public'),
        gateway: ref('aws_internet_gateway.main'),
      },
    };
    const verdict = (root: object): string =>
      read(root, { gate }).reach('internet', 'aws_instance.web', 'tcp', 80).verdict;
    expect(verdict(terraform(WEB_AND_APP, closed))).toBe('no');
    expect(verdict(calls(module, closed))).toBe('yes');
  });

  it('that calls itself some 3 to the power of 20 times is read up to the limit of instances', () => {
    const self = {
      resource: { aws_sns_topic: { this: {} } },
      module: { self: { source: './self', count: 3 } },
    };
    const source = (depth: number): ModuleSource => ({
      json: self as unknown as Json,
      called: () => (depth > 20 ? undefined : source(depth + 1)),
    });
    const topology = Topology.read({ module: { self: { source: './self', count: 9_999 } } }, 'x', {
      source: { json: {}, called: () => source(0) },
    });
    expect(topology.ends()).toEqual([]);
  });
});

describe('The configuration that a plan was made of', () => {
  const folder = (name: string): string => join(__dirname, 'plans', name);

  it.each(['modules', 'styles'])('%s gives the same matrix as the plan with its sources', async (name) => {
    const plan = JSON.parse(readFileSync(join(folder(name), 'plan.json'), 'utf8')) as {
      variables: Record<string, { value: never }>;
    };
    const source = await sourceOf(folder(name));
    const variables = Object.entries(plan.variables).map(([variable, { value }]): Assignment => ({
      name: variable,
      form: 'literal',
      value,
      where: 'the plan',
      isStrict: true,
    }));
    const configured = Topology.read(source.json, name, { source, variables }).matrix();
    expect(configured.entries.length).toBeGreaterThan(5);
    expect(configured).toEqual(Topology.read(plan, name, { source }).matrix());
  });
});
