import { join } from 'node:path';
import { describeBoot } from '../support/boot/describe-boot';
import { recordFigures } from '../support/boot/figures';
import type { Machine } from '../support/boot/machine';
import { suiteSite } from '../support/boot/site';
import { Volume } from '../support/boot/volume';

jest.setTimeout(1_800_000);

describeBoot('Booted servers with a data volume', ['losetup'], () => {
  const site = suiteSite();
  let volume: Volume;
  let jenkins: Machine;
  let elk: Machine;

  const answers = (machine: Machine, port: number) => async () =>
    (await site.internet.get(`http://${machine.address}:${port}/`)).status === 200;

  beforeAll(async () => {
    await site.start();
    await site.startAws();
    volume = Volume.create(join(site.folder, 'volume'), 512);
    jenkins = await site.create('servers_jenkins_server');
    await jenkins.boot();
  });

  afterAll(() => volume.remove());

  test('wait for the attachment, format the volume, and start', async () => {
    await jenkins.untilSucceeds('journalctl --unit data-volume | grep "waiting for the attachment"');
    await volume.attachTo(jenkins);
    await jenkins.until('Jenkins', answers(jenkins, 8080));
    const measured = 'Docker; Jenkins, its agent and Docker for builds are stand-ins';
    await recordFigures('jenkins', jenkins, measured);
    expect(await jenkins.output('findmnt --noheadings --output FSTYPE,OPTIONS /data')).toMatch(
      /^xfs +rw,nosuid,nodev,/,
    );
    expect(await jenkins.output("stat --format '%u:%g' /data/jenkins")).toBe('1000:1000');
  });

  test('give a new Jenkins its plugins, an administrator and an agent, once', async () => {
    await jenkins.untilSucceeds('docker logs jenkins-agent | grep "double of"');
    expect(await jenkins.output('ls /data/jenkins/plugins')).toBe(
      'configuration-as-code.jpi\ncredentials-binding.jpi\ndocker-workflow.jpi\ngit.jpi\nworkflow-aggregator.jpi',
    );
    const password = 'cat /data/jenkins/secrets/initialAdminPassword';
    const before = await jenkins.output(password);
    expect(before).toMatch(/^[A-Za-z0-9+/]{24}$/);
    await jenkins.output('echo "# changed" >>/data/jenkins/jenkins.yaml; systemctl restart jenkins');
    await jenkins.until('Jenkins', answers(jenkins, 8080));
    expect(await jenkins.output(password)).toBe(before);
    expect(await jenkins.output('tail -1 /data/jenkins/jenkins.yaml')).toBe('# changed');
  });

  test('run builds without the home of Jenkins and without the Docker of the server', async () => {
    await jenkins.untilSucceeds('docker exec jenkins-agent ls /run/user/1000/docker.sock');
    const mounts = "docker inspect --format '{{range .Mounts}}{{println .Source}}{{end}}'";
    const sources = (await jenkins.output(`${mounts} jenkins-agent jenkins-docker`)).split('\n');
    expect(sources.filter(Boolean).sort()).toEqual([
      '/data/jenkins-agent',
      '/data/jenkins-agent',
      '/data/jenkins-docker',
      '/run/jenkins',
      '/run/jenkins',
      '/run/jenkins-agent/docker',
      '/run/jenkins-agent/secret',
    ]);
    expect(await jenkins.output('docker exec jenkins-agent id -u; docker exec jenkins-docker id -u')).toBe(
      '1000\n1000',
    );
  });

  test('grow the file system with the volume', async () => {
    const size = 'df --block-size=1M --output=size /data | tail -1';
    const before = Number(await jenkins.output(size));
    volume.grow(1024);
    await jenkins.output('systemctl reload data-volume');
    expect(Number(await jenkins.output(size))).toBeGreaterThan(before + 400);
  });

  test('keep what is on the volume when a server is replaced, and run ELK with Elasticsearch closed to others', async () => {
    await jenkins.output('echo kept >/data/kept');
    await jenkins.powerOff();
    elk = await site.create('servers_elk_server');
    await elk.boot();
    await volume.attachTo(elk);
    await elk.until('Kibana', answers(elk, 5601));
    const measured = 'Docker and Compose; Elasticsearch, Logstash and Kibana are stand-ins';
    await recordFigures('elk', elk, measured);
    expect(await elk.output('cat /data/kept')).toBe('kept');
    await elk.until('Logstash', answers(elk, 5044));
    expect((await site.internet.get(`http://${elk.address}:9200/`)).status).toBe(0);
  });

  test('give new indices of logs a policy that deletes them', async () => {
    await elk.untilSucceeds('docker logs elk-elasticsearch-1 | grep logs@custom');
    const changes = (await elk.output('docker logs elk-elasticsearch-1 | grep ^PUT')).split('\n');
    expect(changes.map((line) => line.split(' ', 2).join(' '))).toEqual([
      'PUT /_ilm/policy/devloop',
      'PUT /_component_template/logs@custom',
    ]);
    expect(changes[0]).toMatch(/delete\W+min_age\W+30d/);
  });

  test('start a service of ELK that ends anew, and no other', async () => {
    const inspect = (service: string, format: string) =>
      elk.output(`docker inspect --format '{{${format}}}' elk-${service}-1`);
    const others = ['elasticsearch', 'logstash'];
    const started = () => Promise.all(others.map((service) => inspect(service, '.State.StartedAt')));
    const before = await started();
    await elk.output(`kill -KILL ${await inspect('kibana', '.State.Pid')}`);
    await elk.until('Kibana', async () => (await inspect('kibana', '.RestartCount')) === '1');
    await elk.until('Kibana', answers(elk, 5601));
    expect(await started()).toEqual(before);
  });

  test('stop ELK in order, which is no failure', async () => {
    await elk.output('systemctl stop elk');
    expect(await elk.output('systemctl show --property Result,ActiveState --value elk')).toBe(
      'success\ninactive',
    );
    expect(await elk.output('docker ps --quiet')).toBe('');
    expect(await elk.output('docker inspect --format {{.State.ExitCode}} elk-elasticsearch-1')).toBe('143');
  });
});
