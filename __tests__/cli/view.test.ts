import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { view } from '../../src/cli/commands/view';
import { writeEnvironmentPage } from '../../src/cli/view/write-view';
import { localDirectory } from '../../src/system/paths';
import { filesFolder, runCommand } from '../support/run-reach';

const { folder, write } = filesFolder('view');
const file = write('stack.json', { resource: { aws_vpc: { main: { cidr_block: '10.0.0.0/16' } } } });

describe('devloop view', () => {
  it('prints the drawing of a file', async () => {
    const { status, stdout, stderr } = await runCommand(view, ['--file', file, '--svg']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^<svg [^]*VPC main · 10\.0\.0\.0\/16[^]*<\/svg>\n$/);
  });

  it('writes the drawing of an environment to a file', async () => {
    const out = join(folder, 'prod.svg');
    expect(await runCommand(view, ['--environment', 'prod', '--svg', '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: `Wrote ${out}`,
    });
    expect(readFileSync(out, 'utf8')).toContain('<title id="drawing-title">prod</title>');
  });

  it('writes a page about a plan', async () => {
    const plan = write('plan.json', {
      format_version: '1.2',
      terraform_version: '1.11.4',
      planned_values: {
        root_module: {
          resources: [
            {
              address: 'aws_vpc.main',
              mode: 'managed',
              type: 'aws_vpc',
              name: 'main',
              values: { cidr_block: '10.0.0.0/16' },
            },
          ],
        },
      },
      resource_changes: [
        {
          address: 'aws_vpc.main',
          mode: 'managed',
          type: 'aws_vpc',
          name: 'main',
          change: {
            actions: ['create'],
            before: null,
            after: { cidr_block: '10.0.0.0/16' },
            after_unknown: {},
          },
        },
      ],
      configuration: { root_module: {} },
    });
    const out = join(folder, 'pages', 'plan.html');
    expect(await runCommand(view, ['--plan', plan, '--out', out, '--open', 'never'])).toEqual({
      status: 0,
      stdout: '',
      stderr: `Wrote ${out}`,
    });
    const page = readFileSync(out, 'utf8');
    expect(page).toContain('+ 1 created, ~ 0 updated, ± 0 replaced, − 0 destroyed');
    expect(page).toContain('<li>Destroys and replaces nothing.</li>');
    expect(page).toContain(
      '<p>+0.00 USD a month: from at least 0.00 to at least 0.00. Not in it afterwards: 1 unknown charge.</p>',
    );
  });

  it('writes a page about an environment, with its costs and what its validations say', async () => {
    const out = join(folder, 'dev.html');
    await runCommand(view, ['--environment', 'dev', '--out', out, '--open', 'never']);
    const page = readFileSync(out, 'utf8').replaceAll('<wbr>', '').replaceAll(' class="short"', '');
    expect(page).toMatch(/<td>aws_nat_gateway<\/td><td>[^<]*<\/td><td>yes<\/td><td>43\.07 \+ by use<\/td>/);
    expect(page).toMatch(
      /Costs<\/h2><p>At least [\d.]+ USD a month[^<]* Not in it: [^<]*<\/p><p>Prices are of /,
    );
    expect(page).toContain('Findings</h2><p>None.</p>');
  });

  it('writes the page with which npm run local ends', async () => {
    const path = await writeEnvironmentPage('dev');
    expect(path).toBe(join(localDirectory('view'), 'dev.html'));
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('<title>dev</title>');
    expect(page).toContain('Costs</h2><p>At least ');
  });
});
