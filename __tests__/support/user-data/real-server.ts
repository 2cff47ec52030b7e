import { type ChildProcess, spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tool } from '../processes/tools';

/** A user of the system without privileges: servers of databases refuse root, or should. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Names of servers on loopback, and of the database in the settings of tests. */
const NAMES = [
  'IP:127.0.0.1',
  'DNS:127.0.0.1',
  'DNS:devloop-dev.c0123456789a.ap-northeast-2.rds.amazonaws.com',
];

/** Writes `ca.pem`, `server.pem` with `server.key` for names, and `other.pem` of another authority. */
export function writeCertificates(folder: string, names: readonly string[] = NAMES): void {
  const openssl = (...parameters: string[]) => outputOf('openssl', parameters, { cwd: folder });
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`];
  for (const name of ['ca', 'other'])
    openssl('req', '-x509', ...key(name), '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=${name}`);
  openssl('req', ...key('server'), '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  writeFileSync(join(folder, 'names'), `subjectAltName=${names.join(',')}`);
  const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl(
    ...['x509', '-req', '-in', 'server.csr', ...signer, '-out', 'server.pem'],
    ...['-days', '2', '-extfile', 'names'],
  );
}

/** SHA-256 of a certificate in a file, as `DatabaseAccess.authorities` has it. */
export const authorityIn = (file: string): string =>
  new X509Certificate(readFileSync(file)).fingerprint256.replaceAll(':', '').toLowerCase();

/** Gives a file or directory to the user who runs the server, and lets it in where its parents are root's. */
export function giveToServer(folder: string, path: string): void {
  if (!NOBODY) return;
  for (const parent of [folder, dirname(folder), dirname(dirname(folder))])
    if (parent.includes('devloop-')) chmodSync(parent, 0o711);
  chownSync(path, NOBODY.uid, NOBODY.gid);
}

/** A server on a free port of 127.0.0.1 that takes connections with TLS alone, as AWS's are configured. */
export abstract class RealServer {
  /** Certificate of the authority that issued the server's. */
  public readonly ca: string;
  /** Certificate of another authority. */
  public readonly otherCa: string;
  protected readonly data: string;
  protected server: ChildProcess | undefined;
  protected port = 0;
  /** The signal at which the server ends although clients are connected. */
  protected abstract readonly stopSignal: NodeJS.Signals;
  private command: readonly string[] = [];

  /** @param folder an empty directory */
  constructor(protected readonly folder: string) {
    this.ca = join(folder, 'ca.pem');
    this.otherCa = join(folder, 'other.pem');
    this.data = join(folder, 'data');
  }

  /** `host:port`. */
  public get endpoint(): string {
    return `127.0.0.1:${this.port}`;
  }

  public async stop(): Promise<void> {
    if (this.server?.exitCode !== null) return;
    this.server.kill(this.stopSignal);
    await once(this.server, 'exit');
  }

  /** Stops the server and starts it again with its data, on its port. */
  public async restart(): Promise<void> {
    await this.stop();
    await this.launch(this.command);
  }

  /** Starts the server, and waits until it answers. @throws Error if it ends */
  protected async launch(command: readonly string[]): Promise<void> {
    this.command = command;
    const [program = '', ...parameters] = command;
    const env = { ...process.env, LC_ALL: 'C' };
    this.server = spawn(tool(program), parameters, { ...NOBODY, stdio: 'ignore', env });
    while (!this.answers()) {
      if (this.server.exitCode !== null) throw new Error(`${program} ended`);
      await pause(50);
    }
  }

  /** Whether it takes connections. */
  protected abstract answers(): boolean;
}

/** Output of a program for its input. @throws Error if it fails */
export function outputOf(
  program: string,
  parameters: readonly string[],
  options: Pick<SpawnSyncOptions, 'input' | 'env' | 'cwd' | 'uid' | 'gid'>,
): string {
  const { status, stdout, stderr } = spawnSync(tool(program), parameters, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
