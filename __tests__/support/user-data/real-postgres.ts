import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, giveToServer, NOBODY, outputOf, RealServer, writeCertificates } from './real-server';

/** Unencrypted connections are refused, as by `rds.force_ssl`. */
const HBA = 'local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n';

/** A PostgreSQL server. */
export class RealPostgres extends RealServer {
  /** Fast shutdown: clients are disconnected. PostgreSQL: "Shutting Down the Server". */
  protected readonly stopSignal = 'SIGINT';

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
    await this.launch([
      'postgres',
      ...['-D', this.data, '-p', String(this.port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    this.query(sql);
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

  protected answers(): boolean {
    const file = join(this.data, 'postmaster.pid');
    return existsSync(file) && readFileSync(file, 'utf8').includes('ready');
  }

  private client(parameters: readonly string[], sql: string, password = ''): string {
    const format = ['--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1'];
    const env = { ...process.env, PGPASSWORD: password, PGCLIENTENCODING: 'UTF8' };
    return outputOf('psql', [...parameters, ...format, `--port=${this.port}`, '--file=-'], {
      input: sql,
      env,
    });
  }

  private initialize(): void {
    const format = ['--encoding=UTF8', '--no-locale', '--no-sync'];
    outputOf('initdb', ['-D', this.data, '--username=postgres', ...format], { ...NOBODY, cwd: this.folder });
    writeFileSync(join(this.data, 'pg_hba.conf'), HBA);
  }
}
