import {
  APP,
  check,
  ingress,
  instance,
  members,
  ref,
  sg,
  type Body,
  type Resources,
} from '../support/network';
import {
  LB,
  ELB,
  GROUP,
  SCALING,
  NIC,
  ENDPOINT,
  DATABASE,
  forward,
  balancer,
  classic,
  scaling,
  attachment,
  nic,
  variable,
  data,
  ask,
} from '../support/registrations';

describe('Registration with a classic load balancer', () => {
  const page = 'elb-deregister-register-instances';
  check([
    ...ask(
      page,
      ELB,
      APP,
      8080,
      ['its instances', [classic({ instances: [ref(APP)] })], 'yes'],
      [
        'an attachment',
        [classic(), { 'aws_elb_attachment.app': { elb: ref(ELB), instance: ref(APP) } }],
        'yes',
      ],
      [
        'an attachment by the name of a variable that may be its own',
        [classic(), { 'aws_elb_attachment.app': { elb: '${var.name}', instance: ref(APP) } }],
        'unknown',
        variable('name'),
      ],
      ['nothing registered', [classic()], 'no: not a target'],
    ),
    ...ask(
      page,
      ELB,
      SCALING,
      8080,
      [
        'load_balancers of an Auto Scaling group',
        [classic(), scaling({ load_balancers: [ref(ELB, 'name')] })],
        'yes',
      ],
      ['by its name', [classic(), scaling({ load_balancers: ['web'] })], 'yes'],
      ['by another name', [classic(), scaling({ load_balancers: ['other'] })], 'no: not a target'],
      [
        'by the variable that it is named by',
        [classic({ name: '${var.name}' }), scaling({ load_balancers: ['${var.name}'] })],
        'yes',
        variable('name'),
      ],
      [
        'by a name that a variable may hold',
        [classic(), scaling({ load_balancers: ['${var.name}'] })],
        'unknown',
        variable('name'),
      ],
      [
        'by a name that its own may come to',
        [classic({ name: '${var.name}-elb' }), scaling({ load_balancers: ['web-elb'] })],
        'unknown',
        variable('name'),
      ],
      [
        'inline traffic_source',
        [classic(), scaling({ traffic_source: { identifier: ref(ELB, 'name'), type: 'elb' } })],
        'yes',
      ],
      [
        'a traffic source attachment',
        [
          classic(),
          scaling(),
          {
            'aws_autoscaling_traffic_source_attachment.app': {
              autoscaling_group_name: ref(SCALING),
              traffic_source: { identifier: ref(ELB, 'name'), type: 'elb' },
            },
          },
        ],
        'yes',
      ],
      [
        'aws_autoscaling_attachment',
        [
          classic(),
          scaling(),
          { 'aws_autoscaling_attachment.app': { autoscaling_group_name: ref(SCALING), elb: ref(ELB) } },
        ],
        'yes',
      ],
    ),
    ...ask(
      'elb-healthchecks',
      ELB,
      APP,
      8081,
      [
        'a health check on another port',
        [classic({ instances: [ref(APP)], health_check: { target: 'HTTP:8081/health' } })],
        'yes',
      ],
      [
        'a health check on the same port',
        [classic({ instances: [ref(APP)], health_check: { target: 'TCP:8080' } })],
        'no: not a target',
      ],
      [
        'a health check that a variable holds',
        [classic({ instances: [ref(APP)], health_check: { target: '${var.target}' } })],
        'unknown',
        variable('target'),
      ],
      [
        'a health check on the port of a variable',
        [classic({ instances: [ref(APP)], health_check: { target: 'HTTP:${var.port}/health' } })],
        'unknown',
        variable('port'),
      ],
    ),
  ]);
});

describe('Registration by address', () => {
  const page = 'target-group-register-targets';
  const ip = balancer({ target_type: 'ip' });
  const block = { network_interface: { network_interface_id: ref(NIC), device_index: 0 } };
  check([
    ...ask(page, LB, NIC, 8080, [
      'an interface',
      [ip, nic(), attachment({ target_id: ref(NIC, 'private_ip') })],
      'yes',
    ]),
    ...ask(
      page,
      LB,
      APP,
      8080,
      [
        'an interface that is attached to an instance by a block',
        [ip, nic(), instance('app', 'private', block), attachment({ target_id: ref(NIC, 'private_ip') })],
        'yes',
      ],
      [
        'an interface that an attachment brings to an instance',
        [
          ip,
          nic(),
          {
            'aws_network_interface_attachment.app': {
              instance_id: ref(APP),
              network_interface_id: ref(NIC),
              device_index: 1,
            },
          },
          attachment({ target_id: ref(NIC, 'private_ip') }),
        ],
        'yes',
      ],
      [
        'an interface that is attached to no instance',
        [ip, nic(), attachment({ target_id: ref(NIC, 'private_ip') })],
        'no: not a target',
      ],
      [
        'an address that a variable holds',
        [ip, attachment({ target_id: '${var.address}' })],
        'unknown',
        variable('address'),
      ],
      [
        'an identifier that a variable holds, by which an instance of this file cannot be known',
        [balancer(), attachment({ target_id: '${var.id}' })],
        'no: not a target',
        variable('id'),
      ],
      [
        'a target type that a variable holds',
        [balancer({ target_type: '${var.type}' }), attachment({ target_id: '${var.address}' })],
        'unknown',
        variable('address', 'type'),
      ],
    ),
    ...ask(page, LB, APP, 22, [
      'an address that a variable holds, on another port',
      [ip, ingress('app', 22, members('lb')), attachment({ target_id: '${var.address}' })],
      'no: not a target',
      variable('address'),
    ]),
    ...ask(page, LB, '192.168.3.4', 8080, [
      'an address that a variable holds, outside of the VPC',
      [
        ip,
        attachment({ target_id: '${var.address}' }),
        {
          'aws_vpn_gateway.main': { vpc_id: ref('aws_vpc.main') },
          'aws_route.vpn': {
            route_table_id: ref('aws_route_table.public'),
            destination_cidr_block: '192.168.0.0/16',
            gateway_id: ref('aws_vpn_gateway.main'),
          },
        },
      ],
      'unknown',
      variable('address'),
    ]),
    ...ask(page, LB, ENDPOINT, 8080, [
      'what a data source finds',
      [
        ip,
        {
          [ENDPOINT]: {
            vpc_endpoint_type: 'Interface',
            vpc_id: ref('aws_vpc.main'),
            service_name: 'com.amazonaws.eu-west-1.execute-api',
            subnet_ids: [ref('aws_subnet.private')],
            security_group_ids: [sg('app')],
          },
        },
        attachment({ target_id: '${data.aws_network_interface.found.private_ip}' }),
      ],
      'unknown',
      data('aws_network_interface', { filter: [{ name: 'interface-type', values: ['vpc_endpoint'] }] }),
    ]),
    ...ask(page, LB, DATABASE, 8080, [
      'what a name of a database resolves to',
      [
        ip,
        {
          [DATABASE]: {
            port: 8080,
            db_subnet_group_name: ref('aws_db_subnet_group.main', 'name'),
            vpc_security_group_ids: [sg('app')],
          },
          'aws_db_subnet_group.main': { subnet_ids: [ref('aws_subnet.private')] },
        },
        attachment({ target_id: '${data.dns_a_record_set.found.addrs[0]}' }),
      ],
      'unknown',
      data('dns_a_record_set', { host: ref(DATABASE, 'address') }),
    ]),
    ...ask(
      'lambda-functions',
      LB,
      'aws_lambda_function.app',
      8080,
      [
        'a function, which is called and not connected to',
        [
          balancer({ target_type: 'lambda' }),
          { 'aws_lambda_function.app': {} },
          attachment({ target_id: ref('aws_lambda_function.app', 'arn') }),
        ],
        'no: not a target',
      ],
      [
        'a function in a VPC',
        [
          balancer({ target_type: 'lambda' }),
          {
            'aws_lambda_function.app': {
              vpc_config: { subnet_ids: [ref('aws_subnet.private')], security_group_ids: [sg('app')] },
            },
          },
          attachment({ target_id: ref('aws_lambda_function.app', 'arn') }),
        ],
        'no: not a target',
      ],
    ),
  ]);
});

describe('Registration through data sources', () => {
  const page = 'load-balancer-target-groups';
  const listener = (more: Body): Resources => ({
    'aws_lb_listener.http': {
      load_balancer_arn: ref(LB, 'arn'),
      port: 80,
      protocol: 'HTTP',
      default_action: forward(ref(GROUP, 'arn')),
      ...more,
    },
  });
  const found = (type: string, attribute = 'arn'): string => `\${data.${type}.found.${attribute}}`;
  const byData = attachment({ target_group_arn: found('aws_lb_target_group') });
  const own = attachment({});
  check(
    ask(
      page,
      LB,
      APP,
      8080,
      [
        'a group by ARN',
        [balancer(), byData],
        'yes',
        data('aws_lb_target_group', { arn: ref(GROUP, 'arn') }),
      ],
      ['a group by name', [balancer(), byData], 'yes', data('aws_lb_target_group', { name: 'app' })],
      [
        'a group by reference to its name',
        [balancer(), byData],
        'yes',
        data('aws_lb_target_group', { name: ref(GROUP, 'name') }),
      ],
      [
        'a group by another name',
        [balancer(), byData],
        'no: not a target',
        data('aws_lb_target_group', { name: 'other' }),
      ],
      [
        'a group by a name that one of several has',
        [balancer({ count: 2 }), byData],
        'unknown',
        data('aws_lb_target_group', { name: ref(`${GROUP}[0]`, 'name') }),
      ],
      [
        'the group of a listener',
        [balancer(), listener({ default_action: forward(found('aws_lb_target_group')) }), own],
        'yes',
        data('aws_lb_target_group', { arn: ref(GROUP, 'arn') }),
      ],
      [
        'the group of a listener by another name',
        [balancer(), listener({ default_action: forward(found('aws_lb_target_group')) }), own],
        'unknown',
        data('aws_lb_target_group', { name: 'other' }),
      ],
      [
        'the balancer of a listener',
        [balancer(), listener({ load_balancer_arn: found('aws_lb') }), own],
        'yes',
        data('aws_lb', { name: 'web' }),
      ],
      [
        'an instance',
        [balancer(), attachment({ target_id: found('aws_instance', 'id') })],
        'yes',
        data('aws_instance', { instance_id: ref(APP) }),
      ],
      [
        'an instance by its tags',
        [balancer(), attachment({ target_id: found('aws_instance', 'id') })],
        'unknown',
        data('aws_instance', { filter: [{ name: 'tag:Name', values: ['app'] }] }),
      ],
      [
        'the listener of a rule, by its balancer and port',
        [
          balancer(),
          listener({ default_action: { type: 'fixed-response' } }),
          {
            'aws_lb_listener_rule.app': {
              listener_arn: found('aws_lb_listener'),
              action: forward(ref(GROUP, 'arn')),
            },
          },
          own,
        ],
        'unknown',
        data('aws_lb_listener', { load_balancer_arn: ref(LB, 'arn'), port: 80 }),
      ],
    ),
  );
});

describe('Registration of EKS nodes', () => {
  const CLUSTER = 'aws_eks_cluster.main';
  const nodes: Resources = {
    [CLUSTER]: { vpc_config: { subnet_ids: [ref('aws_subnet.private')] } },
    'aws_eks_node_group.app': {
      cluster_name: ref(CLUSTER, 'name'),
      subnet_ids: [ref('aws_subnet.private')],
    },
    'aws_autoscaling_attachment.app': {
      autoscaling_group_name: '${aws_eks_node_group.app.resources[0].autoscaling_groups[0].name}',
      lb_target_group_arn: ref(GROUP, 'arn'),
    },
    'aws_vpc_security_group_ingress_rule.nodes': {
      security_group_id: ref(CLUSTER, 'vpc_config[0].cluster_security_group_id'),
      ip_protocol: 'tcp',
      from_port: 8080,
      to_port: 8080,
      referenced_security_group_id: sg('lb'),
    },
  };
  check(
    ask('managed-node-groups', LB, 'aws_eks_node_group.app', 8080, [
      'the Auto Scaling group of a node group',
      [balancer(), nodes],
      'yes',
    ]),
  );
});
