import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BEATS_PORT } from '../../../src/roles/role';
import { PROJECT_DIR } from '../../../src/system/paths';
import { TcpProxy } from '../processes/tcp-proxy';
import { writeCertificates } from '../user-data/real-server';
import { BOOT_DIR, bootProgram } from './describe-boot';
import { type InstanceIdentity, metadataService } from './instance-metadata';
import { Logstash } from './logstash';
import { NetworkNamespace, startBound } from './network-namespace';

const ROUTER = '10.0.0.1';
const METADATA = '169.254.169.254';
/** AWS: "Amazon DNS". */
export const RESOLVER = '169.254.169.253';

const TRUST_STORE = 'truststore.pki.rds.amazonaws.com';
const DOCKER_HUB = 'registry-1.docker.io';
/** Of the environments that are booted. */
const PRIVATE_DOMAIN = 'dev.devloop.internal';

/** Names of the certificate that all of it has, besides those of AWS's APIs in a region. */
const namesIn = (region: string): string[] =>
  [
    `*.${region}.amazonaws.com`,
    `api.ecr.${region}.amazonaws.com`,
    `*.dkr.ecr.${region}.amazonaws.com`,
    TRUST_STORE,
    DOCKER_HUB,
  ].map((name) => `DNS:${name}`);

interface InternetOptions {
  readonly folder: string;
  readonly region: string;
}

/**
 * What servers reach: AWS's APIs, the registries of container images, the resolver of the VPC, the instance metadata service and
 * databases, in a network without a route to this machine's. What is outside of it is reached through sockets in a directory.
 */
export class Internet {
  /** Certificate of the authority that issued all certificates. */
  public readonly ca: string;
  private readonly servers: Server[] = [];
  private readonly proxies: TcpProxy[] = [];
  private readonly processes: ReturnType<typeof startBound>[] = [];
  /** Port of the emulated AWS on loopback, if there is one. */
  public awsPort = 0;
  private registry = 0;
  private rdsAuthority = '';

  private constructor(
    public readonly namespace: NetworkNamespace,
    private readonly options: InternetOptions,
  ) {
    this.ca = join(options.folder, 'ca.pem');
  }

  public static async start(options: InternetOptions): Promise<Internet> {
    writeCertificates(options.folder, namesIn(options.region));
    const internet = new Internet(await NetworkNamespace.create(), options);
    await internet.open();
    return internet;
  }

  /** Lets servers reach a database on loopback at a port. Returns the proxy on the way. */
  public async addDatabase(port: number, endpoint: string, ca: string): Promise<TcpProxy> {
    this.rdsAuthority = ca;
    const proxy = await TcpProxy.to(`http://${endpoint}`);
    this.proxies.push(proxy);
    const target = Number(new URL(proxy.endpoint).port);
    const server = createServer((client) => {
      const database = connect(target, '127.0.0.1');
      client.pipe(database).pipe(client);
      client.on('error', () => database.destroy());
      database.on('error', () => client.destroy());
    });
    await this.serve(`${ROUTER}:${port}`, server);
    return proxy;
  }

  /** Lets servers reach Logstash by the name of the elk server. */
  public async addLogstash(): Promise<Logstash> {
    const logstash = new Logstash();
    await this.serve(`${ROUTER}:${BEATS_PORT}`, logstash.server);
    return logstash;
  }

  /** Connects a server. It has an interface `ens5` with an address. */
  public async attach(namespace: NetworkNamespace, identity: InstanceIdentity): Promise<void> {
    const port = `s${identity.address.split('.').at(-1)}`;
    await this.namespace.connect(port, namespace, 'ens5');
    await this.namespace.ip('link', 'set', port, 'master', 'vpc', 'up');
    await namespace.ip('address', 'add', `${identity.address}/24`, 'dev', 'ens5');
    await namespace.ip('link', 'set', 'ens5', 'up');
    await namespace.ip('route', 'add', 'default', 'via', ROUTER);
    await namespace.ip('address', 'add', `${METADATA}/32`, 'dev', 'lo');
    // What a container asks comes from another interface: its way is a hop too long. AWS: "HttpPutResponseHopLimit".
    const options = { namespace, socket: `metadata-${port}`, only: ',so-bindtodevice=lo' };
    await this.serve(`${METADATA}:80`, metadataService(identity), options);
  }

  /** Status and body of a request, as the load balancer sends it. Status 0 where nothing answers. */
  public async get(url: string): Promise<{ status: number; body: string }> {
    const format = ['--silent', '--max-time', '60', '--write-out', '\n%{http_code}'];
    const { stdout } = await this.namespace.run('curl', ...format, url);
    const lines = stdout.split('\n');
    return { status: Number(lines.pop()), body: lines.join('\n') };
  }

  public async stop(): Promise<void> {
    for (const server of this.servers) server.close();
    for (const proxy of this.proxies) proxy.stop();
    for (const each of this.processes) {
      each.kill('SIGKILL');
      await once(each, 'exit');
    }
    await this.namespace.stop();
  }

  private async open(): Promise<void> {
    const { namespace, options } = this;
    await namespace.ip('link', 'add', 'vpc', 'type', 'bridge');
    await namespace.ip('link', 'set', 'vpc', 'up');
    for (const address of [`${ROUTER}/24`, `${RESOLVER}/32`])
      await namespace.ip('address', 'add', address, 'dev', 'vpc');
    namespace.start(
      ...[
        bootProgram('dnsmasq'),
        '--keep-in-foreground',
        '--conf-file=/dev/null',
        '--no-resolv',
        '--no-hosts',
      ],
      ...['--user=root', '--pid-file=', '--bind-interfaces', `--listen-address=${RESOLVER}`, '--no-daemon'],
      ...['amazonaws.com', 'docker.io', PRIVATE_DOMAIN].map((domain) => `--address=/${domain}/${ROUTER}`),
    );
    this.registry = await this.startRegistry();
    const pem = (name: string): Buffer => readFileSync(join(options.folder, name));
    const tls = { cert: pem('server.pem'), key: pem('server.key') };
    await this.serve(`${ROUTER}:443`, createTlsServer(tls, this.answer));
  }

  private async startRegistry(): Promise<number> {
    const registry = startBound('env', [
      `REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=${join(BOOT_DIR, 'registry')}`,
      ...[bootProgram('docker-registry'), 'serve', join(PROJECT_DIR, 'testing', 'boot', 'registry.yaml')],
    ]);
    this.processes.push(registry);
    for await (const line of createInterface(registry.stderr ?? process.stdin)) {
      const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return Number(port);
    }
    throw new Error('the registry ended');
  }

  /** Serves an address of a network with a server of this process. */
  private async serve(
    address: string,
    server: Server,
    { namespace = this.namespace, socket: name = address, only = '' } = {},
  ): Promise<void> {
    // socat reads a colon as the end of a path.
    const socket = join(this.options.folder, name.replace(':', '-'));
    server.listen(socket);
    await once(server, 'listening');
    this.servers.push(server);
    const [host, port] = address.split(':');
    const listener = `TCP-LISTEN:${port},bind=${host},fork,reuseaddr,backlog=64${only}`;
    namespace.start(bootProgram('socat'), listener, `UNIX-CONNECT:${socket}`);
  }

  private readonly answer: RequestListener = (incoming, response) => {
    const host = incoming.headers.host ?? '';
    if (host === TRUST_STORE) {
      response.end(readFileSync(this.rdsAuthority));
      return;
    }
    const isRegistry = host === DOCKER_HUB || host.includes('.dkr.ecr.');
    const port = isRegistry ? this.registry : this.awsPort;
    const { method, url: path, headers } = incoming;
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers },
      (answer: IncomingMessage) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
}
