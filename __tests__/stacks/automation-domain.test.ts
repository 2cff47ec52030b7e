import { Testing } from 'cdktf';
import { parseAutomation } from '../../src/config/schema';
import { AutomationStack } from '../../src/stacks/automation-stack';
import { type Changes, environment } from '../support/fixtures/environments';
import type { Config } from '../support/fixtures/synth';
import { allows, automation, roleIn } from '../support/iam/policies';
import { tags } from '../support/iam/requests';

const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';

const roleWith = (changes: Changes) => {
  const stack = new AutomationStack(Testing.app(), parseAutomation(automation), [environment(changes)]);
  return roleIn(JSON.parse(Testing.synth(stack, true)) as Config, 'dev_apply');
};
const withDomain = roleWith({
  'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' },
  'servers.2.hostName': 'jenkins.example.com',
});
const without = roleWith({});

const change = (name: string, type: string) => ({
  resource: ZONE,
  context: {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': name,
    'route53:ChangeResourceRecordSetsRecordTypes': type,
  },
});
const certificate = (name: string) => ({
  resource: '*',
  context: {
    ...tags('RequestTag', 'dev'),
    'aws:RequestedRegion': 'ap-northeast-2',
    'acm:DomainNames': name,
  },
});

describe('The apply role of an environment with a domain', () => {
  test.each([
    ['shop.example.com', 'A'],
    ['jenkins.example.com', 'A'],
    ['_0123456789abcdef.shop.example.com', 'CNAME'],
  ])('may change the record %s %s, which it may not without the domain', (name, type) => {
    expect(allows(withDomain, 'route53:ChangeResourceRecordSets', change(name, type))).toBe(true);
    expect(allows(without, 'route53:ChangeResourceRecordSets', change(name, type))).toBe(false);
  });

  test.each([
    ['example.com', 'A'],
    ['www.example.com', 'A'],
    ['a.shop.example.com', 'A'],
    ['shop.example.com', 'NS'],
    ['shop.example.com', 'MX'],
    ['_dmarc.example.com', 'CNAME'],
  ])('may not change the record %s %s', (name, type) => {
    expect(allows(withDomain, 'route53:ChangeResourceRecordSets', change(name, type))).toBe(false);
  });

  test('may request certificates of its names alone', () => {
    const asked = (name: string) => allows(withDomain, 'acm:RequestCertificate', certificate(name));
    expect(['shop.example.com', 'jenkins.example.com', 'example.com', '*.example.com'].map(asked)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(allows(without, 'acm:RequestCertificate', certificate('shop.example.com'))).toBe(false);
  });
});
