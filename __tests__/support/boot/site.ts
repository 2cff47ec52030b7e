import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseEngineName } from '../../../src/catalog/database-engines';
import type { EnvironmentInput } from '../../../src/config/schema';
import type { TcpProxy } from '../processes/tcp-proxy';
import { temporaryFolder } from '../processes/terraform';
import { dev } from '../fixtures/configured';
import { type Changes, changed } from '../fixtures/environments';
import { argumentsAt, type Config, ofType, synth } from '../fixtures/synth';
import { ENGINES, MASTER, NAME } from '../user-data/database-engines';
import { authorityIn } from '../user-data/real-server';
import { AwsAccount } from './aws-account';
import { deployedUserData, type Known } from './deployed-user-data';
import { Internet } from './internet';
import { Machine } from './machine';

const { region } = dev;
/** Of the real images: stand-ins have others. */
const DIGEST = /@sha256:[0-9a-f]{64}/g;
/** More than a container may have where this machine has less. */
const OPEN_FILES = /nofile: \d+/g;
/** Authorities of RDS: the test's database has one of its own. */
const AUTHORITIES = /(?<=^ *DATABASE_AUTHORITIES=')[^']+/m;
const ACCOUNT = '123456789012';
const ENDPOINT = 'devloop-dev.c0123456789a.ap-northeast-2.rds.amazonaws.com';

const IMAGE = `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/devloop:1.0.0`;
const VOLUMES = Object.fromEntries(
  ['elk', 'jenkins'].map((name) => [
    `aws_ebs_volume.data_volumes_${name}_server_data.id`,
    'vol-0123456789abcdef0',
  ]),
);

interface Instance {
  readonly engine: DatabaseEngineName;
  readonly port: number;
}

/** A database that servers reach. */
export interface BootedDatabase {
  /** ARN of the secret of the application's user. */
  readonly secretArn: string;
  /** The proxy between servers and the database. */
  readonly way: TcpProxy;
  /** Lines of a query's result, as the superuser of the server. */
  readonly query: (sql: string) => string[];
}

/** A network with booted servers, databases and the emulated AWS. Call `stop` whether it has started or not. */
class Site {
  private readonly stops: (() => Promise<void>)[] = [];
  private network: Internet | undefined;
  private account: AwsAccount | undefined;
  private machines = 0;
  private readonly config: Config;
  private known: Known = { 'var.app_image': IMAGE, ...VOLUMES };
  private authority = '';

  /** @param folder an empty directory */
  public constructor(
    public readonly folder: string,
    environment: EnvironmentInput,
  ) {
    this.config = synth(environment);
  }

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

  /** Starts the emulated AWS, with the log groups of the environment. */
  public async startAws(): Promise<void> {
    const aws = await AwsAccount.start(region);
    this.stops.unshift(() => aws.stop());
    this.account = aws;
    this.internet.awsPort = Number(new URL(aws.endpoint).port);
    for (const { name } of Object.values(ofType(this.config, 'aws_cloudwatch_log_group')))
      await aws.createLogGroup(String(name));
  }

  /** Starts the database with a master user, and a secret without a value for the application's user. */
  public async addDatabase(): Promise<BootedDatabase> {
    const { engine, port } = argumentsAt(this.config, 'aws_db_instance.database') as unknown as Instance;
    const { server, setUp } = ENGINES[engine];
    const database = server(this.directory(engine));
    this.stops.unshift(() => database.stop());
    await database.start(setUp);
    const secretArn = await this.aws.createSecret(`devloop-${engine}/application`);
    this.authority = authorityIn(database.ca);
    this.known = {
      ...this.known,
      'aws_db_instance.database.endpoint': `${ENDPOINT}:${port}`,
      'aws_db_instance.database.master_user_secret[0].secret_arn': await this.aws.createSecret(
        `rds!db-${engine}`,
        MASTER,
      ),
      'aws_secretsmanager_secret.database_application_secret.arn': secretArn,
    };
    const way = await this.internet.addDatabase(port, database.endpoint, database.ca);
    return { secretArn, way, query: (sql) => database.query(sql) };
  }

  /** Creates a server of the environment, e.g. `servers_elk_server` or `bastion`. It has not booted. */
  public async create(server: string): Promise<Machine> {
    this.machines += 1;
    const number = 9 + this.machines;
    const identity = {
      region,
      account: ACCOUNT,
      instanceId: `i-0123456789abcde${number}`,
      address: `10.0.0.${number}`,
    };
    const machine = await Machine.create(this.internet, {
      ...identity,
      folder: this.directory(identity.instanceId),
      userData: deployedUserData(this.config, server, this.known)
        .replace(DIGEST, '')
        .replace(OPEN_FILES, 'nofile: 4096')
        .replace(AUTHORITIES, this.authority),
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

/** A site of a suite, with servers of dev with changes, which is stopped after it, before its directory is removed. */
export function suiteSite(changes: Changes = {}): Site {
  const stopped: { site?: Site } = {};
  afterAll(() => stopped.site?.stop());
  stopped.site = new Site(temporaryFolder('boot'), changed({ 'database.databaseName': NAME, ...changes }));
  return stopped.site;
}
