import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, giveToServer, outputOf, RealServer, writeCertificates } from './real-server';

const ADMIN = { username: 'administrator', password: 'administrator' };

/** A Redis server with users as ElastiCache has them. */
export class RealRedis extends RealServer {
  protected readonly stopSignal = 'SIGTERM';

  /** Starts the server with a user of applications, who has no password yet and cannot log in. */
  public async start(user: string): Promise<void> {
    const { data, folder } = this;
    mkdirSync(data);
    writeCertificates(folder);
    chmodSync(join(folder, 'server.key'), 0o644);
    const users = join(data, 'users');
    writeFileSync(
      users,
      `user default off\nuser ${ADMIN.username} on >${ADMIN.password} ~* +@all\nuser ${user} on ~* &* +@all\n`,
    );
    for (const path of [data, users]) giveToServer(folder, path);
    this.port = await freePort();
    const settings = {
      port: '0',
      'tls-port': String(this.port),
      'tls-cert-file': join(folder, 'server.pem'),
      'tls-key-file': join(folder, 'server.key'),
      'tls-ca-cert-file': this.ca,
      'tls-auth-clients': 'no',
      bind: '127.0.0.1',
      save: '',
      dir: data,
      aclfile: users,
    };
    const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    await this.launch(['redis-server', ...parameters]);
  }

  /** Output of a command, as another user than applications. @throws Error if it fails */
  public query(...command: string[]): string {
    return this.as(ADMIN.username, ADMIN.password, ...command);
  }

  /** Output of a command as a user with a password, which is an error's text where the server refuses it. */
  public as(username: string, password: string, ...command: string[]): string {
    return outputOf('redis-cli', [...this.connection, '--user', username, ...command], {
      env: { ...process.env, REDISCLI_AUTH: password },
    });
  }

  /** Bash code that does what ModifyUser does, of its input in JSON. Needs `jq`. */
  public modifyingUser(jq: string, cli: string): string {
    const quoted = [...this.connection, '--user', ADMIN.username].map((one) => `'${one}'`).join(' ');
    return `given=$(</dev/stdin)
export REDISCLI_AUTH=${ADMIN.password}
'${cli}' ${quoted} ACL SETUSER "$('${jq}' --raw-output .UserId <<<"$given")" resetpass \\
  ">$('${jq}' --raw-output '.AuthenticationMode.Passwords[0]' <<<"$given")"
'${cli}' ${quoted} ACL SAVE`;
  }

  protected answers(): boolean {
    try {
      return this.query('PING') === 'PONG\n';
    } catch {
      return false;
    }
  }

  private get connection(): string[] {
    return ['-h', '127.0.0.1', '-p', String(this.port), '--tls', '--cacert', this.ca, '--no-auth-warning'];
  }
}
