import { isExplained } from '../../src/core/errors';
import { Topology, decodeText } from '../../src/topology';
import { WEB_AND_APP, instance, terraform, told, type Resources } from './support/network';

const plan = JSON.stringify({
  format_version: '1.2',
  planned_values: { root_module: { resources: [] } },
  configuration: { root_module: {} },
});

const refusal = (source: string): string => {
  try {
    Topology.read(source, 'given.json');
  } catch (error) {
    if (isExplained(error)) return error.message;
    throw error;
  }
  return 'read';
};

describe('Topology.read', () => {
  it.each([
    ['', 'given.json: is empty;'],
    [' \n', 'given.json: is empty;'],
    ['{}', 'given.json: is empty;'],
    ['hello', 'given.json: is not JSON;'],
    ['{"resource": {"aws_vpc"', 'given.json: is not JSON: it breaks off or is misspelt;'],
    [plan.slice(0, 60), 'given.json: is not JSON: it breaks off or is misspelt;'],
    ['[]', 'given.json: is JSON, but not Terraform;'],
    ['null', 'given.json: is JSON, but not Terraform;'],
    ['"text"', 'given.json: is JSON, but not Terraform;'],
    ['{"name": "x", "version": "1"}', 'given.json: is JSON, but not Terraform;'],
    ['{"resource": 5}', 'given.json: is not Terraform: "resource" holds no block;'],
    [
      '{"resource": {"aws_vpc": 5}}',
      'given.json: is not Terraform: "resource.aws_vpc" holds something that is no resource;',
    ],
    [
      '{"resource": {"aws_vpc": {"a": "x"}}}',
      'given.json: is not Terraform: "resource.aws_vpc" holds something that is no resource;',
    ],
    ['{"format_version": "1.2"}', 'given.json: is an empty state: nothing is deployed; accepted: a plan'],
    ['{"format_version": "1.0", "terraform_version": "1.11.4"}', 'given.json: is an empty state'],
    [
      '{"format_version": "1.2", "resource_changes": []}',
      'given.json: is half a plan: it has no planned_values.root_module;',
    ],
    [
      '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},"resources":[]}',
      'given.json: is a state as Terraform stores it; accepted: the output of `terraform show -json FILE`',
    ],
    ['{"version": 3, "lineage": "x", "modules": []}', 'given.json: is a state as Terraform stores it;'],
    ['{"@level": "info"}\n{"@level": "info"}', 'given.json: holds several JSON documents'],
    [`${plan}${plan}`, 'given.json: holds several JSON documents'],
    ['resource "aws_vpc" "a" {}', 'given.json: is HCL;'],
    ['# comment\n\nterraform {\n}', 'given.json: is HCL;'],
    ['PK\u0003\u0004tfplan', 'given.json: is a plan in binary form;'],
    [
      '{"format_version": "1.2", "planned_values": {"root_module": {}}}',
      'given.json: is half a plan: it has no configuration.root_module;',
    ],
    ['['.repeat(100_000), 'given.json: is not JSON: it breaks off or is misspelt;'],
  ])('rejects what is not Terraform JSON with one message, case %$', (source, expected) => {
    const message = refusal(source);
    expect(message.slice(0, expected.length)).toBe(expected);
    expect(message.split('\n')).toHaveLength(1);
  });

  it('reads or rejects deeply nested JSON', () => {
    const deep = `{"resource": {"aws_instance": {"a": {"x": ${'['.repeat(50_000)}${']'.repeat(50_000)}}}}}`;
    expect(['read', 'given.json: is nested too deeply']).toContain(refusal(deep).split(';')[0]);
  });

  it('rejects 50 MB of other text', () => {
    expect(refusal('x'.repeat(50_000_000))).toMatch(/^given\.json: is not JSON;/);
    expect(refusal(`{"rows": [${'1,'.repeat(25_000_000)}1]}`)).toMatch(
      /^given\.json: is JSON, but not Terraform;/,
    );
  });

  it('reads 50 MB of Terraform JSON', () => {
    const big = { 'aws_s3_object.big': { content: 'x'.repeat(50_000_000) } };
    expect(told(terraform(WEB_AND_APP, big), 'internet', 'aws_instance.web', 80)).toBe('yes');
  });
});

describe('decodeText', () => {
  const text = JSON.stringify(terraform(WEB_AND_APP));
  const little = Buffer.from(text, 'utf16le');
  const mark = (first: number, second: number, bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from([first, second]), bytes]);
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE with a mark', mark(0xff, 0xfe, little)],
    ['UTF-16 LE', little],
    ['UTF-16 BE with a mark', mark(0xfe, 0xff, Buffer.from(little).swap16())],
    ['UTF-16 BE', Buffer.from(little).swap16()],
  ])('reads %s', (_, bytes) => {
    expect(Topology.read(decodeText(bytes)).reach('internet', 'aws_instance.web', 'tcp', 80).verdict).toBe(
      'yes',
    );
  });
});

it('Topology.reach returns unknown for a file that takes too long to compute', () => {
  const loops =
    '${length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a + b + c]]])}';
  const locals = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}`, loops]));
  const counted = Object.keys(locals).map((name) => instance(name, 'public', { count: `\${local.${name}}` }));
  const topology = Topology.read({ ...terraform(WEB_AND_APP, ...counted), locals });
  expect(JSON.stringify(topology.reach('internet', 'aws_instance.web', 'tcp', 80))).toContain(
    'takes too long to compute',
  );
});

describe('Unresolvable references', () => {
  const answer = (more: object, parts: Resources = {}) =>
    Topology.read({ ...terraform(WEB_AND_APP, parts), ...more }).reach(
      'internet',
      'aws_instance.web',
      'tcp',
      80,
    );

  it('are named when they affect the answer', () => {
    expect(answer({}, instance('web', 'nowhere'))).toEqual({
      verdict: 'unknown',
      unknown: ["aws_instance.web's subnet id: aws_subnet.nowhere is not in this file"],
    });
  });

  it('are ignored when they do not affect the answer', () => {
    expect(answer({}, instance('app', 'nowhere')).verdict).toBe('yes');
  });

  it.each([
    ['two locals', { locals: { a: '${local.b}', b: '${local.a}' } }, '${local.a}'],
    ['a local and itself', { locals: { a: '${local.a}' } }, '${local.a}'],
    [
      'a chain that is too long',
      {
        locals: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`a${i}`, `\${local.a${i + 1}}`])),
      },
      '${local.a0}',
    ],
    ['an argument of its own', {}, '${aws_instance.web.subnet_id}'],
    [
      'a list that doubles',
      {
        locals: {
          a0: ['x'],
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, i) => [`a${i + 1}`, `\${concat(local.a${i}, local.a${i})}`]),
          ),
        },
      },
      '${local.a60[0]}',
    ],
    [
      'a nest that doubles',
      {
        locals: {
          a0: ['x'],
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, i) => [`a${i + 1}`, `\${[local.a${i}, local.a${i}]}`]),
          ),
        },
      },
      '${local.a60}',
    ],
    [
      'a text that doubles',
      {
        locals: {
          a0: 'xxxxxxxxxx',
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, i) => [`a${i + 1}`, `\${local.a${i}}\${local.a${i}}`]),
          ),
        },
      },
      '${local.a60}',
    ],
    ['an expression that breaks off', {}, '${aws_subnet.public.id'],
    ['brackets without end', {}, `\${${'('.repeat(10_000)}`],
    ['a directive', {}, '%{ if true }x%{ endif }'],
    ['an unknown function', {}, '${mystery(aws_subnet.public.id)}'],
  ])('make the answer unknown: %s', (_, more, subnet_id) => {
    expect(answer(more, instance('web', 'public', { subnet_id })).verdict).toBe('unknown');
  });

  it.each([
    ['count', { count: '${aws_instance.web.id}' }],
    ['a vast count', { count: 1e12 }],
    ['for_each over itself', { for_each: '${aws_instance.web}' }],
  ])('make the answer unknown in count and for_each: %s', (_, more) => {
    expect(answer({}, instance('web', 'public', more)).verdict).toBe('unknown');
  });
});

it('Topology.read reads a plan with circular references', () => {
  const subnet = (references: string[]) => ({
    address: 'aws_instance.web',
    mode: 'managed',
    type: 'aws_instance',
    name: 'web',
    expressions: { subnet_id: { references } },
  });
  const output = (...references: string[]) => ({ outputs: { o: { expression: { references } } } });
  const call = (...references: string[]) => ({ expressions: { v: { references } }, module: output('var.v') });
  const circular = {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          { address: 'aws_instance.web', mode: 'managed', type: 'aws_instance', name: 'web', values: {} },
        ],
        child_modules: ['a', 'b'].map((name) => ({ address: `module.${name}`, resources: [] })),
      },
    },
    resource_changes: [{ address: 'aws_instance.web', change: { after_unknown: { subnet_id: true } } }],
    configuration: {
      root_module: {
        resources: [subnet(['module.a.o', 'module.a'])],
        module_calls: { a: call('module.b.o', 'module.a.o'), b: call('module.a.o', 'module.b.o') },
      },
    },
  };
  expect(told(circular, 'internet', 'aws_instance.web', 80)).toBe('unknown');
});

describe('Topology.reach with an invalid query', () => {
  const topology = Topology.read(terraform(WEB_AND_APP));
  it.each([
    ['nobody', 'aws_instance.web', 80, 'from: "nobody" is not in this file'],
    ['internet', 'aws_instance.x', 80, 'to: "aws_instance.x" is not in this file'],
    ['internet', 'aws_security_group.web', 80, 'to: "aws_security_group.web" has no address of its own'],
    ['10.0.0.0/33', 'aws_instance.web', 80, 'from: "10.0.0.0/33" is no IP address or CIDR block'],
    ['10.0.0.5/16', 'aws_instance.web', 80, 'from: "10.0.0.5/16" is no IP address or CIDR block'],
    ['10.0.0', 'aws_instance.web', 80, 'from: "10.0.0" is no IP address or CIDR block'],
    ['2001:db8::/129', 'aws_instance.web', 80, 'from: "2001:db8::/129" is no IP address or CIDR block'],
    ['2001:db8::1/32', 'aws_instance.web', 80, 'from: "2001:db8::1/32" is no IP address or CIDR block'],
    ['2001:db8:', 'aws_instance.web', 80, 'from: "2001:db8:" is no'],
    ['var.nobody', 'aws_instance.web', 80, 'from: "var.nobody" is no variable'],
    ['internet', 'internet', 80, 'to: "internet" is outside the network'],
    ['internet', 'aws_instance.web', 0, 'port: 0 is no port'],
    ['internet', 'aws_instance.web', 65536, 'port: 65536 is no port'],
    ['internet', 'aws_instance.web', 1.5, 'port: 1.5 is no port'],
  ])('rejects %s to %s on %d', (from, to, port, message) => {
    expect(() => topology.reach(from, to, 'tcp', port)).toThrow(message);
  });

  it('rejects another protocol', () => {
    expect(() => topology.reach('internet', 'aws_instance.web', 'icmp' as 'tcp', 80)).toThrow(
      'protocol: "icmp" is not a protocol with ports',
    );
  });
});
