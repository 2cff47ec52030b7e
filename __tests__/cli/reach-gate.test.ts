import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';
import { filesFolder, runReach, type ReachRun } from '../support/run-reach';
import { ANYWHERE6, dualStack } from '../topology/support/dual-stack';
import { WEB_AND_APP, ingress, terraform } from '../topology/support/network';

const PLAN = join(__dirname, '..', 'topology', 'plans', 'modules', 'plan.json');
const { write } = filesFolder('reach-gate');
const file = write('stack.json', terraform(WEB_AND_APP));
const opened = write(
  'opened.json',
  terraform(WEB_AND_APP, ingress('web', 22, { cidr_ipv4: '0.0.0.0/0' }), {
    'aws_vpc_security_group_ingress_rule.data': {
      security_group_id: '${aws_security_group.web.id}',
      ip_protocol: 'tcp',
      from_port: 9000,
      to_port: 9000,
      cidr_ipv4: '${data.http.me.body}',
    },
  }),
);

const dual = write('dual.json', dualStack());
const opened6 = write('opened6.json', dualStack(ingress('web', 80, ANYWHERE6)));

const RULES = `
- name: The web server is public
  from: internet
  to: aws_instance.web
  ports: 80
  expected: yes
- name: Nothing else is
  from: [internet, 198.51.100.7]
  to: aws_instance.web
  ports: [1-79, "81-65535"]
  expected: no
  reason: only the site is public
- name: The application is private
  from: internet
  to: aws_instance.app
  ports: every
  expected: no
`;
const rules = write('rules.yaml', RULES);
const asJson = write('rules.json', [
  { name: 'one', from: 'internet', to: 'aws_instance.web', ports: [80], protocol: 'tcp', expected: 'yes' },
]);

const gate = (path: string, expectations: string, ...more: string[]): Promise<ReachRun> =>
  runReach(['--file', path, '--expect-file', expectations, ...more]);

describe('A file of expectations', () => {
  it.each([rules, asJson])('%s that the network meets ends with status 0', async (path) => {
    const { status, stdout, stderr } = await gate(file, path);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/All \d connections are as expected\.$/);
  });

  it('that it does not meet ends with status 2, a table, and the path or reason of each', async () => {
    const { status, stdout } = await gate(opened, rules);
    expect(status).toBe(2);
    expect(stdout).toMatch(/REFUSED.*Nothing else is.*internet to aws_instance\.web.*tcp 1-79.*no.*yes/);
    expect(stdout).toMatch(/ok.*The application is private/);
    expect(stdout).toContain(
      'Nothing else is: expected no\nyes: internet to aws_instance.web, tcp 22, over IPv4\n  1. ',
    );
    expect(stdout).toContain('expected because: only the site is public');
    expect(stdout).toMatch(/2 of 4 connections are not as expected\.$/);
  });

  it('finds the one port of a range that is not as expected, or not known', async () => {
    const known = write('known.yaml', RULES.replace('[1-79, "81-65535"]', '8999-9001'));
    const { status, stdout } = await gate(opened, known, '--json');
    const { expectations, met, refused } = JSON.parse(stdout) as {
      expectations: { from: string; port: number; verdict: string; met: boolean }[];
      met: number;
      refused: number;
    };
    expect({ status, met, refused }).toEqual({ status: 2, met: 2, refused: 2 });
    expect(expectations.filter((one) => !one.met)).toEqual([
      expect.objectContaining({ from: 'internet', port: 9000, verdict: 'unknown' }),
      expect.objectContaining({ from: '198.51.100.7', port: 9000, verdict: 'unknown' }),
    ]);
  });

  it('is about roles of an environment as well', async () => {
    const roles = write(
      'roles.yaml',
      '- name: a\n  from: internet\n  to: database\n  ports: every\n  expected: no\n',
    );
    expect((await runReach(['--environment', 'prod', '--expect-file', roles])).status).toBe(0);
  });

  it.each<[string, string, string[]]>([
    ['nothing', '', [': is empty; accepted: a list of expectations with name, from, to, ports']],
    ['no list', 'name: x', [': {"name":"x"} is not accepted; accepted: a list of expectations']],
    ['no YAML', '- name: "a\n- b: [', [':2: is not YAML: Missing closing']],
    [
      'everything wrong',
      '- nam: a\n  from: 5\n  to: []\n  ports: [0, 99-1, ssh]\n  protocol: icmp\n  expected: maybe\n',
      [
        '[0].name: is missing; accepted: a text',
        '[0].from: 5 is not accepted; accepted: internet, an address or CIDR block',
        '[0].to: [] is not accepted; accepted: internet',
        '[0].ports[0]: 0 is not accepted; accepted: ports from 1 to 65535',
        '[0].ports[1]: "99-1" is not accepted; accepted: ports from 1 to 65535',
        '[0].ports[2]: "ssh" is not accepted; accepted: ports from 1 to 65535',
        '[0].protocol: "icmp" is not accepted; accepted: tcp or udp',
        '[0].expected: "maybe" is not accepted; accepted: yes, no or unknown',
        '[0]: "nam" is not a field of an expectation; accepted: name, from, to, ports',
      ],
    ],
    [
      'a name twice',
      RULES + RULES.slice(0, RULES.indexOf('- name: Nothing')),
      ['[3].name: "The web server is public" is the name of'],
    ],
    [
      'ends that are not in the network',
      '- {name: a, from: nobody, to: aws_instance.ap, ports: 1, expected: no}\n- {name: b, from: internet, to: aws_instance.x, ports: 1, expected: no}\n',
      ['[0].from: "nobody" is not in this file', '[1].to: "aws_instance.x" is not in this file'],
    ],
  ])('with %s is refused with every problem', async (_, text, sentences) => {
    const path = write('refused.yaml', text);
    const { status, stdout, stderr } = await gate(file, path);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    const lines = stderr.replaceAll(path, '').split('\n');
    for (const sentence of sentences)
      expect(lines.some((line) => line.startsWith(sentence)) ? sentence : lines).toBe(sentence);
  });

  it.each([
    ['a question', ['--from', 'internet', '--to', 'aws_instance.web', '--port', '80']],
    ['a comparison', ['--against', file]],
  ])('excludes %s', async (_, more) => {
    expect((await gate(file, rules, ...more)).status).toBe(64);
  });
});

/** The published schema; what it says in draft 4 means the same in draft 7, but for its own name. */
const published = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as Record<string, unknown>;
const schema = Object.fromEntries(
  Object.entries(published).filter(([name]) => !/^(\$schema|id)$/.test(name)),
);
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

interface Log {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
        logicalLocations: { fullyQualifiedName: string }[];
      }[];
      partialFingerprints: Record<string, string>;
    }[];
  }[];
}

async function sarif(
  ...args: string[]
): Promise<{ status: number; results: Log['runs'][number]['results'] }> {
  const { status, stdout } = await runReach([...args, '--sarif']);
  const log = JSON.parse(stdout) as Log;
  expect({ valid: isSarif(log), errors: isSarif.errors }).toEqual({ valid: true, errors: null });
  const [run] = log.runs;
  const results = run?.results ?? [];
  for (const { ruleId, ruleIndex } of results) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  expect(new Set(prints).size).toBe(prints.length);
  return { status, results };
}

describe('SARIF', () => {
  it('has a result for each connection that is not as expected, by resource', async () => {
    const { status, results } = await sarif('--file', opened, '--expect-file', rules);
    expect(status).toBe(2);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['expectation-refused', 'error'],
      ['expectation-refused', 'error'],
    ]);
    expect(results[0]?.message.text).toContain(
      'Nothing else is: expected no\nyes: internet to aws_instance.web',
    );
    expect(results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: `file://${opened}` },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: 'aws_instance.web', kind: 'resource' }],
      },
    ]);
    expect((await sarif('--file', file, '--expect-file', rules)).results).toEqual([]);
  });

  it('has the changes of a plan', async () => {
    const { results } = await sarif('--plan', opened, '--against', file);
    const found = results.filter(({ message }) =>
      message.text.startsWith('internet to aws_instance.web, tcp'),
    );
    expect(found.map(({ ruleId, level }) => [ruleId, level]).sort()).toEqual([
      ['no-longer-known', 'warning'],
      ['opened', 'warning'],
    ]);
    const closed = await sarif('--plan', file, '--against', opened);
    expect(closed.results.map(({ ruleId }) => ruleId)).toContain('closed');
  });

  it('tells an opening over IPv6 apart from one over IPv4', async () => {
    const { results } = await sarif('--plan', opened6, '--against', dual);
    const found = results.filter(({ message }) => message.text.startsWith('internet to aws_instance.web,'));
    expect(found.map(({ ruleId, message }) => [ruleId, ...message.text.split('\n').slice(0, 2)])).toEqual([
      [
        'opened',
        'internet to aws_instance.web, tcp 80, over IPv6: yes, no before',
        'yes: internet to aws_instance.web, tcp 80, over IPv6',
      ],
    ]);
    const matrix = await sarif('--file', opened6);
    expect(matrix.results.map(({ message }) => message.text)).toContain(
      'internet to aws_instance.web, tcp 80, over IPv4 and IPv6: yes',
    );
  });

  it('has what the internet reaches of a file, an environment and a plan', async () => {
    const { results } = await sarif('--file', opened);
    expect(results.map(({ ruleId }) => ruleId).sort()).toEqual(['internet-reaches', 'internet-unknown']);
    const [found] = (await sarif('--environment', 'prod')).results;
    expect(found?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      'src/config/environments/prod.ts',
    );
  });

  it('has one question with its expectation, and not without', async () => {
    const asked = ['--file', opened, '--from', 'internet', '--to', 'aws_instance.web', '--port', '22'];
    expect((await sarif(...asked, '--expect', 'no')).results).toHaveLength(1);
    expect((await sarif(...asked, '--expect', 'yes')).results).toHaveLength(0);
    expect((await runReach([...asked, '--sarif'])).status).toBe(64);
  });

  it('names the line of a resource in the sources, modules too', async () => {
    const source = join(__dirname, '..', 'topology', 'plans', 'modules');
    const { results } = await sarif('--plan', PLAN, '--source', source);
    const place = results.find(
      ({ locations }) => locations[0]?.logicalLocations[0]?.fullyQualifiedName === 'module.web.aws_lb.this',
    );
    const { artifactLocation, region } = place?.locations[0]?.physicalLocation ?? {};
    expect(artifactLocation?.uri).toMatch(/^__tests__\/topology\/plans\/modules\/web\/\w+\.tf$/);
    const lines = readFileSync(join(PROJECT_DIR, artifactLocation?.uri ?? ''), 'utf8').split('\n');
    expect(lines[(region?.startLine ?? 0) - 1]).toContain('resource "aws_lb" "this"');
  });
});

describe('The published schema of --json', () => {
  const isReach = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(join(PROJECT_DIR, 'docs/json/reach.schema.json'), 'utf8')) as object,
  );
  const asked = ['--from', 'internet', '--to', 'aws_instance.web', '--port'];

  it.each([
    ['the matrix', ['--file', opened]],
    ['the matrix of a plan', ['--plan', PLAN]],
    ['the matrix of an environment', ['--environment', 'prod']],
    ['a yes', ['--file', opened, ...asked, '22']],
    ['a no', ['--file', opened, ...asked, '23']],
    ['an unknown', ['--file', opened, ...asked, '9000', '--expect', 'no']],
    ['a comparison', ['--plan', opened, '--against', file]],
    ['a comparison with resources that are gone', ['--plan', file, '--against', opened6]],
    ['a comparison over IPv6', ['--plan', opened6, '--against', dual]],
    ['expectations', ['--file', opened, '--expect-file', rules]],
  ])('describes %s', async (_, args) => {
    const { stdout } = await runReach([...args, '--json']);
    expect({ valid: isReach(JSON.parse(stdout)), errors: isReach.errors }).toEqual({
      valid: true,
      errors: null,
    });
  });

  it('refuses anything else', () => {
    expect(isReach({ verdict: 'yes' })).toBe(false);
  });
});
