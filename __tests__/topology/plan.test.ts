import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Topology, type ModuleSource } from '../../src/topology';
import { sourceOf } from './support/sources';

const PLANS = ['modules', 'styles'] as const;
const folder = (name: string): string => join(__dirname, 'plans', name);
const sources = new Map<string, ModuleSource>();
beforeAll(async () => {
  for (const name of PLANS) sources.set(name, await sourceOf(folder(name)));
});

/** With the configuration that it was made of, unless it is to be read alone. */
const read = (name: string, alone = false): Topology =>
  Topology.read(readFileSync(join(folder(name), 'plan.json'), 'utf8'), `${name}/plan.json`, {
    source: alone ? undefined : sources.get(name),
  });

const listed = (name: string): string[] =>
  read(name)
    .matrix()
    .entries.filter(({ to, protocol }) => to !== 'internet' && protocol === 'tcp')
    .map(
      ({ from, to, ports, verdict }) =>
        `${from} > ${to} ${ports.map((range) => range.from).join(',')} ${verdict}`,
    )
    .sort();

const APP = 'module.web.aws_instance.app';

describe('Topology of a plan with modules, count and for_each', () => {
  it('contains the network that the plan creates', () => {
    const ends = ['ap-northeast-2a', 'ap-northeast-2c'].map((zone) => `${APP}["${zone}"]`);
    const each = (line: (app: string) => string): string[] => ends.map(line);
    expect(listed('modules')).toEqual(
      [
        'internet > module.web.aws_lb.this 80 yes',
        'var.admin_cidrs > aws_instance.bastion 22 yes',
        'var.admin_cidrs > module.web.aws_lb.this 80 yes',
        ...each((app) => `aws_instance.bastion > ${app} 22 yes`),
        ...each((app) => `module.web.aws_lb.this > ${app} 8080 yes`),
        ...each((app) => `${app} > module.web.aws_db_instance.db 5432 yes`),
        ...each((app) => `${app} > module.web.aws_lb.this 80 yes`),
      ].sort(),
    );
  });

  it.each([
    ['203.0.113.9', 'aws_instance.bastion', 22, 'yes'],
    ['203.0.114.9', 'aws_instance.bastion', 22, 'no'],
    ['internet', 'aws_instance.bastion', 22, 'no'],
    ['internet', APP, 8080, 'no'],
    [APP, 'internet', 443, 'yes'],
    ['module.web.aws_lb.this', APP, 8080, 'yes'],
    ['internet', 'module.network.aws_subnet.public[0]', 1, 'yes'],
    ['internet', 'module.network.aws_subnet.private["ap-northeast-2a"]', 1, 'no'],
    [APP, 'module.web.aws_db_instance.db', 5432, 'yes'],
    ['aws_instance.bastion', 'module.web.aws_db_instance.db', 5432, 'no'],
  ] as const)('answers %s to %s on %i: %s', (from, to, port, expected) => {
    expect(read('modules').reach(from, to, 'tcp', port).verdict).toBe(expected);
  });
});

describe('Topology of a plan in other styles', () => {
  it.each([
    ['internet', 'aws_instance.web[0]', 80, 'yes'],
    ['internet', 'aws_instance.web[1]', 80, 'no'],
    ['203.0.113.9', 'aws_instance.web[1]', 8443, 'yes'],
    ['203.0.114.9', 'aws_instance.web[1]', 8443, 'no'],
    ['aws_instance.web[0]', 'aws_instance.db', 5432, 'yes'],
    ['aws_instance.web[0]', 'aws_instance.db', 22, 'no'],
    ['10.0.0.10', 'aws_instance.db', 5432, 'yes'],
    ['internet', 'aws_instance.none', 22, 'no'],
    ['aws_instance.web[0]', 'module.cell["one"].aws_instance.box', 9000, 'yes'],
    ['aws_instance.web[0]', 'module.cell["one"].aws_instance.box', 9001, 'no'],
  ] as const)('answers %s to %s on %i: %s', (from, to, port, expected) => {
    expect(read('styles').reach(from, to, 'tcp', port).verdict).toBe(expected);
  });

  it.each([
    ['internet', 'aws_instance.web[0]', 80, 'unknown'],
    ['internet', 'aws_instance.web[1]', 80, 'unknown'],
    ['aws_instance.web[0]', 'aws_instance.db', 5432, 'unknown'],
    ['aws_instance.web[0]', 'aws_instance.db', 22, 'no'],
    ['internet', 'aws_instance.none', 22, 'no'],
    ['aws_instance.web[0]', 'module.cell["one"].aws_instance.box', 9000, 'unknown'],
    ['aws_instance.web[0]', 'module.cell["one"].aws_instance.box', 9001, 'no'],
  ] as const)(
    'answers from the plan without its configuration: %s to %s on %i: %s',
    (from, to, port, expected) => {
      expect(read('styles', true).reach(from, to, 'tcp', port).verdict).toBe(expected);
    },
  );

  it('names what the plan does not contain', () => {
    const answer = read('styles', true).reach(
      'aws_instance.web[0]',
      'module.cell["one"].aws_instance.box',
      'tcp',
      9000,
    );
    expect(answer).toEqual({
      verdict: 'unknown',
      unknown: [
        "aws_instance.web[0]'s network interface id: which of aws_network_interface.web[0], aws_network_interface.web[1] it is",
      ],
    });
  });
});

describe('a plan of a dual-stack network, whose blocks AWS gives', () => {
  const plan = Topology.read(readFileSync(join(folder('dual-stack'), 'plan.json'), 'utf8'));
  it.each([
    ['internet', 'aws_instance.web', 22, 'yes', ['IPv6']],
    ['0.0.0.0/0', 'aws_instance.web', 22, 'no', undefined],
    ['::/0', 'aws_instance.plain', 22, 'no', undefined],
    ['internet', 'aws_instance.app', 8080, 'no', undefined],
    ['aws_instance.app', 'internet', 443, 'yes', ['IPv6']],
    ['aws_instance.web', 'aws_instance.app', 8080, 'yes', ['IPv6']],
    ['aws_instance.plain', 'aws_instance.app', 8080, 'no', undefined],
  ] as const)('%s to %s on %i: %s over %j', (from, to, port, verdict, over) => {
    expect(plan.reach(from, to, 'tcp', port)).toMatchObject({ verdict, ...(over && { over }) });
  });
});
