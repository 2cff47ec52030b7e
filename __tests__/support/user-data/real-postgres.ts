import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tool } from '../processes/tools';
import { freePort, giveToServer, NOBODY, writeCertificates } from './real-server';

/** Unencrypted connections are refused, as by `rds.force_ssl`. */
const HBA = 'local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n';

/** A PostgreSQL server on a free port of 127.0.0.1 that takes connections with TLS alone, as RDS is configured. */
export class RealPostgres {
  /** Certificate of the authority that issued the server's. */
  public readonly ca: string;
  /** Certificate of another authority. */
  public readonly otherCa: string;
  private readonly data: string;
  private server: ChildProcess | undefined;
  private port = 0;

  /** @param folder an empty directory */
  constructor(private readonly folder: string) {
    this.ca = join(folder, 'ca.pem');
    this.otherCa = join(folder, 'other.pem');
    this.data = join(folder, 'data');
  }

  /** `host:port`. */
  public get endpoint(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts the server and runs SQL as its superuser. */
  public async start(sql: string): Promise<void> {
    writeCertificates(this.folder);
    chmodSync(join(this.folder, 'server.key'), 0o600);
    mkdirSync(this.data);
    for (const path of [this.data, join(this.folder, 'server.key')]) giveToServer(this.folder, path);
    this.initialize();
    this.port = await freePort();
    const settings = {
      ssl: 'on',
      ssl_cert_file: join(this.folder, 'server.pem'),
      ssl_key_file: join(this.folder, 'server.key'),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.data,
      fsync: 'off',
    };
    this.server = spawn(
      tool('postgres'),
      [
        ...['-D', this.data, '-p', String(this.port)],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...NOBODY, stdio: 'ignore', env: { ...process.env, LC_ALL: 'C' } },
    );
    await this.answers();
    this.query(sql);
  }

  public async stop(): Promise<void> {
    if (this.server?.exitCode !== null) return;
    this.server.kill('SIGINT');
    await once(this.server, 'exit');
  }

  /** Lines of a query's result, as the superuser of the server. */
  public query(sql: string, database = 'postgres'): string[] {
    return this.client([`--host=${this.data}`, '--username=postgres', `--dbname=${database}`], sql)
      .split('\n')
      .slice(0, -1);
  }

  /** Output of a client as a user with a password. @throws Error if it fails */
  public as(username: string, password: string, database: string, sql: string): string {
    return this.client(['--host=127.0.0.1', `--username=${username}`, `--dbname=${database}`], sql, password);
  }

  private client(parameters: readonly string[], sql: string, password = ''): string {
    const format = ['--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1'];
    const { status, stdout, stderr } = spawnSync(
      tool('psql'),
      [...parameters, ...format, `--port=${this.port}`, '--file=-'],
      {
        input: sql,
        encoding: 'utf8',
        env: { ...process.env, PGPASSWORD: password, PGCLIENTENCODING: 'UTF8' },
      },
    );
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  private initialize(): void {
    const { status, stderr } = spawnSync(
      tool('initdb'),
      ['-D', this.data, '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync'],
      { ...NOBODY, encoding: 'utf8', cwd: this.folder },
    );
    if (status !== 0) throw new Error(stderr);
    writeFileSync(join(this.data, 'pg_hba.conf'), HBA);
  }

  private async answers(): Promise<void> {
    for (;;) {
      if (this.server?.exitCode !== null) throw new Error('postgres ended');
      try {
        if (readFileSync(join(this.data, 'postmaster.pid'), 'utf8').includes('ready')) return;
      } catch {
        // Not written yet.
      }
      await pause(50);
    }
  }
}
