import { BootedApplication } from '../support/boot/booted-application';
import { describeBoot } from '../support/boot/describe-boot';
import { recordFigures } from '../support/boot/figures';
import { suiteSite } from '../support/boot/site';
import { plain } from '../support/fixtures/environments';
import { MASTER } from '../support/user-data/database-engines';

jest.setTimeout(1_800_000);

const LOGS = '/devloop-dev/devloop-server';

describeBoot('Booted application server', ['mariadbd', 'mariadb'], () => {
  const site = suiteSite({ ...plain(1) });
  let application: BootedApplication;

  const answers = async (path: string, status: number) => (await application.get(path)).status === status;

  beforeAll(async () => {
    application = await BootedApplication.boot(site);
    const measured = 'Docker and a small Spring Boot application with MySQL; Filebeat is a stand-in';
    await recordFigures('application', application.machine, measured);
  });

  test('runs its services after its first boot, as its own user in the database', async () => {
    const units = ['docker', 'application', 'database-secret.timer'];
    expect(await application.machine.output(`systemctl is-active ${units.join(' ')}`)).toBe(
      'active\nactive\nactive',
    );
    expect((await application.get('/user')).body).toBe('application@%');
  });

  test('connects to no database with a certificate for another name', async () => {
    expect(await application.refusalOfStranger()).toMatch(
      /CertificateException: .*stranger\.c0123456789a\.ap-northeast-2\.rds\.amazonaws\.com/,
    );
  });

  test('has no password in docker inspect or on its disk', async () => {
    const password = await application.password();
    expect(await application.machine.output('docker inspect application')).not.toContain(password);
    expect(await application.onDisk(password)).toBe('');
    expect(await application.onDisk(MASTER.password.slice(0, 6))).toBe('');
  });

  test('sends a stack trace to CloudWatch Logs as one event, and to Logstash as one document', async () => {
    const logstash = await site.internet.addLogstash();
    await application.get('/fail');
    const ofTrace = (messages: readonly string[]) =>
      messages.filter((message) => message.includes('asked to fail'));
    const traces = async () => [
      ofTrace(await site.aws.messages(LOGS, 'ip-10-0-0-10/application')),
      ofTrace(logstash.messages),
    ];
    await application.machine.until('the stack trace', async () =>
      (await traces()).every(({ length }) => length > 0),
    );
    const trace = expect.stringMatching(/ERROR[^]*IllegalStateException[^]*\n\tat boot\.Application\.fail/);
    expect(await traces()).toEqual([[trace], [trace]]);
  });

  test('stays healthy for the load balancer while the database does not answer', async () => {
    application.database.way.break();
    await application.machine.until('the outage', () => answers('/actuator/health', 503));
    expect((await application.get('/actuator/health/liveness')).status).toBe(200);
    application.database.way.mend();
    await application.isHealthy();
  });

  test('starts anew with a rotated password once the database refuses its own, before the timer looks for one', async () => {
    const { machine, database } = application;
    await machine.output('systemctl stop database-secret.timer');
    const before = await application.started();
    await application.rotate('rotated');
    // What another server does that has read it.
    database.query("ALTER USER application@'%' IDENTIFIED BY 'rotated'");
    database.way.break();
    database.way.mend();
    await machine.until('the refusal', () => answers('/actuator/health', 503));
    await application.isStarted(before);
    await application.isHealthy();
    expect((await application.get('/user')).body).toBe('application@%');
  });

  test.each([
    ['its Docker client', 'application'],
    ['Docker', 'docker'],
  ])('answers again after %s is killed', async (_, unit) => {
    const before = await application.started();
    await application.machine.output(`kill -KILL "$(systemctl show --property MainPID --value ${unit})"`);
    await application.isStarted(before);
    await application.isHealthy();
  });

  test('stops a container whose first process is a shell, and removes it', async () => {
    const { machine } = application;
    const image = await machine.output("docker inspect --format '{{.Config.Image}}' filebeat");
    await machine.output(`cat >/run/run-shell <<'END'
#!/bin/bash
docker rm --force filebeat
exec docker run --rm --name filebeat --entrypoint /bin/sh ${image} -c 'while :; do sleep 1; done'
END
      chmod +x /run/run-shell
      mkdir -p /run/systemd/system/filebeat.service.d
      printf '[Service]\\nExecStart=\\nExecStart=/run/run-shell\\n' >/run/systemd/system/filebeat.service.d/shell.conf
      systemctl daemon-reload; systemctl restart filebeat`);
    const containers = "docker ps --all --format '{{.Command}}' --no-trunc --filter name=filebeat";
    await machine.until('the shell', async () => (await machine.output(containers)).includes('sleep'));
    await machine.output('systemctl stop filebeat');
    expect(await machine.output(containers)).toBe('');
    expect(await machine.output('systemctl show --property Result --value filebeat')).toBe('success');
  });

  test('answers again after a loss of power, without the registry of its image', async () => {
    const { machine } = application;
    await machine.losePower();
    await machine.boot();
    await application.isHealthy();
    expect(await machine.output('journalctl --boot --unit application')).not.toContain(
      'waiting for the registry',
    );
  });
});
