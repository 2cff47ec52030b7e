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

/** What Terraform makes of a text without interpolations; the suite of `user-data/terraform` shows that it does. */
export const asTerraformGives = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');

/** What the server gets. */
export const givenText = (settings: UserDataSettings): string => asTerraformGives(renderUserData(settings));

/** The files that cloud-init makes of it. */
export const writtenFiles = (settings: UserDataSettings): readonly WrittenFile[] =>
  (parse(givenText(settings)) as { write_files: WrittenFile[] }).write_files;

/** Text of one of these files; empty where there is none. */
export const fileOf = (settings: UserDataSettings, path: string): string =>
  writtenFiles(settings).find((file) => file.path === path)?.content ?? '';

/** Puts the files of a server's user data below a folder. */
export function layFiles(settings: UserDataSettings, root: string): void {
  for (const { path, permissions, content } of writtenFiles(settings)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, parseInt(permissions ?? '0644', 8));
  }
}

/**
 * A server below a folder: the files of its user data, and doubles of every program that its scripts call. Nothing else is on
 * their PATH, and each call is recorded.
 */
export class FakeServer {
  private readonly bin: string;
  private readonly root: string;

  /** @param folder a folder that is there for this server alone */
  constructor(
    private readonly folder: string,
    settings: UserDataSettings,
  ) {
    this.root = join(folder, 'root');
    this.bin = join(folder, 'bin');
    mkdirSync(this.bin, { recursive: true });
    mkdirSync(this.memory, { recursive: true });
    layFiles(settings, this.root);
    this.double('sleep');
  }

  /** What is `/run/<unit>` on a server: a folder in memory. */
  public get memory(): string {
    return join(this.folder, 'run');
  }

  /** A program that only does what a few lines of bash say, and is recorded among `calls`. */
  public double(name: string, script = ''): void {
    this.install(name, 'calls', script);
  }

  /** The real programs, recorded among `allCalls` only. */
  public real(...names: string[]): void {
    for (const name of names) this.install(name, 'other-calls', `exec '${tool(name)}' "$@"`);
  }

  private install(name: string, log: string, script: string): void {
    const file = join(this.bin, name);
    const record = `printf '%s\\n' "\${0##*/} $*" >>'${join(this.folder, log)}'`;
    writeFileSync(file, `#!/bin/bash\n${record}\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Lines of bash with which a double fails the first times that it is called so. */
  public failing(times: number, call: string, message: string): string {
    return `tries=0
while read -r line; do [[ $line != '${call}'* ]] || tries=$((tries + 1)); done <'${join(this.folder, 'calls')}'
if [[ "\${0##*/} $*" == '${call}'* ]] && ((tries <= ${times})); then echo '${message}' >&2; exit 254; fi`;
  }

  /** Runs a script as its unit does, with the variables of these files below `/etc/devloop`. */
  public run(
    script: string,
    environmentFiles: readonly string[],
    more: Record<string, string> = {},
  ): Outcome {
    const { status, stdout, stderr } = spawnSync(tool('bash'), [join(this.root, script)], {
      cwd: this.folder,
      env: {
        ...Object.assign({}, ...environmentFiles.map((name) => this.variables(name))),
        PATH: this.bin,
        HOME: this.root,
        TMPDIR: this.root,
        RUNTIME_DIRECTORY: this.memory,
        ...more,
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }

  private variables(name: string): Record<string, string> {
    const text = readFileSync(join(this.root, 'etc/devloop', `${name}.env`), 'utf8');
    return Object.fromEntries(
      [...text.matchAll(/^(\w+)='(.*)'$/gm)].map(([, key = '', value = '']) => [key, value]),
    );
  }

  /** Calls of the doubles, a line each, in their order. */
  public get calls(): string[] {
    return this.lines('calls');
  }

  /** Calls of every program. */
  public get allCalls(): string[] {
    return [...this.calls, ...this.lines('other-calls')];
  }

  private lines(log: string): string[] {
    const file = join(this.folder, log);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }

  /** Forgets the calls so far. */
  public forget(): void {
    for (const log of ['calls', 'other-calls']) writeFileSync(join(this.folder, log), '');
  }

  /** Paths of the files that hold a text, relative to the server's folder, but for the doubles themselves. */
  public filesWith(text: string): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('bin/') && statSync(join(this.folder, name)).isFile())
      .filter((name) => readFileSync(join(this.folder, name), 'utf8').includes(text))
      .sort();
  }
}
