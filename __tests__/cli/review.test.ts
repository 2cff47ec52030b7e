import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { review } from '../../src/cli/commands/review';
import { view } from '../../src/cli/commands/view';
import { JSON_SCHEMAS } from '../../src/cli/json-schemas';
import { filesFolder, runCommand } from '../support/run-reach';

const { folder, write } = filesFolder('review');
const recorded = join(__dirname, '..', 'drift', 'recorded', 'plan.json');
const REACHES =
  'Opens and closes no connection. Rules about 10.0.0.0/8 change too; they are told with the changes.';
const accepted = 'accepted: a plan, as terraform show -json FILE prints it';

describe('devloop review', () => {
  it('prints the review of a plan', async () => {
    const { status, stdout, stderr } = await runCommand(review, ['--plan', recorded]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'Destroys 2 resources, replaces 3: aws_ssm_parameter.deposed; aws_ssm_parameter.removed; aws_ssm_parameter.replaced (replaced); aws_ssm_parameter.tainted (replaced); aws_ssm_parameter.triggered (replaced).',
      REACHES,
    ]);
    expect(stdout).toContain('\n    value: a sensitive value → another\n');
  });

  it('prints JSON as its schema says', async () => {
    const { stdout } = await runCommand(review, ['--plan', recorded, '--json']);
    const data: unknown = JSON.parse(stdout);
    expect(JSON_SCHEMAS['review']?.safeParse(data).error).toBeUndefined();
    expect(data).toMatchObject({ reaches: REACHES, connections: [] });
  });

  it('prints Markdown, and writes the drawing', async () => {
    const svg = join(folder, 'drawings', 'plan.svg');
    const { status, stdout, stderr } = await runCommand(review, [
      '--plan',
      recorded,
      '--markdown',
      '--svg',
      svg,
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: `Wrote ${svg}` });
    expect(stdout).toMatch(/^- Destroys 2 resources, replaces 3: `aws_ssm_parameter\.deposed`; /);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg /);
  });

  it('draws no sensitive name, nor does devloop view', async () => {
    const name = 'named-by-a-secret';
    const values = { cidr_block: '10.0.0.0/16', tags: { Name: name } };
    const vpc = { address: 'aws_vpc.main', mode: 'managed', type: 'aws_vpc', name: 'main' };
    const masks = { before_sensitive: false, after_sensitive: { tags: { Name: true } }, after_unknown: {} };
    const plan = write('sensitive.json', {
      format_version: '1.2',
      planned_values: { root_module: { resources: [{ ...vpc, values }] } },
      resource_changes: [{ ...vpc, change: { actions: ['create'], before: null, after: values, ...masks } }],
      configuration: { root_module: {} },
    });
    const [svg, page] = [join(folder, 'sensitive.svg'), join(folder, 'sensitive.html')];
    await runCommand(review, ['--plan', plan, '--svg', svg]);
    await runCommand(view, ['--plan', plan, '--out', page, '--open', 'never']);
    const [drawn, written] = [svg, page].map((file) => readFileSync(file, 'utf8'));
    expect(drawn).toContain('VPC (sensitive) · 10.0.0.0/16');
    expect(`${drawn}${written}`).not.toContain(name);
  });

  it.each([
    ['text', 'is not valid JSON'],
    ['PK\u0003\u0004', 'is a saved plan, which Terraform alone reads'],
    ['{"values": {}}', 'is JSON, but not a plan'],
    ['[]', 'is JSON, but not a plan'],
    ['null', 'is JSON, but not a plan'],
    ['{"resource_changes": {}}', 'is JSON, but not a plan'],
  ])('refuses %j', async (content, message) => {
    const file = write('other.json', content);
    expect(await runCommand(review, ['--plan', file])).toEqual({
      status: 64,
      stdout: '',
      stderr: expect.stringContaining(`${file}: ${message}; ${accepted}`) as string,
    });
  });
});
