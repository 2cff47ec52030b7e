import fc from 'fast-check';
import type { EnvironmentInput } from '../../src/config';
import { networkPolicy } from '../../src/stacks/network-proof';
import { violations } from '../../src/topology/policy/verify';
import { environments } from '../support/fixtures/arbitraries';
import { changed, everything } from '../support/fixtures/environments';
import { addressesOf, type Config, ofType, platformStack, synth } from '../support/fixtures/synth';

const withAcls = (input: EnvironmentInput): EnvironmentInput => changed({ 'network.acls': true }, input);

/** Rules as text, by tier and direction, in the order of their numbers. */
function rulesIn(config: Config): Record<string, string[]> {
  const rules = Object.values(ofType(config, 'aws_network_acl_rule'));
  const told = rules
    .sort((one, other) => Number(one['rule_number']) - Number(other['rule_number']))
    .map((rule) => {
      const [, tier = ''] = /network_acls_(\w+)\.id/.exec(String(rule['network_acl_id'])) ?? [];
      const ports =
        rule['protocol'] === 'icmp' ? '' : ` ${Number(rule['from_port'])}-${Number(rule['to_port'])}`;
      return [
        `${tier} ${rule['egress'] === true ? 'egress' : 'ingress'}`,
        `${Number(rule['rule_number'])} ${String(rule['protocol'])}${ports} ${String(rule['cidr_block'])}`,
      ] as const;
    });
  return Object.fromEntries(
    [...new Set(told.map(([key]) => key))].map((key) => [
      key,
      told.flatMap(([other, text]) => (other === key ? [text] : [])),
    ]),
  );
}

describe('Network ACLs', () => {
  const input = withAcls(changed({}));
  const config = synth(input);

  test('allow what each tier needs, and the answers to it', () => {
    expect(rulesIn(config)).toEqual({
      'private egress': [
        '80 tcp 80-80 0.0.0.0/0',
        '443 tcp 443-443 0.0.0.0/0',
        '32764 icmp 0.0.0.0/0',
        '32766 tcp 1024-65535 10.0.0.0/16',
      ],
      'private ingress': [
        '22 tcp 22-22 10.0.0.0/16',
        '3306 tcp 3306-3306 10.0.0.0/16',
        '5044 tcp 5044-5044 10.0.0.0/16',
        '8080 tcp 8080-8080 10.0.0.0/16',
        '32764 icmp 0.0.0.0/0',
        '32766 tcp 32763-65535 0.0.0.0/0',
      ],
      'public egress': [
        '22 tcp 22-22 10.0.0.0/16',
        '80 tcp 80-80 0.0.0.0/0',
        '443 tcp 443-443 0.0.0.0/0',
        '32764 icmp 0.0.0.0/0',
        '32766 tcp 1024-65535 0.0.0.0/0',
      ],
      'public ingress': [
        '22 tcp 22-22 0.0.0.0/0',
        '80 tcp 80-80 0.0.0.0/0',
        '443 tcp 443-443 10.0.0.0/16',
        '32764 icmp 0.0.0.0/0',
        '32766 tcp 1024-65535 0.0.0.0/0',
      ],
    });
  });

  test('let nothing but database, cache and their answers pass the isolated tier, and UDP within the VPC alone', () => {
    const rules = rulesIn(synth(everything));
    expect([rules['isolated ingress'], rules['isolated egress']]).toEqual([
      ['5432 tcp 5432-5432 10.0.0.0/16', '6379 tcp 6379-6379 10.0.0.0/16', '32764 icmp 0.0.0.0/0'],
      ['32764 icmp 0.0.0.0/0', '32766 tcp 1024-65535 10.0.0.0/16'],
    ]);
    expect(rules['private ingress']).toContain('32765 udp 1-65535 10.0.0.0/16');
  });

  test('have rules before a subnet has them', () => {
    const rules = (text: string) =>
      Object.keys(ofType(config, 'aws_network_acl_rule'))
        .filter((name) => name.startsWith(text))
        .map((name) => `aws_network_acl_rule.${name}`);
    const { depends_on: waits } = ofType(config, 'aws_network_acl_association')[
      'network_acls_private_a_association'
    ] as { depends_on: string[] };
    expect([...waits].sort()).toEqual(rules('network_acls_private_').sort());
  });

  test('have no TCP rule without which the network policy would still be fulfilled', () => {
    const stack = platformStack(input);
    const policy = networkPolicy(stack);
    const names = Object.entries(ofType(config, 'aws_network_acl_rule'))
      .filter(([, { protocol }]) => protocol === 'tcp')
      .map(([name]) => name);
    expect(names.length).toBeGreaterThan(10);
    const idle = names.filter((name) => {
      const rules = Object.entries(ofType(config, 'aws_network_acl_rule')).filter(([one]) => one !== name);
      const resource = { ...config.resource, aws_network_acl_rule: Object.fromEntries(rules) };
      return violations({ ...config, resource }, policy, 'dev').length === 0;
    });
    expect(idle).toEqual([]);
  });

  test('break nothing that a configuration declares, and change nothing else', () => {
    fc.assert(
      fc.property(environments, (environment) => {
        const without = new Set(addressesOf(synth(environment)));
        // Each synth verifies the network policy.
        const added = addressesOf(synth(withAcls(environment))).filter((address) => !without.has(address));
        expect(added.filter((address) => !/^aws_network_acl(_\w+)?\.network_acls_/.test(address))).toEqual(
          [],
        );
      }),
      { numRuns: 5 },
    );
  });

  test('keep the numbers of their rules whatever else is opened', () => {
    const numbers = (one: EnvironmentInput) =>
      Object.entries(ofType(synth(withAcls(one)), 'aws_network_acl_rule')).map(
        ([name, { rule_number: number }]) => [name, Number(number)] as const,
      );
    fc.assert(
      fc.property(environments, environments, (one, other) => {
        const known = new Map(numbers(one));
        for (const [name, number] of numbers(other)) expect(known.get(name) ?? number).toBe(number);
      }),
      { numRuns: 5 },
    );
  });

  test('are absent by default', () => {
    expect(addressesOf(synth(changed({}))).filter((address) => address.includes('acl'))).toEqual([]);
  });
});
