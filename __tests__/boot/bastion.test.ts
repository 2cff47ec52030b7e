import { describeBoot } from '../support/boot/describe-boot';
import { recordFigures } from '../support/boot/figures';
import type { Machine } from '../support/boot/machine';
import { suiteSite } from '../support/boot/site';

jest.setTimeout(1_800_000);

describeBoot('Booted bastion', [], () => {
  const site = suiteSite();
  let bastion: Machine;

  const lines = async (command: string) => (await bastion.output(command)).split('\n');

  beforeAll(async () => {
    await site.start();
    bastion = await site.create('bastion');
    await bastion.boot();
    await bastion.untilSucceeds('systemctl is-active bastion');
    await recordFigures('bastion', bastion, 'sshd; the CloudWatch agent is a stand-in');
  });

  test('installs its packages once, and has no unit that failed', async () => {
    expect(await lines('cat /var/log/dnf-calls')).toEqual([
      '--assumeyes --quiet upgrade --security',
      '--assumeyes --quiet install dnf-automatic dnf-plugins-core audit amazon-cloudwatch-agent',
    ]);
    expect(await bastion.output('systemctl --failed --no-legend')).toBe('');
  });

  test('has an sshd with keys alone and forwarding alone, whose settings it asserts', async () => {
    const settings = await lines('sshd -T');
    expect(settings).toEqual(
      expect.arrayContaining([
        'permitrootlogin no',
        'passwordauthentication no',
        'kbdinteractiveauthentication no',
        'authenticationmethods publickey',
        'allowtcpforwarding local',
        'allowagentforwarding no',
        'x11forwarding no',
        'loglevel VERBOSE',
      ]),
    );
    await bastion.output("echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/00-before.conf");
    const { status, stderr } = await bastion.run('/usr/local/sbin/check-sshd');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'check-sshd: sshd has not: passwordauthentication no',
    });
    await bastion.output('rm /etc/ssh/sshd_config.d/00-before.conf');
    await bastion.output('/usr/local/sbin/check-sshd');
  });

  test('installs updates in the night of its region', async () => {
    const next = await bastion.output(
      'systemctl show --property NextElapseUSecRealtime --value dnf-automatic.timer',
    );
    const hour = await bastion.output(`TZ=Asia/Seoul date --date '${next}' +%H`);
    expect(['02', '03']).toContain(hour);
  });

  test.each([
    ['in the night to Sunday, where an update needs it', 7, 'systemctl reboot'],
    ['in no other night', 6, 'true'],
  ])('reboots after updates %s', async (_, day, expected) => {
    const fakes = '/run/fakes';
    await bastion.output(`mkdir -p ${fakes}; rm -f ${fakes}/rebooted
      printf '#!/bin/sh\\necho ${day}\\n' >${fakes}/date
      printf '#!/bin/sh\\necho systemctl "$@" >${fakes}/rebooted\\n' >${fakes}/systemctl
      chmod +x ${fakes}/*
      mkdir -p /run/systemd/system/dnf-automatic.service.d
      printf '[Service]\\nEnvironment=PATH=${fakes}:/usr/local/bin:/usr/bin\\n' >/run/systemd/system/dnf-automatic.service.d/fakes.conf
      systemctl daemon-reload; systemctl start dnf-automatic`);
    expect(await bastion.output(`cat ${fakes}/rebooted 2>/dev/null || echo true`)).toBe(expected);
  });

  test('comes up again after a loss of power without the package repository', async () => {
    await bastion.losePower();
    await bastion.boot();
    await bastion.untilSucceeds('systemctl is-active bastion');
    expect(await lines('cat /var/log/dnf-calls')).toHaveLength(3);
  });
});
