import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../../src/system/paths';
import { freePort, giveToServer, NOBODY, outputOf, RealServer, writeCertificates } from './real-server';

/** Of Debian's packages, which `.ci/tools` extracts. */
const SHARES = [join(PROJECT_DIR, '.local', 'tools', 'root', 'usr', 'share', 'mysql'), '/usr/share/mysql'];

const share = (): string => SHARES.find((folder) => existsSync(folder)) ?? '';

const TABLES = ['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data'];

/** A MariaDB server. */
export class RealMariadb extends RealServer {
  protected readonly stopSignal = 'SIGTERM';

  /** Starts the server and runs SQL as its superuser. */
  public async start(sql: string): Promise<void> {
    const { data } = this;
    mkdirSync(data);
    writeCertificates(this.folder);
    chmodSync(join(this.folder, 'server.key'), 0o644);
    giveToServer(this.folder, data);
    this.bootstrap(sql);
    this.port = await freePort();
    const files = {
      'ssl-ca': 'ca.pem',
      'ssl-cert': 'server.pem',
      'ssl-key': 'server.key',
      socket: 'data/socket',
    };
    await this.launch([
      'mariadbd',
      ...this.options(),
      ...Object.entries(files).map(([name, file]) => `--${name}=${join(this.folder, file)}`),
      ...[`--port=${this.port}`, '--bind-address=127.0.0.1', '--require-secure-transport=ON'],
      `--pid-file=${join(data, 'pid')}`,
    ]);
  }

  /** Lines of a query's result, as the superuser of the server. */
  public query(sql: string): string[] {
    const parameters = ['--no-defaults', `--socket=${join(this.data, 'socket')}`, '--user=root'];
    return this.client(parameters, sql).split('\n').slice(0, -1);
  }

  /** Output of a client as a user with a password. @throws Error if it fails */
  public as(username: string, password: string, database: string, sql: string): string {
    const parameters = ['--no-defaults', '--protocol=tcp', `--port=${this.port}`, `--user=${username}`];
    return this.client([...parameters, database], sql, password);
  }

  protected answers(): boolean {
    return existsSync(join(this.data, 'pid'));
  }

  private client(parameters: readonly string[], sql: string, password = ''): string {
    const env = { ...process.env, MYSQL_PWD: password };
    return outputOf('mariadb', [...parameters, '--batch', '--raw', '-N'], { input: sql, env });
  }

  private options(): string[] {
    return [
      '--no-defaults',
      `--datadir=${this.data}`,
      `--tmpdir=${this.data}`,
      `--lc-messages-dir=${share()}`,
      `--log-error=${join(this.data, 'log')}`,
      '--innodb-log-file-size=4M',
      // MySQL's default.
      '--character-set-server=utf8mb4',
    ];
  }

  private bootstrap(sql: string): void {
    const tables = TABLES.map((name) => readFileSync(join(share(), `${name}.sql`), 'utf8'));
    const input = ['CREATE DATABASE mysql;\nUSE mysql;', ...tables, 'FLUSH PRIVILEGES;', sql, ''].join('\n');
    outputOf('mariadbd', [...this.options(), '--bootstrap'], { ...NOBODY, input });
  }
}
