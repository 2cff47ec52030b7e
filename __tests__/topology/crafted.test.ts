import { isExplained } from '../../src/core/errors';
import { Topology } from '../../src/topology';
import { ANYWHERE, WEB, WEB_AND_APP, instance, ref, terraform, type Resources } from './support/network';

type Locals = Readonly<Record<string, unknown>>;

const SUBNET = ref('aws_subnet.public');
const TOO_LARGE = 'a value that is too large';
const TOO_LONG = 'a text that is too long';
const TAKES_TOO_LONG = 'an expression that takes too long to compute';

/** Locals, each of which is made of the one before. */
const chain = (first: unknown, next: (before: string) => unknown, length = 60): Locals => ({
  a0: first,
  ...Object.fromEntries(Array.from({ length }, (_, i) => [`a${i + 1}`, next(`local.a${i}`)])),
  n: `\${local.a${length}}`,
});

/** 19,600 texts, and a text of 18,000 characters. */
const LARGE = {
  big: '${flatten([for a in range(140) : [for b in range(140) : "k${a}-${b}"]])}',
  text: '${join("", [for a in range(1000) : "xxxxxxxxxxxxxxxxxx"])}',
};

/** A million times. */
const often = (expression: string): string =>
  `\${[for a in range(1000) : [for b in range(1000) : ${expression}]]}`;

const rule = (port: number, more: object) => ({ protocol: 'tcp', from_port: port, to_port: port, ...more });

/** What is not known of the way to web, whose subnet is an expression. */
function gaps(locals: Locals, parts: Resources = instance('web', 'public', { subnet_id: '${local.n}' })) {
  const answer = Topology.read({ ...terraform(WEB_AND_APP, parts), locals }).reach(
    'internet',
    WEB,
    'tcp',
    80,
  );
  return answer.verdict === 'unknown' ? answer.unknown.join('; ') : answer.verdict;
}

describe('A crafted configuration', () => {
  it.each<[string, Locals, string]>([
    ['conditionals double', chain(SUBNET, (a) => `\${data.x.y.z ? ${a} : ${a}}`), TOO_LARGE],
    ['conditional lists double', chain([SUBNET], (a) => `\${data.x.y.z ? [${a}] : [${a}]}`), TOO_LARGE],
    ['lists in JSON double', chain([SUBNET], (a) => [`\${${a}}`, `\${${a}}`]), "web's subnet id"],
    ['objects in JSON double', chain(SUBNET, (a) => ({ x: `\${${a}}`, y: `\${${a}}` })), "web's subnet id"],
    ['references double', chain(SUBNET, (a) => `\${lower([${a}, ${a}])}`), 'is known to AWS alone'],
    ['templates double', chain(SUBNET, (a) => `\${${a}}\${${a}}`), 'is known to AWS alone'],
    ['for is in for', { n: often(often('1').slice(2, -1)) }, TAKES_TOO_LONG],
    [
      'a function goes through a long list',
      { ...LARGE, n: often('contains(local.big, "x")') },
      TAKES_TOO_LONG,
    ],
    ['a function tells values apart', { ...LARGE, n: often('length(distinct(local.big))') }, TAKES_TOO_LONG],
    ['a function sorts', { ...LARGE, n: often('length(sort(local.big))') }, TAKES_TOO_LONG],
    ['long lists are compared', { ...LARGE, n: often('local.big == local.big') }, TAKES_TOO_LONG],
    ['a splat goes through a long list', { ...LARGE, n: often('length(local.big[*])') }, TAKES_TOO_LONG],
    ['jsonencode takes a long list', { ...LARGE, n: '${jsonencode(local.big)}' }, TOO_LONG],
    ['join has a long separator', { ...LARGE, n: '${join(local.text, local.big)}' }, TOO_LONG],
    ['replace puts in a long text', { ...LARGE, n: '${replace(local.text, "x", local.text)}' }, TOO_LONG],
    ['format joins long texts', { ...LARGE, n: '${format("%s%s", local.text, local.text)}' }, TOO_LONG],
    [
      'a function takes many lists',
      { ...LARGE, n: `\${concat(${Array(30).fill('local.big').join()})}` },
      TOO_LARGE,
    ],
    [
      'cidrsubnets takes many',
      { n: `\${cidrsubnets("10.0.0.0/8", ${Array(100_000).fill(24).join()})}` },
      TOO_LARGE,
    ],
    [
      'a regular expression backtracks',
      { ...LARGE, n: '${regexall("x.*y|x", local.text)}' },
      'a regular expression',
    ],
    [
      'a regular expression repeats',
      { ...LARGE, n: '${regex("(((x{9}){9}){9}){9}y", local.text)}' },
      'a regular expression',
    ],
    [
      'regular expressions repeat',
      { ...LARGE, n: often('can(regex("(x|y)*z", local.text))') },
      TAKES_TOO_LONG,
    ],
    [
      'a text has millions of characters',
      { n: `\${upper("${'a'.repeat(5_000_000)}")}` },
      'an expression that is too long',
    ],
    ['terms are added', { n: `\${${'1+'.repeat(200_000)}1}` }, 'an expression that is too deep'],
    [
      'splats follow one another',
      { n: `\${local.x${'[*]'.repeat(100_000)}}` },
      'an expression that is too deep',
    ],
    ['conditionals are nested', { n: `\${${'true?'.repeat(50_000)}1` }, 'an expression nested too deeply'],
  ])('whose answer is unknown and tells why: %s', (_, locals, expected) => {
    expect(gaps(locals)).toContain(expected);
  });

  it('with more ranges in dynamic blocks than can be told is unknown', () => {
    const content = [rule(80, { cidr_blocks: '${local.big}' })];
    const dynamic = { ingress: [{ for_each: '${range(1000)}', content }] };
    const group = { 'aws_security_group.web': { vpc_id: ref('aws_vpc.main'), dynamic } };
    expect(gaps({ big: LARGE.big }, group)).toContain(TAKES_TOO_LONG);
  });

  it('whose validations take too long to compute rules nothing out', () => {
    const condition = '${alltrue([for a in range(1000) : alltrue([for b in range(1000) : var.v != "x"])])}';
    const variable = { v: { type: 'string', validation: [{ condition }, { condition: '${false}' }] } };
    const open = {
      'aws_security_group.web': {
        vpc_id: ref('aws_vpc.main'),
        ingress: [rule(22, { cidr_blocks: ['${var.v}'] })],
      },
    };
    const topology = Topology.read({ ...terraform(WEB_AND_APP, open), variable });
    expect(topology.reach('internet', WEB, 'tcp', 22)).toEqual({
      verdict: 'unknown',
      unknown: ['what var.v holds'],
    });
  });

  it('with 300 groups, each of which names every other, has an answer', () => {
    const names = Array.from({ length: 300 }, (_, i) => `g${i}`);
    const all = names.map((name) => ref(`aws_security_group.${name}`));
    const parts = names.map((name) => ({
      [`aws_security_group.${name}`]: {
        vpc_id: ref('aws_vpc.main'),
        ingress: [rule(22, { security_groups: all })],
        egress: [rule(22, { security_groups: all })],
      },
      [`aws_instance.${name}`]: {
        subnet_id: SUBNET,
        vpc_security_group_ids: [ref(`aws_security_group.${name}`)],
      },
    }));
    const topology = Topology.read(terraform(WEB_AND_APP, ...parts));
    expect(topology.reach('aws_instance.g7', 'aws_instance.g299', 'tcp', 22).verdict).toBe('yes');
    expect(topology.reach('aws_instance.g7', WEB, 'tcp', 22).verdict).toBe('no');
  });
});

describe('A crafted plan', () => {
  interface Parts {
    readonly expression?: readonly string[];
    readonly calls?: object;
    readonly modules?: readonly object[];
    readonly instances?: readonly (number | undefined)[];
  }
  const read = ({ expression = [], calls = {}, modules = [], instances = [undefined] }: Parts): Topology => {
    const resource = { mode: 'managed', type: 'aws_instance', name: 'web' };
    const made = instances.map((index) => ({
      ...resource,
      ...(index !== undefined && { index }),
      address: index === undefined ? 'aws_instance.web' : `aws_instance.web[${index}]`,
      values: {},
    }));
    const group = {
      mode: 'managed',
      type: 'aws_security_group',
      name: 'web',
      address: 'aws_security_group.web',
    };
    return Topology.read({
      format_version: '1.2',
      planned_values: {
        root_module: { resources: [...made, { ...group, values: {} }], child_modules: modules },
      },
      resource_changes: made.map(({ address }) => ({
        address,
        change: { after_unknown: { vpc_security_group_ids: true, subnet_id: true } },
      })),
      configuration: {
        root_module: {
          resources: [
            {
              ...resource,
              address: 'aws_instance.web',
              expressions: { vpc_security_group_ids: { references: expression } },
            },
          ],
          module_calls: calls,
        },
      },
    });
  };
  const verdict = (topology: Topology, end = 'aws_instance.web'): string =>
    topology.reach('internet', end, 'tcp', 80).verdict;

  it('whose modules mention the one before twice is read', () => {
    const names = Array.from({ length: 60 }, (_, i) => `m${i}`);
    const output = { expression: { references: ['var.a', 'var.b'] } };
    const before = (i: number, out: string): object => ({
      references: i === 0 ? ['aws_security_group.web.id'] : [`module.m${i - 1}.${out}`],
    });
    const calls = Object.fromEntries(
      names.map((name, i) => [
        name,
        {
          expressions: { a: before(i, 'x'), b: before(i, 'y') },
          module: { outputs: { x: output, y: output } },
        },
      ]),
    );
    const modules = names.map((name) => ({ address: `module.${name}`, resources: [] }));
    const topology = read({ expression: ['module.m59.x'], calls, modules });
    expect(verdict(topology)).toBe('no');
  });

  it('with 100,000 references in an expression is read', () => {
    const expression = Array.from({ length: 100_000 }, (_, i) => `aws_eip.e.x${i}`);
    expect(verdict(read({ expression }))).toBe('unknown');
  });

  it('with an instance whose index is large is read', () => {
    const expression = ['aws_instance.web'];
    expect(verdict(read({ expression, instances: [0, 4_000_000_000] }), 'aws_instance.web[0]')).toBe(
      'unknown',
    );
  });

  it.each(['module.a[x]', 'module.a["\\x"]', 'module.a["b]c"]', 'a', ''])(
    'with a module %j is read',
    (address) => {
      expect(verdict(read({ modules: [{ address, resources: [] }] }))).toBe('unknown');
    },
  );
});

it('Topology.read refuses or reads a file of brackets alone', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const file = JSON.stringify(
    terraform(WEB_AND_APP, instance('web', 'public', { subnet_id: '@' }), {
      'aws_vpc_security_group_ingress_rule.web': {
        security_group_id: ref('aws_security_group.web'),
        ip_protocol: '-1',
        ...ANYWHERE,
      },
    }),
  ).replace('"@"', deep);
  const outcome = (): string => {
    try {
      return Topology.read(file, 'deep').reach('internet', WEB, 'tcp', 80).verdict;
    } catch (error) {
      if (isExplained(error)) return error.message.split(';')[0] ?? '';
      throw error;
    }
  };
  expect(outcome()).toBe('deep: is nested too deeply');
});
