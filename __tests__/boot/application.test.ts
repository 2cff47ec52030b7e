import { describeBoot } from '../support/boot/describe-boot';
import type { Machine } from '../support/boot/machine';
import { type BootedDatabase, suiteSite } from '../support/boot/site';
import { MASTER } from '../support/user-data/database-engines';
import { SERVERS } from '../support/user-data/servers';

jest.setTimeout(1_800_000);

const { container, ...settings } = { ...SERVERS.application, elkAddress: undefined };

describeBoot('Booted application server', ['mariadbd', 'mariadb'], () => {
  const site = suiteSite();
  let database: BootedDatabase;
  let machine: Machine;

  const get = (path: string) => site.internet.get(`http://${machine.address}:8080${path}`);
  const answers = async (path: string, status: number) => (await get(path)).status === status;
  const isHealthy = () => machine.until('health', () => answers('/actuator/health', 200));
  const isStarted = (since: string) =>
    machine.until('a new start', async () => (await machine.output(STARTED)) !== since);
  const STARTED = 'systemctl show --property InvocationID --value application';
  const password = async () => (await site.aws.secret(database.access.secretArn)).password;

  /** Paths of files on the server's disk with a text. */
  const onDisk = async (text: string) =>
    (
      await machine.run(
        `grep --recursive --files-with-matches --fixed-strings -- '${text}' /etc /home /root /tmp /var /usr/local /opt`,
      )
    ).stdout;

  beforeAll(async () => {
    await site.start();
    await site.startAws();
    database = await site.addDatabase('mysql');
    machine = await site.create({ ...settings, container: { ...container, database: database.access } });
    await machine.boot();
    await isHealthy();
  });

  test('runs its services after its first boot, as its own user in the database', async () => {
    const units = ['docker', 'application', 'database-secret.timer'];
    expect(await machine.output(`systemctl is-active ${units.join(' ')}`)).toBe('active\nactive\nactive');
    expect((await get('/user')).body).toBe('application@%');
  });

  test('has no password in docker inspect or on its disk', async () => {
    expect(await machine.output('docker inspect application')).not.toContain(await password());
    expect(await onDisk(await password())).toBe('');
    expect(await onDisk(MASTER.password.slice(0, 6))).toBe('');
  });

  test('sends a stack trace to CloudWatch Logs as one event', async () => {
    await get('/fail');
    const traces = async () =>
      (await site.aws.messages(settings.logGroup, 'ip-10-0-0-10/application')).filter((message) =>
        message.includes('asked to fail'),
      );
    await machine.until('the stack trace', async () => (await traces()).length > 0);
    expect(await traces()).toEqual([
      expect.stringMatching(/ERROR[^]*IllegalStateException[^]*\n\tat boot\.Application\.fail/),
    ]);
  });

  test('stays healthy for the load balancer while the database does not answer', async () => {
    database.way.break();
    await machine.until('the outage', () => answers('/actuator/health', 503));
    expect((await get('/actuator/health/liveness')).status).toBe(200);
    database.way.mend();
    await isHealthy();
  });

  test('starts anew with a rotated password, which it sets in the database', async () => {
    const before = await machine.output(STARTED);
    await site.aws.putSecret(database.access.secretArn, { username: 'application', password: 'rotated' });
    await isStarted(before);
    await isHealthy();
    expect((await get('/user')).body).toBe('application@%');
  });

  test.each([
    ['its Docker client', 'application'],
    ['Docker', 'docker'],
  ])('answers again after %s is killed', async (_, unit) => {
    const before = await machine.output(STARTED);
    await machine.output(`kill -KILL "$(systemctl show --property MainPID --value ${unit})"`);
    await isStarted(before);
    await isHealthy();
  });

  test('answers again after a loss of power, without the registry of its image', async () => {
    await machine.losePower();
    await machine.boot();
    await isHealthy();
    expect(await machine.output('journalctl --boot --unit application')).not.toContain(
      'waiting for the registry',
    );
  });
});
