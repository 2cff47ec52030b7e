import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_ENGINES, type DatabaseEngineName } from '../../../src/catalog/database-engines';
import { REGION_VARIABLE, resourceVariable } from '../../../src/roles/application/resource-variables';
import { cachePassword, cacheVariables } from '../../../src/stacks/instance-setups';
import { tool, TOOLS_PATH } from '../processes/tools';
import { accessTo, awsWith, CACHE_PROGRAMS, CACHE_SECRET } from './cache-access';
import { KEEP_RUN } from './container-process';
import { ENGINES, MASTER, NAME } from './database-engines';
import { FakeSecrets } from './fake-secrets';
import { FakeServer } from './fake-server';
import type { RealRedis } from './real-redis';
import { authorityIn, outputOf } from './real-server';
import { SERVERS } from './servers';
import { APPLICATION_JAR, SpringBoot } from './spring-boot';

const { container, region } = SERVERS.application;
const { database } = container;

/** What an application's server connects to. */
export interface Surroundings {
  readonly engine: DatabaseEngineName;
  readonly database: ReturnType<(typeof ENGINES)[DatabaseEngineName]['server']>;
  readonly cache: RealRedis;
  readonly bucket: string;
  /** URL of the AWS API. */
  readonly aws: string;
  /** TCP port of the application. */
  readonly port: number;
}

/** An application's server whose scripts run against real servers; AWS's secrets are in a directory. */
export class ApplicationServer {
  private readonly server: FakeServer;
  private readonly secrets: FakeSecrets;

  /** @param folder an empty directory */
  constructor(
    private readonly folder: string,
    private readonly around: Surroundings,
  ) {
    this.secrets = new FakeSecrets(mkdtempSync(join(folder, 'secrets-')));
    this.secrets.put(database.masterSecretArn, MASTER, 'master-1');
    this.server = new FakeServer(mkdtempSync(join(folder, 'server-')), this.settings);
    this.equip();
  }

  /** Runs the script of its unit, then the application with what that gave to Docker. */
  public async start(): Promise<SpringBoot> {
    const outcome = this.server.run('usr/local/bin/run-application', this.server.variableFiles, {
      HOSTNAME: 'server',
      SSL_CERT_FILE: this.around.cache.ca,
    });
    if (outcome.status !== 0) throw new Error(outcome.stderr);
    return SpringBoot.start(this.server.memory, this.image, this.around.port);
  }

  /** Gives the database user a new password, as a rotation does. */
  public rotateDatabase(password: string): void {
    this.secrets.put(database.secretArn, { username: 'application', password }, 'rotated');
  }

  /** Gives the cache's user a new password. */
  public rotateCache(password: string): void {
    this.secrets.putText(CACHE_SECRET, password, 'rotated');
  }

  /** Current passwords of the database user and of the cache's. */
  public passwords(): string[] {
    return [this.secrets.get(database.secretArn).password, this.secrets.text(CACHE_SECRET)];
  }

  /** What its timers do: units that the checks restart. */
  public check(name: 'check-database-secret' | 'check-container-secrets'): string[] {
    this.server.forget();
    const { status, stderr } = this.server.run(`usr/local/bin/${name}`, this.server.variableFiles);
    if (status !== 0) throw new Error(stderr);
    return this.server.calls.filter((call) => call.startsWith('systemctl'));
  }

  private get settings() {
    const { engine, cache, bucket, port } = this.around;
    const access = accessTo(cache);
    const variables = { [REGION_VARIABLE]: region, [resourceVariable('BUCKET', 'uploads')]: bucket };
    return {
      ...SERVERS.application,
      container: {
        ...container,
        port,
        database: {
          ...database,
          engine,
          url: DATABASE_ENGINES[engine].jdbcUrl(this.around.database.endpoint, NAME),
          authorities: [authorityIn(this.around.database.ca)],
        },
        cache: access,
        settings: { environment: { ...variables, ...cacheVariables(access) } },
        secrets: cachePassword(access, 'files'),
      },
    } as const;
  }

  /** Java and the application. As in images of Java, the public authorities are trusted, among them those of AWS. */
  private get image() {
    const { aws, cache } = this.around;
    const authorities = join(mkdtempSync(join(this.folder, 'image-')), 'cacerts');
    const store = ['-keystore', authorities, '-storepass', 'changeit', '-noprompt'];
    outputOf('keytool', ['-importcert', '-file', cache.ca, ...store], {});
    return {
      command: [
        tool('java'),
        '-XX:TieredStopAtLevel=1',
        `-Djavax.net.ssl.trustStore=${authorities}`,
        '-Djavax.net.ssl.trustStorePassword=changeit',
        ...['-jar', APPLICATION_JAR],
      ],
      // The image's, the metadata service's, and AWS's endpoints.
      environment: {
        LANG: 'C.UTF-8',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: aws,
      },
    };
  }

  private equip(): void {
    const { server, around } = this;
    const { client } = ENGINES[around.engine];
    server.real(...CACHE_PROGRAMS, 'head', 'base64', 'mv', client);
    // It may be a script that looks for others on the PATH.
    server.fake('python3', `PATH='${TOOLS_PATH}' exec '${tool('python3')}' "$@"`);
    server.fake('aws', awsWith(this.secrets, around.cache));
    server.fake('docker', KEEP_RUN);
    server.fake('systemctl');
    server.fake('curl', `/bin/cat '${around.database.ca}'`);
  }
}
