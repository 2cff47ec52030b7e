import type { EmulatedAccount } from '../../src/emulator/account';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import { ownAccount } from '../support/aws/own-account';
import { type Changes, changed } from '../support/fixtures/environments';
import { Variant } from '../support/fixtures/planned-changes';
import { describeWith } from '../support/processes/describe-with';

/** dev without its database, for which everything else would wait. */
const base: EnvironmentInput = { ...dev, state: stateBackends.local, database: undefined };

describeWith(['terraform', 'python'], 'Changes of a deployed environment', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  const variant = (name: string, changes: Changes) => new Variant(account, name, changed(changes, base));

  const refusal = async (name: string, changes: Changes): Promise<string> => {
    const error: unknown = await variant(name, changes)
      .plan()
      .catch((reason: unknown) => reason);
    return String(error).replace(/[\s│]+/g, ' ');
  };

  beforeAll(async () => {
    account = await ownAccount();
    const first = variant('first', { 'network.zones': ['a', 'b', 'c'] });
    await first.plan();
    await first.apply();
  });

  afterAll(() => account?.stop());

  test('have an empty second plan', async () => {
    expect(await variant('first', { 'network.zones': ['a', 'b', 'c'] }).plan()).toEqual([]);
  });

  test('refuse a smaller root volume', async () => {
    const larger = variant('root-larger', { 'network.zones': ['a', 'b', 'c'], 'bastion.volumeSize': 10 });
    expect(await larger.plan()).toEqual(['update aws_instance.bastion']);
    await larger.apply();
    expect(await refusal('root', { 'network.zones': ['a', 'b', 'c'] })).toContain(
      'bastion-server: volumeSize 8 is smaller than the 10 GiB of its root volume; accepted: that or more, since a volume never shrinks.',
    );
  });

  test('refuse a CIDR block that overlaps a deployed subnet', async () => {
    const zones = { 'network.zones': ['a', 'b', 'c'], 'bastion.volumeSize': 10 };
    expect(
      await refusal('overlap', { ...zones, 'network.subnetCidrs': { private: { c: '10.0.18.0/25' } } }),
    ).toContain('network.subnetCidrs.private.c: 10.0.18.0/25 overlaps 10.0.18.0/24, which the VPC still has');
    expect(
      await refusal('taken', {
        'network.zones': ['a', 'c'],
        'bastion.volumeSize': 10,
        'network.subnetCidrs': { private: { c: '10.0.1.0/24' } },
      }),
    ).toContain('network.subnetCidrs.private.c: 10.0.1.0/24 overlaps 10.0.1.0/24, which the VPC still has');
  });

  test('refuse to move a data volume to another zone', async () => {
    expect(
      await refusal('zone', {
        'network.zones': ['a', 'b', 'c'],
        'bastion.volumeSize': 10,
        'servers.2.zones': ['c'],
      }),
    ).toContain(
      'dataVolume jenkins-server-data: is in ap-northeast-2a, and in ap-northeast-2c it would be a new, empty volume',
    );
  });

  test('take subnets from the load balancer before they go', async () => {
    const fewer = variant('fewer', { 'bastion.volumeSize': 10 });
    const plan = await fewer.plan();
    expect(plan).toContain('update aws_lb.load_balancer');
    const done = await fewer.apply();
    expect(done.indexOf('update aws_lb.load_balancer')).toBeLessThan(
      done.indexOf('delete aws_subnet.network_public_b'),
    );
    expect(await variant('fewer', { 'bastion.volumeSize': 10 }).plan()).toEqual([]);
  });

  test('replace a public subnet that the load balancer holds', async () => {
    const own = { 'bastion.volumeSize': 10, 'network.subnetCidrs': { public: { c: '10.0.100.0/24' } } };
    const moved = variant('moved', own);
    await moved.plan();
    const done = await moved.apply();
    expect(done.indexOf('update aws_lb.load_balancer')).toBeLessThan(
      done.indexOf('delete aws_subnet.network_public_c'),
    );
    expect(await variant('moved', own).plan()).toEqual([]);
  });
});
