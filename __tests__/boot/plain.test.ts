import { describeBoot } from '../support/boot/describe-boot';
import { recordFigures } from '../support/boot/figures';
import { suiteSite } from '../support/boot/site';

jest.setTimeout(1_800_000);

describeBoot('Booted plain server', [], () => {
  const site = suiteSite({ 'servers.3': { name: 'plain-server', role: 'plain', zones: ['a'] } });

  test('installs what updates need, has their timer, and no unit that failed', async () => {
    await site.start();
    const plain = await site.create('servers_plain_server');
    await plain.boot();
    await plain.untilSucceeds('systemctl is-active dnf-automatic.timer');
    await recordFigures('plain', plain, 'all of it');
    expect(await plain.output('cat /var/log/dnf-calls')).toBe(
      '--assumeyes --quiet upgrade --security\n--assumeyes --quiet install dnf-automatic dnf-plugins-core',
    );
    expect(await plain.output('systemctl --failed --no-legend')).toBe('');
  });
});
