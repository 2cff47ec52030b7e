import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { view } from '../../src/cli/commands/view';
import { filesFolder, runCommand } from '../support/run-reach';

const { folder, write } = filesFolder('view');
const file = write('stack.json', { resource: { aws_vpc: { main: { cidr_block: '10.0.0.0/16' } } } });

describe('devloop view', () => {
  it('prints the drawing of a file', async () => {
    const { status, stdout, stderr } = await runCommand(view, ['--file', file]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^<svg [^]*VPC main · 10\.0\.0\.0\/16[^]*<\/svg>\n$/);
  });

  it('writes the drawing of an environment to a file', async () => {
    const out = join(folder, 'prod.svg');
    expect(await runCommand(view, ['--environment', 'prod', '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: `Wrote ${out}`,
    });
    expect(readFileSync(out, 'utf8')).toContain('<title id="drawing-title">prod</title>');
  });
});
