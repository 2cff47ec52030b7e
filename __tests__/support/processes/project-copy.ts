import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PROJECT_DIR } from '../../../src/system/paths';

/** What a clean checkout does not have. */
const LEFT_OUT = ['.git', '.gen', '.local', 'cdktf.out', 'dist', 'node_modules'];

/** Environments of the tests, and those of a project. */
const [CONFIGURED, ENVIRONMENTS] = [
  '__tests__/support/fixtures/configured/environments',
  'src/config/environments',
];

/** A copy of the project that shares its packages, with the environments of the tests. */
export class ProjectCopy {
  /** @param leftOut names of files and folders that the copy need not have */
  constructor(
    public readonly folder: string,
    leftOut: readonly string[] = [],
  ) {
    const filter = (path: string) => ![...LEFT_OUT, ...leftOut].includes(basename(path));
    cpSync(PROJECT_DIR, folder, { recursive: true, filter });
    symlinkSync(join(PROJECT_DIR, 'node_modules'), join(folder, 'node_modules'));
    rmSync(join(folder, ENVIRONMENTS), { recursive: true });
    mkdirSync(join(folder, ENVIRONMENTS));
    for (const file of readdirSync(join(PROJECT_DIR, CONFIGURED))) {
      const text = readFileSync(join(PROJECT_DIR, CONFIGURED, file), 'utf8');
      this.write(join(ENVIRONMENTS, file), text.replaceAll("'../../../../../src/config/", "'../"));
    }
  }

  public apply(diff: string) {
    this.write('step.diff', diff);
    return this.run('git', 'apply', '--recount', '--unidiff-zero', 'step.diff');
  }

  public node(...options: string[]) {
    return this.run(process.execPath, ...options);
  }

  /** Runs Node.js with further environment variables. */
  public nodeWith(env: NodeJS.ProcessEnv, ...options: string[]) {
    return this.runWith(env, process.execPath, ...options);
  }

  /** Replaces a text that a file has. */
  public edit(path: string, text: string, other: string): void {
    const content = this.read(path);
    if (!content.includes(text)) throw new Error(`${path} has no ${text}`);
    this.write(
      path,
      content.replace(text, () => other),
    );
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  public write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  private run(program: string, ...options: string[]) {
    return this.runWith({}, program, ...options);
  }

  private runWith(variables: NodeJS.ProcessEnv, program: string, ...options: string[]) {
    const env = { ...process.env, ...variables };
    const { status, stdout, stderr } = spawnSync(program, options, {
      cwd: this.folder,
      env,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }
}
