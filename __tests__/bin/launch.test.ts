import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';

const folder = mkdtempSync(join(tmpdir(), 'devloop-launch-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  for (const name of ['package.json', 'tsconfig.json', 'bin'])
    cpSync(join(PROJECT_DIR, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'src', 'cli'), { recursive: true });
  writeFileSync(join(folder, 'src', 'cli', 'devloop.ts'), "import 'commander';\n");
  writeFileSync(join(folder, 'src', 'cli', 'cdktf.ts'), "import 'commander';\n");
  writeFileSync(join(folder, 'main.ts'), "import 'commander';\n");
});

async function outcome(file: string, ...args: string[]) {
  const { exitCode, stderr } = await execa(file, args, { cwd: folder, reject: false });
  return { exitCode, stderr };
}

describe('Without packages', () => {
  test.each(['devloop', 'synth', 'cdktf'])('bin/%s.mjs tells to install them', async (name) => {
    expect(await outcome(process.execPath, `bin/${name}.mjs`)).toEqual({
      exitCode: 1,
      stderr: `A package is missing.\nRun npm ci in ${folder}.`,
    });
  });

  test.each(['docs', 'test', 'test:unit', 'lint', 'typecheck', 'build'])(
    'npm run %s tells to install them, and not that a program is not found',
    async (script) => {
      const { exitCode, stderr } = await outcome('npm', 'run', '--silent', script);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: `The packages are not installed.\nRun npm ci in ${folder}.`,
      });
    },
  );

  test('a single package that is missing is told in the same words', async () => {
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    for (const name of ['esbuild', '@esbuild'])
      symlinkSync(join(PROJECT_DIR, 'node_modules', name), join(modules, name));
    const told = await outcome(process.execPath, 'bin/devloop.mjs');
    rmSync(modules, { recursive: true });
    expect(told).toEqual({ exitCode: 1, stderr: `A package is missing.\nRun npm ci in ${folder}.` });
  });
});

test('every command runs in the process that npm starts, so that none outlives a wrapper', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8'));
  const wrapped = Object.entries<string>(scripts).filter(([, line]) => line.startsWith('tsx '));
  expect(wrapped.map(([name]) => name)).toEqual(['docs']);
});
