import { join } from 'node:path';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools } from '../../support/processes/tools';
import { FakeServer } from '../../support/user-data/fake-server';
import { SERVERS } from '../../support/user-data/servers';

const SCRIPT = 'usr/local/sbin/translate-addresses';
const NAME = 'devloop-dev-nat-a';
const MAC = '0a:00:00:00:00:01';

describeWithTools(['bash', 'awk', 'touch', 'cat'], 'NAT instance', () => {
  const folder = temporaryFolder('nat');

  /** @param holder who has the interface, as `describe-network-interfaces` tells after each attachment */
  function natServer(name: string, holder: string): FakeServer {
    const server = new FakeServer(join(folder, name), SERVERS.nat);
    server.real('bash', 'awk', 'touch', 'cat');
    server.fake('curl', `[[ $* == *token* && $* != *meta-data* ]] && echo token || echo i-1`);
    server.fake(
      'aws',
      `case $2 in
      describe-network-interfaces) echo "eni-1 ${MAC} 10.0.0.9 $(cat '${server.state}/holder' 2>/dev/null || echo ${holder})" ;;
      attach-network-interface) [[ ${holder} != i-0 || -e '${server.state}/tried' ]] || { touch '${server.state}/tried'; exit 254; }; echo i-1 >'${server.state}/holder' ;;
      esac`,
    );
    server.fake('grep', `[[ $* == *${MAC}* ]] && echo /sys/class/net/ens6/address; exit 0`);
    server.fake('ip', `[[ $* != *'route show'* ]] || echo 'default via 10.0.0.1 dev ens5 proto dhcp'`);
    server.fake('sysctl');
    server.fake('nft', 'cat');
    // The pause after a round ends the test.
    server.fake('sleep', '[[ $1 != 30 ]] || kill "$PPID"');
    return server;
  }

  const changes = (server: FakeServer) =>
    server.calls.filter((call) => /attach-|complete-|ip (route replace|rule add)|sysctl|^nft/.test(call));

  const FORWARDS = [
    'sysctl --quiet --write net.ipv4.ip_forward=1 net.ipv4.conf.ens6.rp_filter=2',
    'ip route replace default via 10.0.0.1 dev ens6 table 200',
    'ip rule add iif ens6 lookup 200 priority 200',
    'nft --file -',
    `aws autoscaling complete-lifecycle-action --lifecycle-hook-name forwards --auto-scaling-group-name ${NAME} --instance-id i-1 --lifecycle-action-result CONTINUE`,
  ];
  const ATTACH =
    'aws ec2 attach-network-interface --network-interface-id eni-1 --instance-id i-1 --device-index 1';

  test('attaches its interface, forwards what arrives there, and then ends the launch', () => {
    const server = natServer('free', 'None');
    const { stdout } = server.run(SCRIPT, ['nat']);
    expect(changes(server)).toEqual([ATTACH, ...FORWARDS]);
    expect(stdout).toContain('oifname "ens6" masquerade');
    expect(stdout).toContain('iifname "ens6" oifname "ens6" accept');
  });

  test('waits for an interface that its predecessor still has', () => {
    const server = natServer('taken', 'i-0');
    const { stderr } = server.run(SCRIPT, ['nat']);
    expect(changes(server)).toEqual([ATTACH, ATTACH, ...FORWARDS]);
    expect(stderr).toContain(`waiting for the interface ${NAME}, next try in 1 s`);
  });

  test('ends a launch once', () => {
    const server = natServer('again', 'i-1');
    server.run(SCRIPT, ['nat']);
    server.run(SCRIPT, ['nat']);
    expect(changes(server)).toEqual([...FORWARDS, ...FORWARDS.slice(0, -1)]);
  });
});
