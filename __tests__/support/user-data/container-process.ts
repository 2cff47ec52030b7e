import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tool } from '../processes/tools';

/** Options of `docker run` that scripts of servers give. Any other is an error. */
const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const OPTIONS = {
  rm: { type: 'boolean' },
  name: TEXT,
  'security-opt': TEXT,
  'pids-limit': TEXT,
  'log-driver': TEXT,
  'log-opt': TEXTS,
  publish: TEXT,
  env: TEXTS,
  volume: TEXTS,
  mount: TEXT,
} as const;

/** What stands for the image. */
export interface ImageStandIn {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Bash code of a `docker` whose `run` keeps what it was given; a container is made of that later. */
export const KEEP_RUN = `[[ $1 != run ]] || {
  printf '%s\\0' "\${@:2}" >"$RUNTIME_DIRECTORY/docker-run"
  /usr/bin/env --null >"$RUNTIME_DIRECTORY/docker-environment"
}`;

const partsOf = (file: string): string[] => readFileSync(file, 'utf8').split('\0').slice(0, -1);

const pairsOf = (lines: readonly string[]): [string, string][] =>
  lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);

/** A bind mount as `source`, `target`. */
function mountOf(mount: string): [string, string] {
  const fields = Object.fromEntries(pairsOf(mount.split(',')));
  return [fields['source'] ?? '', fields['target'] ?? ''];
}

/** Mounts below a /run of its own: the container's, where Docker would. Then the program takes the place of this one. */
const IN_NAMESPACE = `set -e
mount -t tmpfs container /run
while [[ $1 != -- ]]; do
  mkdir -p "$2"
  mount --bind -o ro "$1" "$2"
  shift 2
done
shift
exec "$@"`;

/** A program of this machine that runs with the variables and files that `docker run` was given. */
export class ContainerProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts what `KEEP_RUN` kept in a directory. */
  public static start(memory: string, image: ImageStandIn): ContainerProcess {
    const { values } = parseArgs({
      args: partsOf(join(memory, 'docker-run')),
      options: OPTIONS,
      allowPositionals: true,
    });
    const own = Object.fromEntries(pairsOf(partsOf(join(memory, 'docker-environment'))));
    const named = (values.env ?? []).map((one) => (one.includes('=') ? one : `${one}=${own[one] ?? ''}`));
    const mounts = [
      ...(values.volume ?? []).map((volume) => volume.split(':').slice(0, 2)),
      ...(values.mount === undefined ? [] : [mountOf(values.mount)]),
    ].flat();
    const namespace = ['--user', '--map-root-user', '--mount', tool('bash'), '-c', IN_NAMESPACE, 'container'];
    const child = spawn(tool('unshare'), [...namespace, ...mounts, '--', ...image.command], {
      cwd: '/',
      env: { PATH: process.env['PATH'], ...image.environment, ...Object.fromEntries(pairsOf(named)) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ContainerProcess(child);
  }

  /** What it wrote. */
  public get log(): string {
    return this.output;
  }

  /** Fails with its log if it has ended. */
  public assertRuns(): void {
    if (this.child.exitCode !== null) throw new Error(this.output);
  }

  /** Stops it as `docker stop` does. Resolves to its exit status. */
  public async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    this.child.kill('SIGTERM');
    const [status] = (await once(this.child, 'close')) as [number | null];
    return status;
  }
}
