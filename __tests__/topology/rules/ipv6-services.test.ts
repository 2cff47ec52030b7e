import { ANYWHERE6, EVERYTHING6, OVER_4, OVER_6, OVER_BOTH, dualStack, subnet6 } from '../support/dual-stack';
import {
  ANYWHERE,
  APP,
  WEB,
  check,
  egress,
  group,
  ingress,
  members,
  ref,
  rows,
  type Body,
  type Resources,
} from '../support/network';

describe('Load balancers with IPv6', () => {
  const LB = 'aws_lb.web';
  const balancer = (more: Body, target: Body = {}, ...others: readonly Resources[]) =>
    dualStack(
      group('lb'),
      ingress('lb', 443, ANYWHERE6),
      ingress('lb', 80, ANYWHERE),
      egress('lb', 0, EVERYTHING6),
      egress('lb', 0, { ...ANYWHERE, ip_protocol: '-1' }),
      ingress('app', 8081, members('lb')),
      {
        [LB]: {
          subnets: [ref('aws_subnet.public')],
          security_groups: [ref('aws_security_group.lb')],
          ip_address_type: 'dualstack',
          ...more,
        },
        'aws_lb_listener.https': { load_balancer_arn: ref(LB, 'arn'), port: 443, protocol: 'HTTPS' },
        'aws_lb_listener.http': {
          load_balancer_arn: ref(LB, 'arn'),
          port: 80,
          protocol: 'HTTP',
          default_action: [{ type: 'forward', target_group_arn: ref('aws_lb_target_group.app', 'arn') }],
        },
        'aws_lb_target_group.app': { port: 8081, protocol: 'HTTP', vpc_id: ref('aws_vpc.main'), ...target },
        'aws_lb_target_group_attachment.app': {
          target_group_arn: ref('aws_lb_target_group.app', 'arn'),
          target_id: ref(APP),
        },
      },
      ...others,
    );
  const page = 'application-load-balancers#ip-address-type';
  check([
    ...rows(
      page,
      balancer({}),
      ['dual-stack over IPv6', 'internet', LB, 443, 'yes', OVER_6],
      ['dual-stack over IPv4', 'internet', LB, 80, 'yes', OVER_4],
      ['it talks IPv4 to its targets', LB, APP, 8081, 'yes', OVER_4],
    ),
    ...rows(
      page,
      balancer({ ip_address_type: undefined }),
      ['one for IPv4, which is the default', 'internet', LB, 443, 'no: ingress rule'],
      ['asked over IPv6', '::/0', LB, 443, 'no: no address'],
    ),
    ...rows(
      page,
      balancer({ ip_address_type: 'dualstack-without-public-ipv4' }),
      ['one without public IPv4', 'internet', LB, 443, 'yes', OVER_6],
      ['is not reached over IPv4', 'internet', LB, 80, 'no: no public address'],
      ['but from within', WEB, LB, 80, 'yes', OVER_4],
    ),
    ...rows(
      page,
      balancer({ internal: true }),
      ['an internal one', 'internet', LB, 443, 'no: no public address'],
      ['over IPv6, though its addresses are public', '::/0', LB, 443, 'no: no public address'],
      ['from within', WEB, LB, 443, 'yes', OVER_6],
    ),
    ...rows(page, balancer({ ip_address_type: '${var.kind}' }), [
      'who knows which',
      '::/0',
      LB,
      443,
      'unknown',
      'var.kind',
    ]),
    ...rows(
      'load-balancer-target-groups#target-group-ip-address-type',
      balancer({}, { ip_address_type: 'ipv6', target_type: 'ip' }),
      ['targets over IPv6', LB, APP, 8081, 'yes', OVER_6],
    ),
    ...rows(
      'load-balancer-target-groups#target-group-ip-address-type',
      balancer(
        {},
        { ip_address_type: 'ipv6', target_type: 'ip' },
        subnet6('private', { ipv6_cidr_block: undefined }),
      ),
      ['which have none', LB, APP, 8081, 'no: not a target'],
    ),
    ...rows(page, balancer({}, {}, { 'aws_route.public_six': null }), [
      'without a route',
      '::/0',
      LB,
      443,
      'no: no route',
    ]),
  ]);
});

describe('Managed services with IPv6', () => {
  const DB = 'aws_db_instance.d';
  const FUNCTION = 'aws_lambda_function.f';
  const SERVICE = 'aws_ecs_service.s';
  const CACHE = 'aws_elasticache_cluster.c';
  const groups = [ref('aws_security_group.app')];
  const services = (db: Body = {}, cache: Body = {}, lambda: Body = {}) =>
    dualStack(ingress('app', 5432, ANYWHERE6), ingress('app', 6379, ANYWHERE6), {
      'aws_db_subnet_group.g': { subnet_ids: [ref('aws_subnet.public')] },
      [DB]: {
        engine: 'postgres',
        db_subnet_group_name: ref('aws_db_subnet_group.g', 'name'),
        vpc_security_group_ids: groups,
        ...db,
      },
      'aws_elasticache_subnet_group.g': { subnet_ids: [ref('aws_subnet.private')] },
      [CACHE]: {
        engine: 'redis',
        subnet_group_name: ref('aws_elasticache_subnet_group.g', 'name'),
        security_group_ids: groups,
        ...cache,
      },
      [FUNCTION]: {
        vpc_config: [{ subnet_ids: [ref('aws_subnet.private')], security_group_ids: groups, ...lambda }],
      },
      [SERVICE]: {
        network_configuration: [{ subnets: [ref('aws_subnet.public')], security_groups: groups }],
      },
    });
  check([
    ...rows(
      'USER_VPC.WorkingWithRDSInstanceinaVPC',
      services(),
      ['a database has IPv4 alone', WEB, DB, 5432, 'no: ingress rule'],
      ['asked over IPv6', '::/0', DB, 5432, 'no: no address'],
    ),
    ...rows(
      'USER_VPC.WorkingWithRDSInstanceinaVPC',
      services({ network_type: 'DUAL' }),
      ['unless it is dual-stack', WEB, DB, 5432, 'yes', OVER_6],
      ['which is private', '::/0', DB, 5432, 'no: no public address'],
    ),
    ...rows('network-type', services({}, { network_type: 'dual_stack' }), [
      'a dual-stack cache',
      WEB,
      CACHE,
      6379,
      'yes',
      OVER_6,
    ]),
    ...rows(
      'network-type',
      services({}, { network_type: 'ipv6' }),
      ['a cache with IPv6 alone', WEB, CACHE, 6379, 'yes', OVER_6],
      ['has no IPv4', '10.0.0.0/24', CACHE, 6379, 'no: no address'],
    ),
    ...rows('configuration-vpc#configuration-vpc-ipv6', services(), [
      'a function has IPv4 alone',
      FUNCTION,
      'internet',
      443,
      'yes',
      OVER_4,
    ]),
    ...rows(
      'configuration-vpc#configuration-vpc-ipv6',
      services({}, {}, { ipv6_allowed_for_dual_stack: true }),
      ['unless it may have both', FUNCTION, 'internet', 443, 'yes', OVER_BOTH],
    ),
    ...rows(
      'ecs-account-settings',
      services(),
      ['tasks depend on the account', '::/0', SERVICE, 22, 'unknown', 'dualStackIPv6'],
      ['but not on a port that is closed', '::/0', SERVICE, 23, 'no: ingress rule'],
    ),
    ...rows(
      'gettingstarted-features-network: outside of a VPC',
      dualStack({ 'aws_lambda_function.out': {} }, ingress('web', 8443, ANYWHERE6)),
      ['a function outside of a VPC', 'aws_lambda_function.out', WEB, 80, 'yes', OVER_4],
      ['may or may not have IPv6', 'aws_lambda_function.out', WEB, 8443, 'unknown', 'has IPv6'],
    ),
  ]);
});
