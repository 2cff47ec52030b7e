import {
  ANYWHERE,
  APP,
  BASE,
  check,
  everythingOut,
  group,
  ingress,
  instance,
  members,
  ref,
  rows,
  terraform,
  type Body,
  type Resources,
} from '../support/network';

const LB = 'aws_lb.nlb';
const SUBNET = { cidr_ipv4: '10.0.0.0/24' };
const VPC = { cidr_ipv4: '10.0.0.0/16' };
const PARTNER = { cidr_ipv4: '203.0.113.0/24' };
const withGroup = { security_groups: [ref('aws_security_group.lb')] };

/** A network load balancer in the public subnet, in front of an instance in the private one that lets these in. */
function network(
  admitted: readonly Body[],
  targets: Body = {},
  balancer: Body = {},
  ...more: readonly Resources[]
): object {
  return terraform(
    BASE,
    group('lb'),
    everythingOut('lb'),
    group('app'),
    instance('app', 'private', { private_ip: '10.0.16.10' }),
    ...admitted.map((from) => ingress('app', 8080, from)),
    {
      [LB]: { load_balancer_type: 'network', subnets: [ref('aws_subnet.public')], ...balancer },
      'aws_lb_listener.app': {
        load_balancer_arn: ref(LB, 'arn'),
        port: 80,
        protocol: 'TCP',
        default_action: { type: 'forward', target_group_arn: ref('aws_lb_target_group.app', 'arn') },
      },
      'aws_lb_target_group.app': { port: 8080, protocol: 'TCP', vpc_id: ref('aws_vpc.main'), ...targets },
      'aws_lb_target_group_attachment.app': {
        target_group_arn: ref('aws_lb_target_group.app', 'arn'),
        target_id: targets['target_type'] === 'ip' ? '10.0.16.10' : ref(APP),
      },
    },
    ...more,
  );
}

const page = 'edit-target-group-attributes#client-ip-preservation';
const CLIENTS = "keeps its clients' addresses";

describe('a network load balancer that keeps the addresses of its clients', () => {
  check([
    ...rows(page, network([ANYWHERE]), ['whoever they are', LB, APP, 8080, 'yes']),
    ...rows(page, network([SUBNET]), [
      'instances see clients, where only the balancer is let in',
      LB,
      APP,
      8080,
      'unknown',
      CLIENTS,
    ]),
    ...rows(page, network([PARTNER]), [
      'some clients, and no health checks',
      LB,
      APP,
      8080,
      'unknown',
      CLIENTS,
    ]),
    ...rows(page, network([]), ['nobody', LB, APP, 8080, 'no: ingress rule']),
    ...rows(page, network([SUBNET], { preserve_client_ip: false }), [
      'instances, where it is turned off',
      LB,
      APP,
      8080,
      'yes',
    ]),
    ...rows(page, network([SUBNET], { preserve_client_ip: 'false' }), ['as a text', LB, APP, 8080, 'yes']),
    ...rows(page, network([SUBNET], { preserve_client_ip: '${var.keep}' }), [
      'who knows whether',
      LB,
      APP,
      8080,
      'unknown',
      'var.keep',
    ]),
    ...rows(page, network([ANYWHERE], { preserve_client_ip: '${var.keep}' }), [
      'where it makes no difference',
      LB,
      APP,
      8080,
      'yes',
    ]),
    ...rows(page, network([SUBNET], { target_type: 'ip' }), [
      'addresses see the balancer over TCP',
      LB,
      APP,
      8080,
      'yes',
    ]),
    ...rows(page, network([SUBNET], { target_type: 'ip', protocol: 'TLS' }), [
      'and over TLS',
      LB,
      APP,
      8080,
      'yes',
    ]),
    ...rows(page, network([SUBNET], { target_type: 'ip', preserve_client_ip: true }), [
      'unless it is turned on',
      LB,
      APP,
      8080,
      'unknown',
      CLIENTS,
    ]),
    ...rows(page, network([SUBNET], { target_type: 'ip', protocol: 'TCP_UDP', preserve_client_ip: false }), [
      'it cannot be turned off for UDP',
      LB,
      APP,
      8080,
      'unknown',
      CLIENTS,
    ]),
    ...rows(page, network([VPC], {}, { internal: true }), [
      'an internal one has the clients of its VPC',
      LB,
      APP,
      8080,
      'yes',
    ]),
    ...rows(page, network([SUBNET], {}, { internal: true }), [
      'of which some are let in',
      LB,
      APP,
      8080,
      'unknown',
      CLIENTS,
    ]),
  ]);
});

describe('a network load balancer with groups that keeps the addresses of its clients', () => {
  check([
    ...rows(
      'load-balancer-security-groups',
      network([members('lb')], {}, withGroup, ingress('lb', 80, ANYWHERE)),
      ["a rule about the balancer's group is about its clients too", LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'load-balancer-security-groups',
      network([SUBNET, PARTNER], {}, withGroup, ingress('lb', 80, PARTNER)),
      ['clients are those that its own group lets in', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'load-balancer-security-groups',
      network([SUBNET, PARTNER], {}, withGroup, ingress('lb', 80, ANYWHERE)),
      ['and nobody else', LB, APP, 8080, 'unknown', CLIENTS],
    ),
    ...rows('load-balancer-security-groups', network([members('app')], {}, withGroup), [
      'a rule about another group',
      LB,
      APP,
      8080,
      'no: ingress rule',
    ]),
  ]);
});

describe('a network load balancer in front of an application load balancer', () => {
  const ALB = 'aws_lb.alb';
  const front = (...more: readonly Resources[]) =>
    network(
      [],
      { target_type: 'alb', port: 80 },
      {},
      group('alb'),
      {
        [ALB]: {
          internal: true,
          subnets: [ref('aws_subnet.private')],
          security_groups: [ref('aws_security_group.alb')],
        },
        'aws_lb_listener.alb': { load_balancer_arn: ref(ALB, 'arn'), port: 80, protocol: 'HTTP' },
        'aws_lb_target_group_attachment.app': {
          target_group_arn: ref('aws_lb_target_group.app', 'arn'),
          target_id: ref(ALB, 'arn'),
        },
      },
      ...more,
    );
  const about = 'application-load-balancer-target';
  check([
    ...rows(about, front(ingress('alb', 80, ANYWHERE)), ['its group lets clients in', LB, ALB, 80, 'yes']),
    ...rows(about, front(ingress('alb', 80, SUBNET)), [
      'its group lets the balancer in',
      LB,
      ALB,
      80,
      'unknown',
      CLIENTS,
    ]),
    ...rows(about, front(), ['its group lets nobody in', LB, ALB, 80, 'no: ingress rule']),
    ...rows(about, front({ 'aws_lb_listener.alb': null }, ingress('alb', 80, ANYWHERE)), [
      'nothing listens',
      LB,
      ALB,
      80,
      'no: no listener',
    ]),
  ]);
});
