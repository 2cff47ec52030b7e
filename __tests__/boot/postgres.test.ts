import { BootedApplication } from '../support/boot/booted-application';
import { describeBoot } from '../support/boot/describe-boot';
import { suiteSite } from '../support/boot/site';
import { plain } from '../support/fixtures/environments';
import { MASTER } from '../support/user-data/database-engines';

jest.setTimeout(1_800_000);

describeBoot(
  'Booted application server with PostgreSQL and variables',
  ['initdb', 'postgres', 'psql'],
  () => {
    const site = suiteSite({
      ...plain(1),
      'servers.0.container.databaseAs': 'environment',
      'database.engine': 'postgres',
      'database.version': '17',
    });
    let application: BootedApplication;

    beforeAll(async () => {
      application = await BootedApplication.boot(site);
    });

    test('answers as its own user in the database', async () => {
      expect((await application.get('/user')).body).toBe('application');
    });

    test('connects to no database with a certificate for another name', async () => {
      expect(await application.refusalOfStranger()).toContain(
        'The hostname stranger.c0123456789a.ap-northeast-2.rds.amazonaws.com could not be verified',
      );
    });

    test('has its password in the variables of its container, and the password of the master user nowhere', async () => {
      const password = await application.password();
      expect(await application.machine.output('docker inspect application')).toContain(
        `SPRING_DATASOURCE_PASSWORD=${password}`,
      );
      expect(await application.onDisk(password)).toMatch(/^(\/var\/lib\/(docker|containerd)\/\S+\n?)+$/);
      expect(await application.onDisk(MASTER.password.slice(0, 6))).toBe('');
    });

    test('starts anew with a rotated password, which it sets in the database', async () => {
      const before = await application.started();
      await application.rotate('rotated');
      await application.isStarted(before);
      await application.isHealthy();
      expect((await application.get('/user')).body).toBe('application');
    });
  },
);
