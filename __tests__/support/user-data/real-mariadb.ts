import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_DIR } from '../../../src/system/paths';
import { tool } from '../processes/tools';

/** Of Debian's packages, which `.ci/tools` extracts. */
const SHARES = [join(PROJECT_DIR, '.local', 'tools', 'root', 'usr', 'share', 'mysql'), '/usr/share/mysql'];

const TABLES = ['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data'];

/** A user of the system without privileges: servers of databases refuse root, or should. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Writes `ca.pem`, `server.pem` with `server.key` for 127.0.0.1, and `other.pem` of another authority. */
function writeCertificates(folder: string): void {
  const openssl = (...parameters: string[]) => {
    const { status, stderr } = spawnSync(tool('openssl'), parameters, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`];
  for (const name of ['ca', 'other'])
    openssl('req', '-x509', ...key(name), '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=${name}`);
  openssl('req', ...key('server'), '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1,DNS:127.0.0.1');
  const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl(
    ...['x509', '-req', '-in', 'server.csr', ...signer, '-out', 'server.pem'],
    ...['-days', '2', '-extfile', 'names'],
  );
}

/** A MariaDB server on a free port of 127.0.0.1 that takes connections with TLS alone, as RDS is configured. */
export class RealMariadb {
  /** Certificate of the authority that issued the server's. */
  public readonly ca: string;
  /** Certificate of another authority. */
  public readonly otherCa: string;
  private server: ChildProcess | undefined;
  private port = 0;

  /** @param folder an empty directory */
  constructor(private readonly folder: string) {
    this.ca = join(folder, 'ca.pem');
    this.otherCa = join(folder, 'other.pem');
  }

  /** `host:port`. */
  public get endpoint(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts the server and runs SQL as its superuser. */
  public async start(sql: string): Promise<void> {
    const data = join(this.folder, 'data');
    mkdirSync(data);
    writeCertificates(this.folder);
    chmodSync(join(this.folder, 'server.key'), 0o644);
    this.openTo(data);
    this.bootstrap(data, sql);
    this.port = await freePort();
    const files = {
      'ssl-ca': 'ca.pem',
      'ssl-cert': 'server.pem',
      'ssl-key': 'server.key',
      socket: 'data/socket',
    };
    this.server = spawn(
      tool('mariadbd'),
      [
        ...this.options(data),
        ...Object.entries(files).map(([name, file]) => `--${name}=${join(this.folder, file)}`),
        ...[`--port=${this.port}`, '--bind-address=127.0.0.1', '--require-secure-transport=ON'],
        `--pid-file=${join(data, 'pid')}`,
      ],
      { ...NOBODY, stdio: 'ignore' },
    );
    while (!existsSync(join(data, 'pid'))) {
      if (this.server.exitCode !== null) throw new Error(readFileSync(join(data, 'log'), 'utf8'));
      await pause(50);
    }
  }

  public async stop(): Promise<void> {
    if (this.server?.exitCode !== null) return;
    this.server.kill('SIGTERM');
    await once(this.server, 'exit');
  }

  /** Lines of a query's result, as the superuser of the server. */
  public query(sql: string): string[] {
    const parameters = ['--no-defaults', `--socket=${join(this.folder, 'data', 'socket')}`, '--user=root'];
    return this.client(parameters, sql).split('\n').slice(0, -1);
  }

  /** Output of a client. @throws Error if it fails */
  public client(parameters: readonly string[], sql: string, password = ''): string {
    const { status, stdout, stderr } = spawnSync(tool('mariadb'), [...parameters, '--batch', '--raw', '-N'], {
      input: sql,
      encoding: 'utf8',
      env: { ...process.env, MYSQL_PWD: password },
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  private options(data: string): string[] {
    const share = SHARES.find((folder) => existsSync(folder)) ?? '';
    return [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${data}`,
      `--lc-messages-dir=${share}`,
      `--log-error=${join(data, 'log')}`,
      '--innodb-log-file-size=4M',
    ];
  }

  private bootstrap(data: string, sql: string): void {
    const share = SHARES.find((folder) => existsSync(folder)) ?? '';
    const tables = TABLES.map((name) => readFileSync(join(share, `${name}.sql`), 'utf8'));
    const { status, stderr } = spawnSync(tool('mariadbd'), [...this.options(data), '--bootstrap'], {
      ...NOBODY,
      input: ['CREATE DATABASE mysql;\nUSE mysql;', ...tables, 'FLUSH PRIVILEGES;', sql, ''].join('\n'),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  /** Lets the server into its directory, which is root's. */
  private openTo(data: string): void {
    if (!NOBODY) return;
    for (const folder of [this.folder, dirname(this.folder), dirname(dirname(this.folder))])
      if (folder.includes('devloop-')) chmodSync(folder, 0o711);
    chownSync(data, NOBODY.uid, NOBODY.gid);
  }
}
