import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';

/** A project of two files, bundled by this project's launcher. */
class SmallProject {
  public readonly folder = mkdtempSync(join(tmpdir(), 'devloop-bundle-'));

  constructor() {
    for (const name of ['package.json', 'tsconfig.json', 'bin']) {
      cpSync(join(PROJECT_DIR, name), join(this.folder, name), { recursive: true });
    }
    symlinkSync(join(PROJECT_DIR, 'node_modules'), join(this.folder, 'node_modules'));
    mkdirSync(join(this.folder, 'src', 'greeting'), { recursive: true });
    this.write('main.ts', "import { greeting } from './src/greeting';\nconsole.log(greeting);\n");
    this.write('src/greeting/index.ts', "export const greeting: string = 'hello';\n");
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  public async synth() {
    const { exitCode, stdout, stderr } = await execa(process.execPath, ['bin/synth.mjs'], {
      cwd: this.folder,
      reject: false,
    });
    return { exitCode, stdout, stderr };
  }

  public bundles(): string[] {
    const folder = join(this.folder, '.local', 'bundle');
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  /** Changes whenever V8's code cache is written. */
  public codeCache(): number {
    const [name = ''] = this.bundles().filter((file) => file.endsWith(`-${process.arch}`));
    return statSync(join(this.folder, '.local', 'bundle', name)).ino;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe('Program bundle', () => {
  let project: SmallProject;
  beforeEach(() => (project = new SmallProject()));
  afterEach(() => project.remove());

  test('is reused while its files are unchanged', async () => {
    expect(await project.synth()).toEqual({ exitCode: 0, stdout: 'hello', stderr: '' });
    const first = project.bundles();
    expect(first).toHaveLength(4);
    expect(await project.synth()).toEqual({ exitCode: 0, stdout: 'hello', stderr: '' });
    expect(project.bundles()).toEqual(first);
  });

  test('keeps the code cache of a program that loads the HCL parser, which sets a flag of V8', async () => {
    const loader = JSON.stringify(join(PROJECT_DIR, 'src', 'core', 'hcl2json'));
    project.write('main.ts', `import { loadHcl2json } from ${loader};\nvoid loadHcl2json();\n`);
    expect((await project.synth()).exitCode).toBe(0);
    const written = project.codeCache();
    expect((await project.synth()).exitCode).toBe(0);
    expect(project.codeCache()).toBe(written);
  });

  test('keeps characters other than ASCII', async () => {
    project.write(
      'src/greeting/index.ts',
      "export const greeting = /^[가│]$/.test('│') ? '안녕' : 'lost';\n",
    );
    for (const run of ['bundled', 'from the cache'])
      expect({ run, ...(await project.synth()) }).toEqual({ run, exitCode: 0, stdout: '안녕', stderr: '' });
  });

  test('is rebuilt when a file changes, and replaces the previous bundle', async () => {
    await project.synth();
    project.write('src/greeting/index.ts', "export const greeting: string = 'hallo';\n");
    expect((await project.synth()).stdout).toBe('hallo');
    expect(project.bundles()).toHaveLength(4);
  });

  test('is rebuilt when a new file changes what an import resolves to', async () => {
    await project.synth();
    project.write('src/greeting.ts', "export const greeting: string = 'annyeong';\n");
    expect((await project.synth()).stdout).toBe('annyeong');
  });

  test('is rebuilt when package.json changes', async () => {
    await project.synth();
    const [before] = project.bundles();
    project.write('package.json', '{}');
    expect((await project.synth()).stdout).toBe('hello');
    expect(project.bundles()[0]).not.toBe(before);
  });

  test('runs when its compiled code is invalid', async () => {
    await project.synth();
    const compiled = project.bundles().find((name) => name.includes(process.version)) ?? '';
    project.write(join('.local', 'bundle', compiled), 'not compiled code');
    expect(await project.synth()).toEqual({ exitCode: 0, stdout: 'hello', stderr: '' });
  });

  test('is not written for a syntax error, which is reported with its location', async () => {
    project.write('src/greeting/index.ts', "export const greeting: string = 'hello;\n");
    const { exitCode, stdout, stderr } = await project.synth();
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('src/greeting/index.ts:1:40: Unterminated string literal');
    expect(stderr).not.toContain('    at ');
    expect(project.bundles()).toEqual([]);
  });
});

test('Bundle of main.ts synthesizes the same bytes as the source', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'devloop-bundle-'));
  try {
    const synthesized = async (name: string, args: readonly string[]) => {
      const folder = join(parent, name);
      await execa(process.execPath, args, { cwd: PROJECT_DIR, env: { CDKTF_OUTDIR: folder } });
      return execa('tar', ['--create', '--sort=name', '--mtime=@0', '--directory', folder, '.'], {
        encoding: 'buffer',
      });
    };
    const source = await synthesized('source', ['--import', 'tsx', 'main.ts']);
    const bundle = await synthesized('bundle', ['bin/synth.mjs']);
    expect(Buffer.compare(Buffer.from(source.stdout), Buffer.from(bundle.stdout))).toBe(0);
  } finally {
    rmSync(parent, { recursive: true });
  }
}, 60_000);
