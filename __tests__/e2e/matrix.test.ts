import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { RDSClient } from '@aws-sdk/client-rds';
import type { EmulatedAccount } from '../../src/commands/emulated-account';
import { describeWith } from '../support/describe-with';
import { describedNetwork } from '../support/described-network';
import { clientOf, ownAccount } from '../support/own-account';
import { environmentJson, lines, linesOf } from '../topology/support/environment';

const ADMINISTRATORS = ['203.0.113.7/32'];

describeWith(['terraform', 'python'], 'who reaches whom, as synthesized and as deployed', () => {
  jest.setTimeout(600_000);
  let account: EmulatedAccount;

  beforeAll(async () => {
    account = await ownAccount();
    await account.bootstrap();
    await account.deployment('dev').deploy();
  });

  afterAll(() => account?.stop());

  test("the matrix of what AWS's describe calls return is that of the synthesized JSON", async () => {
    const client = clientOf(account);
    const clients = {
      ec2: new EC2Client(client),
      elb: new ElasticLoadBalancingV2Client(client),
      rds: new RDSClient(client),
    };
    const { json, named } = await describedNetwork(clients, { admin_cidrs: ADMINISTRATORS });
    const names = new Map<string, readonly string[]>(named);
    names.set('administrators', ['var.admin_cidrs']);
    names.set('bastion', named.get('bastion-server') ?? []);
    names.delete('bastion-server');
    const deployed = linesOf(json, names);
    expect(deployed).toEqual(lines(environmentJson('dev'), 'dev'));
    expect(deployed).toContain('internet > load-balancer tcp 80');
  });
});
