import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';

const SCRIPT = `
  const { loadHcl2json } = require(${JSON.stringify(join(PROJECT_DIR, 'src', 'core', 'hcl2json.ts'))});
  loadHcl2json().then(async ({ parse }) => {
    const json = await parse('main.tf', 'locals { one = 1 }');
    const parsed = process.cpuUsage();
    process.on('exit', () => console.log(JSON.stringify({ json, after: process.cpuUsage(parsed).user / 1000 })));
  });
`;

describe('loadHcl2json', () => {
  test('loads a parser that leaves no work in the background to a process that exits', async () => {
    const { stdout } = await execa(process.execPath, ['--import', 'tsx', '-e', SCRIPT], { cwd: PROJECT_DIR });
    const { json, after } = JSON.parse(stdout) as { json: unknown; after: number };
    expect(json).toEqual({ locals: [{ one: 1 }] });
    // CPU time in milliseconds. Optimizing the parser takes 150 to 300 here.
    expect(after).toBeLessThan(100);
  });
});
