import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { PROJECT_DIR } from '../../../src/system/paths';
import { renderUserData } from '../../../src/roles/user-data';
import { SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

describe('Compiled renderUserData', () => {
  const local = join(PROJECT_DIR, '.local');
  let dist: string;

  beforeAll(() => {
    mkdirSync(local, { recursive: true });
    dist = mkdtempSync(join(local, 'dist-'));
  });
  afterAll(() => {
    rmSync(dist, { recursive: true });
  });

  test('finds its templates', () => {
    const options =
      '--module commonjs --target es2022 --lib es2022 --types node --skipLibCheck --strict --rootDir . --outDir';
    const tsc = spawnSync(
      process.execPath,
      [
        'node_modules/typescript/bin/tsc',
        ...options.split(' '),
        relative(PROJECT_DIR, dist),
        'src/roles/user-data.ts',
      ],
      { cwd: PROJECT_DIR, encoding: 'utf8' },
    );
    expect(tsc).toMatchObject({ status: 0, stdout: '' });
    const script = `process.stdout.write(require(process.argv[1]).renderUserData(JSON.parse(process.argv[2])))`;
    const { stdout } = spawnSync(
      process.execPath,
      ['-e', script, join(dist, 'src', 'roles', 'user-data'), JSON.stringify(SERVERS.elk)],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe(renderUserData(SERVERS.elk));
  });
});
