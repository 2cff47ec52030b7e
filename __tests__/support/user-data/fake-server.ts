import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import type { UserDataSettings } from '../../../src/roles';
import { renderUserData } from '../../../src/roles/user-data';
import type { Outcome } from '../processes/terraform';
import { tool } from '../processes/tools';

interface WrittenFile {
  readonly path: string;
  readonly permissions?: string;
  readonly content: string;
}

/** Evaluates a text without interpolations as Terraform does. `user-data/terraform` verifies it. */
export const asTerraformGives = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');

/** User data of a server. */
export const givenText = (settings: UserDataSettings): string => asTerraformGives(renderUserData(settings));

/** Files that cloud-init writes. */
export const writtenFiles = (settings: UserDataSettings): readonly WrittenFile[] =>
  (parse(givenText(settings)) as { write_files: WrittenFile[] }).write_files;

/** Content of one of these files. Empty if it does not exist. */
export const fileOf = (settings: UserDataSettings, path: string): string =>
  writtenFiles(settings).find((file) => file.path === path)?.content ?? '';

/** Writes the files of a server's user data below a directory. */
export function writeFiles(settings: UserDataSettings, root: string): void {
  for (const { path, permissions, content } of writtenFiles(settings)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, parseInt(permissions ?? '0644', 8));
  }
}

/**
 * A server in a directory: the files of its user data, and fakes of all programs that its scripts call. Their PATH contains nothing
 * else, and each call is recorded.
 */
export class FakeServer {
  private readonly bin: string;
  private readonly root: string;

  /** @param folder an empty directory for this server */
  constructor(
    private readonly folder: string,
    settings: UserDataSettings,
  ) {
    this.root = join(folder, 'root');
    this.bin = join(folder, 'bin');
    mkdirSync(this.bin, { recursive: true });
    mkdirSync(this.memory, { recursive: true });
    mkdirSync(this.state);
    writeFiles(settings, this.root);
    this.fake('sleep');
  }

  /** Directory in memory, `/run/<unit>` on a server. */
  public get memory(): string {
    return join(this.folder, 'run');
  }

  /** Directory that outlives restarts, `/var/lib/<unit>` on a server. */
  public get state(): string {
    return join(this.folder, 'state');
  }

  /** Adds a fake program with a bash script. Its calls are in `calls`. */
  public fake(name: string, script = ''): void {
    this.install(name, 'calls', script);
  }

  /** Adds real programs. Their calls are in `allCalls` only. */
  public real(...names: string[]): void {
    for (const name of names) this.install(name, 'other-calls', `exec '${tool(name)}' "$@"`);
  }

  private install(name: string, log: string, script: string): void {
    const file = join(this.bin, name);
    const record = `printf '%s\\n' "\${0##*/} $*" >>'${join(this.folder, log)}'`;
    writeFileSync(file, `#!/bin/bash\n${record}\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Names of the files with variables that it has, below `/etc/devloop`. */
  public get variableFiles(): string[] {
    const names = readdirSync(join(this.root, 'etc/devloop')).filter((name) => name.endsWith('.env'));
    return names.map((name) => name.slice(0, -'.env'.length));
  }

  /** Bash code for a fake that fails the first times it is called with certain arguments. */
  public failing(times: number, call: string, message: string): string {
    return `tries=0
while read -r line; do [[ $line != '${call}'* ]] || tries=$((tries + 1)); done <'${join(this.folder, 'calls')}'
if [[ "\${0##*/} $*" == '${call}'* ]] && ((tries <= ${times})); then echo '${message}' >&2; exit 254; fi`;
  }

  /** Runs a script as its systemd unit does, with variables from files below `/etc/devloop`. */
  public run(
    script: string,
    environmentFiles: readonly string[],
    more: Record<string, string> = {},
    parameters: readonly string[] = [],
  ): Outcome {
    const { status, stdout, stderr } = spawnSync(tool('bash'), [join(this.root, script), ...parameters], {
      cwd: this.folder,
      env: this.environment(environmentFiles, more),
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }

  /** Like `run`, beside others. */
  public async runBeside(
    script: string,
    environmentFiles: readonly string[],
    more: Record<string, string> = {},
    parameters: readonly string[] = [],
    cancelSignal?: AbortSignal,
  ): Promise<Outcome> {
    const { exitCode, stdout, stderr } = await execa(tool('bash'), [join(this.root, script), ...parameters], {
      ...(cancelSignal && { cancelSignal, forceKillAfterDelay: 100 }),
      cwd: this.folder,
      env: this.environment(environmentFiles, more),
      extendEnv: false,
      reject: false,
      timeout: 60_000,
    });
    return { status: exitCode ?? null, stdout, stderr };
  }

  private environment(files: readonly string[], more: Record<string, string>): Record<string, string> {
    return {
      ...(Object.assign({}, ...files.map((name) => this.variables(name))) as Record<string, string>),
      PATH: this.bin,
      HOME: this.root,
      TMPDIR: this.root,
      RUNTIME_DIRECTORY: this.memory,
      STATE_DIRECTORY: this.state,
      ...more,
    };
  }

  private variables(name: string): Record<string, string> {
    const text = readFileSync(join(this.root, 'etc/devloop', `${name}.env`), 'utf8');
    return Object.fromEntries(
      [...text.matchAll(/^(\w+)='(.*)'$/gm)].map(([, key = '', value = '']) => [key, value]),
    );
  }

  /** Calls of fakes in order, one per line. */
  public get calls(): string[] {
    return this.lines('calls');
  }

  /** Calls of all programs. */
  public get allCalls(): string[] {
    return [...this.calls, ...this.lines('other-calls')];
  }

  private lines(log: string): string[] {
    const file = join(this.folder, log);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }

  /** Clears the recorded calls. */
  public forget(): void {
    for (const log of ['calls', 'other-calls']) writeFileSync(join(this.folder, log), '');
  }

  /** Paths of files that contain a text, relative to the server's directory. Excludes the fakes. */
  public filesWith(text: string): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('bin/') && statSync(join(this.folder, name)).isFile())
      .filter((name) => readFileSync(join(this.folder, name), 'utf8').includes(text))
      .sort();
  }
}
