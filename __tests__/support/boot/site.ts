import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseEngineName } from '../../../src/catalog/database-engines';
import type { UserDataSettings } from '../../../src/roles';
import type { DatabaseAccess } from '../../../src/roles/server-inputs';
import type { TcpProxy } from '../processes/tcp-proxy';
import { temporaryFolder } from '../processes/terraform';
import { ENGINES, MASTER } from '../user-data/database-engines';
import { givenText } from '../user-data/fake-server';
import { SERVERS } from '../user-data/servers';
import { AwsAccount } from './aws-account';
import { Internet } from './internet';
import { Machine } from './machine';

const { region } = SERVERS.application;
/** Of the real images: stand-ins have others. */
const DIGEST = /@sha256:[0-9a-f]{64}/g;
/** More than a container may have where this machine has less. */
const OPEN_FILES = /nofile: \d+/g;
const ACCOUNT = '123456789012';
const PORTS = { mysql: 3306, postgres: 5432 } as const satisfies Record<DatabaseEngineName, number>;

/** A database that servers reach. */
export interface BootedDatabase {
  readonly access: DatabaseAccess;
  /** The proxy between servers and the database. */
  readonly way: TcpProxy;
}

/** A network with booted servers, databases and the emulated AWS. Call `stop` whether it has started or not. */
class Site {
  private readonly stops: (() => Promise<void>)[] = [];
  private network: Internet | undefined;
  private account: AwsAccount | undefined;
  private machines = 0;

  /** @param folder an empty directory */
  public constructor(public readonly folder: string) {}

  /** @throws Error before `startAws` */
  public get aws(): AwsAccount {
    if (!this.account) throw new Error('startAws was not called');
    return this.account;
  }

  /** @throws Error before `start` */
  public get internet(): Internet {
    if (!this.network) throw new Error('start was not called');
    return this.network;
  }

  /** Starts the network, without AWS's APIs. */
  public async start(): Promise<void> {
    const internet = await Internet.start({ folder: this.directory('internet'), region });
    this.stops.unshift(() => internet.stop());
    this.network = internet;
  }

  /** Starts the emulated AWS. */
  public async startAws(): Promise<void> {
    const aws = await AwsAccount.start(region);
    this.stops.unshift(() => aws.stop());
    this.account = aws;
    this.internet.awsPort = Number(new URL(aws.endpoint).port);
  }

  /** Starts a database with a master user, and a secret without a value for the application's user. */
  public async addDatabase(engine: DatabaseEngineName): Promise<BootedDatabase> {
    const { server, setUp } = ENGINES[engine];
    const database = server(this.directory(engine));
    this.stops.unshift(() => database.stop());
    await database.start(setUp);
    const port = PORTS[engine];
    const way = await this.internet.addDatabase(port, database.endpoint, database.ca);
    const settings = SERVERS.application.container.database;
    const host = new URL(settings.url.replace('jdbc:', '')).hostname;
    const access: DatabaseAccess = {
      ...settings,
      engine,
      url: ENGINES[engine].url(`${host}:${port}`),
      secretArn: await this.aws.createSecret(`devloop-${engine}/application`),
      masterSecretArn: await this.aws.createSecret(`rds!db-${engine}`, MASTER),
    };
    return { access, way };
  }

  /** Creates a server, with its log group where there is AWS. It has not booted. */
  public async create(settings: UserDataSettings): Promise<Machine> {
    this.machines += 1;
    const number = 9 + this.machines;
    const identity = {
      region,
      account: ACCOUNT,
      instanceId: `i-0123456789abcde${number}`,
      address: `10.0.0.${number}`,
    };
    await this.account?.createLogGroup(settings.logGroup);
    const folder = this.directory(identity.instanceId);
    const machine = await Machine.create(this.internet, {
      ...identity,
      folder,
      userData: givenText(settings).replace(DIGEST, '').replace(OPEN_FILES, 'nofile: 4096'),
    });
    this.stops.unshift(() => machine.remove());
    return machine;
  }

  public async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  private directory(name: string): string {
    const directory = join(this.folder, name);
    mkdirSync(directory);
    return directory;
  }
}

/** A site of a suite, which is stopped after it, before its directory is removed. */
export function suiteSite(): Site {
  const stopped: { site?: Site } = {};
  afterAll(() => stopped.site?.stop());
  stopped.site = new Site(temporaryFolder('boot'));
  return stopped.site;
}
