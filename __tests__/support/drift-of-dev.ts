import type { EmulatedAccount } from '../../src/emulator/account';
import type { Deployment } from '../../src/terraform/deployment';
import { CommandRun } from './command-run';
import { ConsoleUser } from './console-user';

/** Ids are AWS's to choose. */
const withoutIds = (text: string): string => text.replace(/\b([a-z]+)-[0-9a-f]{17}\b/g, '$1-…');

/** Tests of `npm run drift` on a deployed `dev`: what is changed in AWS is found, and everything is as before afterwards. */
export function describeDriftOfDev(
  deployed: () => { account: EmulatedAccount; deployment: Deployment },
): void {
  const drift = async (...args: string[]) => {
    const run = new CommandRun('drift', ['--environment', 'dev', ...args], deployed().account.env);
    const status = await run.status();
    return { status, output: withoutIds(run.output.trim()) };
  };

  describe('drift', () => {
    const agree = { status: 0, output: 'AWS, state and configuration of dev agree.' };

    test('none after a deployment', async () => {
      const { status, output } = await drift('--json');
      expect({ status, output: JSON.parse(output) }).toEqual({
        status: 0,
        output: {
          environment: 'dev',
          state: 's3://devloop-terraform-state/devloop/dev/terraform.tfstate',
          differences: [],
        },
      });
    });

    test('what somebody does by hand is told, and gone when it is put right', async () => {
      const { account, deployment } = deployed();
      const hand = new ConsoleUser(account);
      await hand.stopInstance('elk-server');
      await hand.tagInstance('jenkins-server', { Owner: 'me', Environment: 'test' });
      await hand.closeIngress('SSH from administrators');
      await hand.openIngress('elk-server', 22, 'just for today');
      await hand.deleteRoute('devloop-private-c', '0.0.0.0/0');
      await hand.addRoute('devloop-public', '10.9.0.0/16');
      await hand.releaseAddress('bastion-server');
      const removeInstance = await hand.addInstance('by-hand', 'elk-server', '10.0.99.0/24');
      const removeAddress = await hand.addAddress({
        Project: 'devloop',
        Environment: 'dev',
        ManagedBy: 'cdktf',
      });

      const { status, output } = await drift();
      expect(output.split('\n')).toEqual([
        'Changed in AWS; an apply puts it right:',
        '  aws_eip.bastion_address: is gone from AWS (it was eipalloc-…), but in state and configuration; an apply makes it again',
        '  aws_eip_association.bastion_address_association: is gone from AWS (it was eipassoc-…), but in state and configuration; an apply makes it again',
        '  aws_instance.servers_jenkins_server: tags.Environment is "test" in AWS, "dev" in state and configuration; an apply puts it back',
        '  aws_instance.servers_jenkins_server: tags.Owner is "me" in AWS, absent in state and configuration; an apply takes it out',
        expect.stringMatching(
          /^ {2}aws_route\.network_private_c_default_route: is gone from AWS \(it was r-rtb-\S+\), but in state and configuration; an apply makes it again$/,
        ),
        '  aws_vpc_security_group_ingress_rule.bastion_security_group_from_administrators_tcp_22["203.0.113.7/32"]: is gone from AWS (it was sgr-…), but in state and configuration; an apply makes it again',
        '',
        'Follows from the rest with an apply:',
        expect.stringMatching(
          /^ {2}output bastion_address: is "127\.[\d.]+" in state; only an apply makes its value known$/,
        ),
        expect.stringMatching(
          /^ {2}output ssh_config: is a text of \d+ characters in state; only an apply makes its value known$/,
        ),
        '',
        'Changed in AWS; an apply leaves it:',
        expect.stringMatching(
          /^ {2}aws_instance\.bastion: public_ip is "[\d.]+" in AWS, "[\d.]+" in state; /,
        ),
        '  aws_instance.servers_elk_server: instance_state is "stopped" in AWS, "running" in state; configuration does not set it, so an apply leaves it',
        '  aws_route_table.network_public_routes: route 10.9.0.0/16 to aws_internet_gateway.network_internet_gateway is in AWS, but in no state; an apply leaves it',
        '  aws_security_group.servers_elk_server_security_group: ingress rule tcp 22 from 0.0.0.0/0 (sgr-…, "just for today") is in AWS, but in no state; an apply leaves it',
        '  aws_vpc.network_vpc: instance i-… ("by-hand") is in AWS, but in no state; an apply leaves it',
        '  aws_vpc.network_vpc: subnet subnet-… is in AWS, but in no state; an apply leaves it',
        '  dev: Elastic IP address eipalloc-… is in AWS, but in no state; an apply leaves it',
        '',
        '15 differences between AWS, state and configuration of dev: an apply puts 6 right, brings 2 along and leaves 7.',
      ]);
      expect(status).toBe(2);

      await hand.startInstance('elk-server');
      await hand.closeIngress('just for today');
      await hand.deleteRoute('devloop-public', '10.9.0.0/16');
      await removeInstance();
      await removeAddress();
      await deployment.terraform.apply();
      expect(await drift()).toEqual(agree);
    });
  });
}
