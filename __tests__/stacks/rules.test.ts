import { dev, prod } from '../support/fixtures/configured';
import { changed, everything, plain } from '../support/fixtures/environments';
import { rulesOf, synth } from '../support/fixtures/synth';

const ADMINISTRATORS = '${toset(var.admin_cidrs)}';

/** Rules between two parts of the platform: each must stand on both sides. */
const within = [
  'bastion-server -> devloop-server tcp 22',
  'bastion-server -> elk-server tcp 22',
  'bastion-server -> jenkins-server tcp 22',
  'devloop-server -> database tcp 3306',
  'devloop-server -> elk-server tcp 5044',
  'load-balancer -> devloop-server tcp 8080',
];

test.each([dev, prod])('Security group rules of $name are exactly these', (environment) => {
  const config = synth(environment);
  expect(rulesOf(config, 'ingress')).toEqual([
    `${ADMINISTRATORS} -> bastion-server tcp 22`,
    '0.0.0.0/0 -> load-balancer tcp 80',
    ...within,
  ]);
  expect(rulesOf(config, 'egress')).toEqual(
    [
      ...within,
      'bastion-server -> 0.0.0.0/0 tcp 443',
      'devloop-server -> 0.0.0.0/0 tcp 443',
      'devloop-server -> 0.0.0.0/0 tcp 80',
      'elk-server -> 0.0.0.0/0 tcp 443',
      'elk-server -> 0.0.0.0/0 tcp 80',
      'jenkins-server -> 0.0.0.0/0 tcp 443',
      'jenkins-server -> 0.0.0.0/0 tcp 80',
    ].sort(),
  );
});

test('Security group rules include what the configuration opens', () => {
  expect(rulesOf(synth(everything), 'ingress')).toEqual([
    `${ADMINISTRATORS} -> bastion-server tcp 22`,
    `${ADMINISTRATORS} -> load-balancer tcp 443`,
    '0.0.0.0/0 -> load-balancer tcp 443',
    '0.0.0.0/0 -> load-balancer tcp 80',
    '198.51.100.0/24 -> load-balancer tcp 443',
    '198.51.100.0/24 -> load-balancer tcp 80',
    'bastion-server -> devloop-server tcp 22',
    'bastion-server -> devloop-server-canary tcp 22',
    'bastion-server -> elk-server tcp 22',
    'bastion-server -> endpoints tcp 443',
    'bastion-server -> file-server tcp 22',
    'bastion-server -> jenkins-server tcp 22',
    'bastion-server -> order-server tcp 22',
    'bastion-server -> plain-server tcp 22',
    'bastion-server -> worker-server tcp 22',
    'devloop-server -> cache tcp 6379',
    'devloop-server -> database tcp 5432',
    'devloop-server -> elk-server tcp 5044',
    'devloop-server -> endpoints tcp 443',
    'devloop-server -> internal-load-balancer tcp 80',
    'devloop-server -> jenkins-server tcp 8080',
    'devloop-server-canary -> cache tcp 6379',
    'devloop-server-canary -> database tcp 5432',
    'devloop-server-canary -> elk-server tcp 5044',
    'devloop-server-canary -> endpoints tcp 443',
    'devloop-server-canary -> internal-load-balancer tcp 80',
    'devloop-server-canary -> jenkins-server tcp 8080',
    'elk-server -> endpoints tcp 443',
    'file-server -> elk-server tcp 5044',
    'file-server -> endpoints tcp 443',
    'internal-load-balancer -> worker-server tcp 9000',
    'jenkins-server -> database tcp 5432',
    'jenkins-server -> elk-server udp 8125',
    'jenkins-server -> endpoints tcp 443',
    'jenkins-server -> internal-load-balancer tcp 80',
    'load-balancer -> devloop-server tcp 8080',
    'load-balancer -> devloop-server-canary tcp 8080',
    'load-balancer -> elk-server tcp 5601',
    'load-balancer -> jenkins-server tcp 8080',
    'load-balancer -> worker-server tcp 9000',
    'order-server -> elk-server tcp 5044',
    'order-server -> endpoints tcp 443',
    'plain-server -> endpoints tcp 443',
    'worker-server -> database tcp 5432',
    'worker-server -> elk-server tcp 5044',
    'worker-server -> endpoints tcp 443',
  ]);
});

test.each([dev, prod, everything])(
  'Security group rules between resources of $name exist for ingress and egress',
  (environment) => {
    const config = synth(environment);
    const internal = (rules: string[]) =>
      rules.filter((rule) => !rule.includes('/0') && !rule.includes('/24'));
    expect(internal(rulesOf(config, 'ingress')).filter((rule) => !rule.startsWith(ADMINISTRATORS))).toEqual(
      internal(rulesOf(config, 'egress')),
    );
  },
);

test('Server without configured traffic accepts only the bastion and connects to nothing', () => {
  const quiet = synth(changed({ ...plain(1), 'servers.1.internetPorts': [] }));
  const ofElk = [...rulesOf(quiet, 'ingress'), ...rulesOf(quiet, 'egress')].filter((rule) =>
    rule.includes('elk-server'),
  );
  expect(new Set(ofElk)).toEqual(new Set(['bastion-server -> elk-server tcp 22']));
});

test('Traffic from a server group to itself creates both rules', () => {
  const config = synth(changed({ traffic: [{ from: 'elk-server', to: 'elk-server', port: 9300 }] }));
  const rule = 'elk-server -> elk-server tcp 9300';
  expect(rulesOf(config, 'ingress')).toContain(rule);
  expect(rulesOf(config, 'egress')).toContain(rule);
});
