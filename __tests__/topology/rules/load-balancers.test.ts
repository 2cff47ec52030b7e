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
  sg,
  terraform,
  type Body,
  type Resources,
} from '../support/network';

const LB = 'aws_lb.web';
const balancer = (
  more: Body = {},
  listener: Body = {},
  targets: Body = {},
  attachment: Body = {},
): Resources => ({
  [LB]: { subnets: [ref('aws_subnet.public')], security_groups: [sg('lb')], ...more },
  'aws_lb_listener.http': {
    load_balancer_arn: ref(LB, 'arn'),
    port: 80,
    protocol: 'HTTP',
    default_action: { type: 'forward', target_group_arn: ref('aws_lb_target_group.app', 'arn') },
    ...listener,
  },
  'aws_lb_target_group.app': { port: 8080, protocol: 'HTTP', vpc_id: ref('aws_vpc.main'), ...targets },
  'aws_lb_target_group_attachment.app': {
    target_group_arn: ref('aws_lb_target_group.app', 'arn'),
    target_id: ref(APP),
    ...attachment,
  },
});
const network = (...parts: readonly Resources[]) =>
  terraform(
    BASE,
    group('lb'),
    group('app'),
    instance('app', 'private'),
    balancer(),
    everythingOut('lb'),
    ingress('lb', 80, ANYWHERE),
    ingress('app', 8080, members('lb')),
    ...parts,
  );
const nlb = (more: Body = {}, targets: Body = {}) =>
  balancer(
    { load_balancer_type: 'network', security_groups: undefined, ...more },
    { protocol: 'TCP' },
    { protocol: 'TCP', ...targets },
  );

describe('Load balancer as destination', () => {
  const page = 'load-balancer-listeners';
  check([
    ...rows(
      page,
      network(),
      ['on its listener', 'internet', LB, 80, 'yes', 'aws_lb_listener.http'],
      ['not on another port', 'internet', LB, 443, 'no: ingress rule'],
      ['a connection to it is none to its target', 'internet', APP, 8080, 'no: no route'],
    ),
    ...rows(page, network(ingress('lb', 443, ANYWHERE)), [
      'an open port without a listener',
      'internet',
      LB,
      443,
      'no: no listener',
    ]),
    ...rows(page, network({ 'aws_lb_listener.http': null }), [
      'without listeners',
      'internet',
      LB,
      80,
      'no: no listener',
    ]),
    ...rows(page, network(balancer({}, { port: '${var.port}' })), [
      'an unknown port',
      'internet',
      LB,
      80,
      'unknown',
      'var.port',
    ]),
    ...rows(
      'application-load-balancers',
      network(balancer({ internal: true })),
      ['an internal one', 'internet', LB, 80, 'no: no public address'],
      ['from within', APP, LB, 80, 'no: egress rule'],
    ),
    ...rows('application-load-balancers', network(balancer({ internal: true }), everythingOut('app')), [
      'from within, let out',
      APP,
      LB,
      80,
      'yes',
    ]),
    ...rows('application-load-balancers', network(balancer({ subnets: [ref('aws_subnet.private')] })), [
      'in private subnets',
      'internet',
      LB,
      80,
      'no: no route',
    ]),
    ...rows('application-load-balancers', network(balancer({ security_groups: undefined })), [
      'without groups it has the default one',
      'internet',
      LB,
      80,
      'no: ingress rule',
    ]),
    ...rows(
      'load-balancer-security-groups',
      network(nlb()),
      ['a network one without groups filters nothing', 'internet', LB, 80, 'yes'],
      ['but listens', 'internet', LB, 81, 'no: no listener'],
    ),
    ...rows('load-balancer-security-groups', network(nlb({ security_groups: [sg('app')] })), [
      'with groups it does',
      'internet',
      LB,
      80,
      'no: ingress rule',
    ]),
    ...rows(
      'load-balancer-listeners',
      network(balancer({ load_balancer_type: 'network', security_groups: undefined }, { protocol: 'UDP' })),
      ['udp is not tcp', 'internet', LB, 80, 'no: no listener'],
    ),
    ...rows(
      'application-load-balancers',
      network(balancer({ subnets: undefined, subnet_mapping: [{ subnet_id: ref('aws_subnet.public') }] })),
      ['subnets by mapping', 'internet', LB, 80, 'yes'],
    ),
    ...rows('gateway-load-balancers', network(balancer({ load_balancer_type: 'gateway' })), [
      'a type that is not understood',
      'internet',
      LB,
      80,
      'unknown',
      'another type',
    ]),
  ]);
});

describe('Load balancer as source', () => {
  const page = 'load-balancer-target-groups';
  const elsewhere = {
    ...group('other'),
    ...instance('other', 'private'),
    ...ingress('other', 8080, ANYWHERE),
  };
  check([
    ...rows(
      page,
      network(),
      ['to its target', LB, APP, 8080, 'yes'],
      ['on no other port', LB, APP, 22, 'no: not a target'],
      ['nor out', LB, 'internet', 443, 'no: not a target'],
    ),
    ...rows(page, network(elsewhere), [
      'to what is no target',
      LB,
      'aws_instance.other',
      8080,
      'no: not a target',
    ]),
    ...rows(page, network(ingress('app', 22, ANYWHERE)), [
      'to an open port that it does not use',
      LB,
      APP,
      22,
      'no: not a target',
    ]),
    ...rows(
      'target-group-health-checks',
      network(balancer({}, {}, { health_check: { port: '8081' } }), ingress('app', 8081, members('lb'))),
      ['on the health check port', LB, APP, 8081, 'yes'],
      ['and the traffic port', LB, APP, 8080, 'yes'],
    ),
    ...rows('target-group-health-checks', network(balancer({}, {}, { health_check: { port: '8081' } })), [
      'a health check that nobody lets in',
      LB,
      APP,
      8081,
      'no: ingress rule',
    ]),
    ...rows(
      'target-group-register-targets',
      network(balancer({}, {}, {}, { port: 9000 }), ingress('app', 9000, ANYWHERE)),
      ["the attachment's own port", LB, APP, 9000, 'yes'],
      ["in place of the group's", LB, APP, 8080, 'no: not a target'],
    ),
    ...rows(page, network({ 'aws_lb_target_group_attachment.app': null }), [
      'nothing registered',
      LB,
      APP,
      8080,
      'no: not a target',
    ]),
    ...rows(page, network(balancer({}, { default_action: { type: 'fixed-response' } })), [
      'a group that no listener forwards to',
      LB,
      APP,
      8080,
      'no: not a target',
    ]),
    ...rows(
      'load-balancer-listeners',
      network(balancer({}, { default_action: { type: 'fixed-response' } }), {
        'aws_lb_listener_rule.r': {
          listener_arn: ref('aws_lb_listener.http', 'arn'),
          action: [
            { type: 'forward', forward: { target_group: [{ arn: ref('aws_lb_target_group.app', 'arn') }] } },
          ],
        },
      }),
      ['but a rule of it', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'load-balancer-security-groups',
      network(group('lb2'), balancer({ security_groups: [sg('lb2')] })),
      ['its group must let it out', LB, APP, 8080, 'no: egress rule'],
    ),
    ...rows(
      'load-balancer-security-groups',
      network(nlb({}, { preserve_client_ip: false }), ingress('app', 8080, { cidr_ipv4: '10.0.0.0/24' })),
      ['a network one comes from its own subnets', LB, APP, 8080, 'yes'],
    ),
    ...rows('load-balancer-security-groups', network(nlb()), [
      'and is of no group',
      LB,
      APP,
      8080,
      'no: ingress rule',
    ]),
    ...rows(
      'target-group-register-targets',
      network(
        balancer({}, {}, { target_type: 'ip' }, { target_id: '10.0.16.9' }),
        instance('app', 'private', { private_ip: '10.0.16.9' }),
      ),
      ['a target by address', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'target-group-register-targets',
      network(balancer({}, {}, { target_type: 'ip' }, { target_id: ref(APP, 'private_ip') })),
      ['by the address of an instance', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'disable-zones',
      network({
        'aws_subnet.public': {
          vpc_id: ref('aws_vpc.main'),
          cidr_block: '10.0.0.0/24',
          availability_zone: 'z-a',
        },
        'aws_subnet.private': {
          vpc_id: ref('aws_vpc.main'),
          cidr_block: '10.0.16.0/24',
          availability_zone: 'z-c',
        },
      }),
      ['a target in a zone without it gets nothing', LB, APP, 8080, 'no: not a target'],
    ),
    ...rows(
      'elb-listener-config',
      terraform(
        BASE,
        group('lb'),
        group('app'),
        instance('app', 'private'),
        everythingOut('lb'),
        ingress('lb', 80, ANYWHERE),
        ingress('app', 8080, members('lb')),
        {
          'aws_elb.old': {
            subnets: [ref('aws_subnet.public')],
            security_groups: [sg('lb')],
            instances: [ref(APP)],
            listener: { lb_port: 80, instance_port: 8080, lb_protocol: 'http', instance_protocol: 'http' },
          },
        },
      ),
      ['a classic one', 'internet', 'aws_elb.old', 80, 'yes'],
      ['to its instances', 'aws_elb.old', APP, 8080, 'yes'],
      ['on their port', 'aws_elb.old', APP, 80, 'no: not a target'],
    ),
    ...rows(
      'attach-load-balancer-asg',
      network({
        'aws_lb_target_group_attachment.app': null,
        'aws_launch_template.app': { vpc_security_group_ids: [sg('app')] },
        'aws_autoscaling_group.app': {
          vpc_zone_identifier: [ref('aws_subnet.private')],
          launch_template: { id: ref('aws_launch_template.app') },
          target_group_arns: [ref('aws_lb_target_group.app', 'arn')],
        },
      }),
      ['the instances of an auto scaling group', LB, 'aws_autoscaling_group.app', 8080, 'yes'],
    ),
  ]);
});
