import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DatabaseEngineName } from '../../../src/catalog/database-engines';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { checkPrerequisites } from '../../../src/system/prerequisites';
import { clientOf, ownAccount } from '../../support/aws/own-account';
import { describeWhereContainers } from '../../support/boot/describe-boot';
import { temporaryFolder } from '../../support/processes/terraform';
import { checkTools } from '../../support/processes/tools';
import { ApplicationServer } from '../../support/user-data/application-server';
import { CACHE_USER } from '../../support/user-data/cache-access';
import { ENGINES, NAME } from '../../support/user-data/database-engines';
import { RealRedis } from '../../support/user-data/real-redis';
import { freePort } from '../../support/user-data/real-server';
import { checkApplication, type SpringBoot } from '../../support/user-data/spring-boot';

// Java starts on a machine that may be busy.
jest.setTimeout(300_000);

const TOOLS = [
  ...['Linux', 'bash', 'jq', 'openssl', 'python3', 'java', 'keytool', 'redis-server', 'redis-cli'],
  ...Object.values(ENGINES).flatMap(({ tools }) => tools),
];
const BUCKET = 'devloop-dev-uploads-123456789012';
const TEXT = `it's "안녕" \\ 100%`;
const ROTATED = `n3w'"$(id)\\ \`é%{};--`;
const STORES = ['/database/one', '/cache/one', '/files/one'];

function check(): void {
  checkPrerequisites(['python']);
  checkTools(TOOLS);
  checkApplication();
}

describeWhereContainers(check, 'An application on Spring Boot, as its server starts it', () => {
  const folder = temporaryFolder('spring-boot');
  const cache = new RealRedis(mkdtempSync(join(folder, 'cache-')));
  let account: EmulatedAccount;
  let s3: S3Client;

  beforeAll(async () => {
    account = await ownAccount();
    s3 = new S3Client({ ...clientOf(account), forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' },
      }),
    );
    await cache.start(CACHE_USER);
  });

  afterAll(async () => {
    await cache.stop();
    await account?.stop();
  });

  describe.each(Object.entries(ENGINES))('with %s', (name, underTest) => {
    const database = underTest.server(mkdtempSync(join(folder, `${name}-`)));
    let server: ApplicationServer;
    let application: SpringBoot;

    const reads = () => Promise.all(STORES.map((path) => application.read(path)));

    beforeAll(async () => {
      await database.start(underTest.setUp);
      server = new ApplicationServer(mkdtempSync(join(folder, 'application-')), {
        ...{ engine: name as DatabaseEngineName, database, cache, bucket: BUCKET },
        ...{ aws: account.emulator.endpoint, port: await freePort() },
      });
      application = await server.start();
    });

    afterAll(async () => {
      await application?.stop();
      await database.stop();
    });

    test('is healthy, and so are its database and its cache', async () => {
      for (const path of ['/actuator/health', '/actuator/health/liveness'])
        expect([path, await application.status(path)]).toEqual([path, 200]);
    });

    test('writes to its database, its cache and its bucket, and reads it back', async () => {
      for (const path of STORES) expect([path, await application.write(path, TEXT)]).toEqual([path, 200]);
      expect(await reads()).toEqual([TEXT, TEXT, TEXT]);
      const [password = ''] = server.passwords();
      expect(database.as('application', password, NAME, 'SELECT content FROM texts;')).toBe(`${TEXT}\n`);
      expect(cache.query('STRLEN', 'one')).toBe(`${Buffer.byteLength(TEXT)}\n`);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'one' }));
      expect(await Body?.transformToString()).toBe(TEXT);
    });

    test('is alive while its database and its cache are away, and goes on once they are back', async () => {
      await Promise.all([database.stop(), cache.stop()]);
      expect(await application.status('/actuator/health/liveness')).toBe(200);
      await Promise.all([database.restart(), cache.restart()]);
      await application.until(async () => (await application.status('/actuator/health')) === 200);
      // A cache keeps nothing; the database and the bucket do.
      expect(await reads()).toEqual([TEXT, '', TEXT]);
      expect(await application.write('/cache/one', TEXT)).toBe(200);
    });

    test('goes on with rotated passwords after the restart that its timers cause', async () => {
      const before = server.passwords();
      expect(server.check('check-database-secret')).toEqual([]);
      expect(server.check('check-container-secrets')).toEqual([]);
      server.rotateDatabase(ROTATED);
      server.rotateCache(ROTATED);
      expect(server.check('check-database-secret')).toEqual(['systemctl restart application.service']);
      expect(server.check('check-container-secrets')).toEqual(['systemctl restart application.service']);
      expect(await application.stop()).toBe(143);
      application = await server.start();
      expect(await reads()).toEqual([TEXT, TEXT, TEXT]);
      expect(() => database.as('application', before[0] ?? '', NAME, 'SELECT 1;')).toThrow(
        /denied|authentication failed/,
      );
    });

    test('logs no password', () => {
      for (const password of server.passwords()) expect(application.log).not.toContain(password);
    });
  });
});
