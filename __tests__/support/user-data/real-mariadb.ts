import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_DIR } from '../../../src/system/paths';
import { tool } from '../processes/tools';
import { freePort, giveToServer, NOBODY, writeCertificates } from './real-server';

/** Of Debian's packages, which `.ci/tools` extracts. */
const SHARES = [join(PROJECT_DIR, '.local', 'tools', 'root', 'usr', 'share', 'mysql'), '/usr/share/mysql'];

const TABLES = ['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data'];

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
    giveToServer(this.folder, data);
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

  /** Output of a client as a user with a password. @throws Error if it fails */
  public as(username: string, password: string, database: string, sql: string): string {
    const parameters = ['--no-defaults', '--protocol=tcp', `--port=${this.port}`, `--user=${username}`];
    return this.client([...parameters, database], sql, password);
  }

  private client(parameters: readonly string[], sql: string, password = ''): string {
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
}
