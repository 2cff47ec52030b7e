import { changed, type Changes, everything } from '../support/fixtures/environments';
import { addTopologyMatchers } from '../../src/topology/matchers';
import { rootVolumeNeverShrinks } from '../support/fixtures/plan-conditions';
import { argumentsAt, type Config, ofType, platformStack, synth } from '../support/fixtures/synth';

addTopologyMatchers(expect);

const input = changed({
  tags: { Team: 'platform' },
  'servers.0.zones': ['c', 'a'],
  'servers.0.autoScaling': { min: 2, max: 4, targetCpu: 60 },
});
const config = synth(input);
const tags = {
  Team: 'platform',
  Project: 'devloop',
  Environment: 'dev',
  ManagedBy: 'cdktf',
  Name: 'devloop-server',
};

test('AutoScalingGroup spans the private subnets of its zones and depends on their internet routes', () => {
  expect(argumentsAt(config, 'aws_autoscaling_group.servers_devloop_server')).toEqual({
    name: 'devloop-dev-devloop-server',
    min_size: 2,
    max_size: 4,
    vpc_zone_identifier: ['${aws_subnet.network_private_a.id}', '${aws_subnet.network_private_c.id}'],
    launch_template: {
      id: '${aws_launch_template.servers_devloop_server_launch_template.id}',
      version: '${aws_launch_template.servers_devloop_server_launch_template.latest_version}',
    },
    health_check_type: 'ELB',
    health_check_grace_period: 900,
    instance_refresh: {
      strategy: 'Rolling',
      preferences: { min_healthy_percentage: 100, max_healthy_percentage: 200, skip_matching: true },
    },
    instance_maintenance_policy: { min_healthy_percentage: 100, max_healthy_percentage: 200 },
    tag: Object.entries(tags)
      .sort()
      .map(([key, value]) => ({ key, value, propagate_at_launch: true })),
    depends_on: [
      'aws_route.network_private_a_default_route',
      'aws_route_table_association.network_private_a_association',
      'aws_nat_gateway.network_nat_a',
      'aws_route.network_private_c_default_route',
      'aws_route_table_association.network_private_c_association',
      'aws_vpc_security_group_egress_rule.servers_devloop_server_security_group_to_internet_tcp_80',
      'aws_vpc_security_group_egress_rule.servers_devloop_server_security_group_to_internet_tcp_443',
    ],
  });
});

test('AutoScalingGroup has a launch template with the settings of every server', () => {
  expect(argumentsAt(config, 'aws_launch_template.servers_devloop_server_launch_template')).toEqual({
    name: 'devloop-dev-devloop-server',
    image_id: '${terraform_data.servers_devloop_server_image.output}',
    instance_type: 't2.medium',
    key_name: '${aws_key_pair.key_pair.key_name}',
    vpc_security_group_ids: ['${aws_security_group.servers_devloop_server_security_group.id}'],
    iam_instance_profile: { name: '${aws_iam_instance_profile.servers_devloop_server_role_profile.name}' },
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
    credit_specification: { cpu_credits: 'unlimited' },
    monitoring: { enabled: true },
    block_device_mappings: [
      {
        device_name: '/dev/xvda',
        ebs: { volume_type: 'gp3', volume_size: 8, encrypted: 'true', delete_on_termination: 'true' },
      },
    ],
    user_data: '${base64encode(local.servers_devloop_server_script)}',
    tag_specifications: ['instance', 'volume', 'network-interface'].map((type) => ({
      resource_type: type,
      tags,
    })),
    tags: { Name: 'devloop-server' },
  });
});

describe('The image of a group', () => {
  const imageOf = (json: Config) =>
    argumentsAt(json, 'aws_launch_template.servers_devloop_server_launch_template')['image_id'];

  test('is kept as it was looked up first, until its resource is replaced', () => {
    expect(argumentsAt(config, 'terraform_data.servers_devloop_server_image')).toEqual({
      input: '${data.aws_ssm_parameter.machine_images_x86_64.insecure_value}',
      lifecycle: { ignore_changes: ['input'] },
    });
  });

  test('is what configuration pins', () => {
    const pinned = synth(changed({ 'servers.0.imageId': 'ami-0123456789abcdef0' }, input));
    expect(imageOf(pinned)).toBe('ami-0123456789abcdef0');
    expect(Object.keys(ofType(pinned, 'terraform_data'))).toEqual([
      'database_deployment',
      'key_pair_public_key',
    ]);
  });
});

describe('CPU credits', () => {
  const creditsOf = (instanceType: string, cpuCredits?: string) =>
    argumentsAt(
      synth(
        changed({
          'servers.0.instanceType': instanceType,
          'servers.0.autoScaling': { min: 1, max: 2, targetCpu: 10, ...(cpuCredits && { cpuCredits }) },
        }),
      ),
      'aws_launch_template.servers_devloop_server_launch_template',
    )['credit_specification'];

  test.each(['t2.medium', 't3.medium', 't3a.xlarge', 't4g.small'])('of %s are unlimited', (type) => {
    expect(creditsOf(type)).toEqual({ cpu_credits: 'unlimited' });
  });

  test('are standard where configuration says so', () => {
    expect(creditsOf('t3.medium', 'standard')).toEqual({ cpu_credits: 'standard' });
  });

  test.each(['m7g.large', 'c7i.large'])('are not stated for %s, for which EC2 refuses them', (type) => {
    expect(creditsOf(type)).toBeUndefined();
  });
});

test('AutoScalingGroup scales by CPU utilization and attaches to the target group', () => {
  expect(argumentsAt(config, 'aws_autoscaling_policy.servers_devloop_server_cpu')).toMatchObject({
    autoscaling_group_name: '${aws_autoscaling_group.servers_devloop_server.name}',
    policy_type: 'TargetTrackingScaling',
    target_tracking_configuration: {
      predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' },
      target_value: 60,
    },
  });
  expect(argumentsAt(config, 'aws_autoscaling_attachment.load_balancer_target_devloop_server')).toEqual({
    autoscaling_group_name: '${aws_autoscaling_group.servers_devloop_server.name}',
    lb_target_group_arn: '${aws_lb_target_group.load_balancer_target_group.arn}',
  });
  expect(ofType(config, 'aws_lb_target_group_attachment')).toEqual({});
});

test('AutoScalingGroup instances have the reachability of other servers, and every synth verifies it', () => {
  const stack = platformStack(input);
  expect(stack).toReach({ from: 'load-balancer', to: 'devloop-server', port: 8080 });
  expect(stack).toReach({ from: 'devloop-server', to: 'database', port: 3306 });
  expect(stack).toReach({ from: 'bastion', to: 'devloop-server', port: 22 });
  expect(stack).not.toReach({ from: 'internet', to: 'devloop-server', port: 8080 });
  const broken = platformStack(input);
  const rule = 'servers_devloop_server_security_group_from_load_balancer_tcp_8080';
  broken.addOverride(`resource.aws_vpc_security_group_ingress_rule.${rule}.to_port`, 8079);
  broken.addOverride(`resource.aws_vpc_security_group_ingress_rule.${rule}.from_port`, 8079);
  expect(broken.node.validate()).toEqual([
    `aws_autoscaling_group.servers_devloop_server: aws_lb.load_balancer is let in on tcp 8079 by aws_vpc_security_group_ingress_rule.${rule}, which nothing declares: use allowFrom, or remove it [TOPOLOGY_BROKEN]`,
    expect.stringMatching(
      /^aws_autoscaling_group\.servers_devloop_server: aws_lb\.load_balancer does not reach it on tcp 8080 .*, though it is registered as a target/,
    ),
  ]);
});

test('AutoScalingGroup instances appear in no output', () => {
  expect(config.output['server_addresses']?.value).not.toHaveProperty('devloop-server');
  expect(config.output['ssh_config']?.value).not.toContain('Host devloop-prod-devloop-server');
});

describe('ServerGroup rollout', () => {
  const attachments = (count: number | undefined) =>
    Object.values(ofType(synth(changed({ 'servers.0.count': count })), 'aws_lb_target_group_attachment'));
  const servers = (count: number | undefined) =>
    Object.entries(ofType(synth(changed({ 'servers.0.count': count })), 'aws_instance')).flatMap(
      ([name, server]) => (name.includes('devloop') ? [server['lifecycle']] : []),
    );
  const ignored = {
    ignore_changes: ['ami', 'key_name'],
    replace_triggered_by: ['terraform_data.key_pair_public_key'],
  };

  const never = (key: string) =>
    rootVolumeNeverShrinks(`servers_devloop_server${key}`, `devloop-server${key.replaceAll('_', '-')}`, 8);

  test('creates and registers new servers before it destroys the old ones of a group', () => {
    expect(servers(2)).toEqual([
      { create_before_destroy: true, ...ignored, precondition: [never('_a_1')] },
      { create_before_destroy: true, ...ignored, precondition: [never('_a_2')] },
    ]);
    for (const { lifecycle } of attachments(2)) expect(lifecycle).toEqual({ create_before_destroy: true });
  });

  test('does so for a single server', () => {
    const first = { create_before_destroy: true, ...ignored };
    expect(servers(1)).toEqual([{ ...first, precondition: [never('_a_1')] }]);
    expect(servers(undefined)).toEqual([{ ...first, precondition: [never('')] }]);
    for (const { lifecycle } of [...attachments(1), ...attachments(undefined)])
      expect(lifecycle).toEqual({ create_before_destroy: true });
  });

  test('destroys a server with a data volume first, with its attachment to the load balancer', () => {
    const paged = synth(everything);
    for (const name of ['elk', 'jenkins'])
      expect(argumentsAt(paged, `aws_instance.servers_${name}_server`)['lifecycle']).not.toHaveProperty(
        'create_before_destroy',
      );
    expect(
      argumentsAt(paged, 'aws_lb_target_group_attachment.load_balancer_jenkins_server_target_jenkins_server'),
    ).not.toHaveProperty('lifecycle');
  });

  const gapCheck = (changes: Changes, name: string) =>
    synth(changed(changes)).check?.[`servers_${name}_gap_check`];
  const stays = (server: string, zone: string, more = '') =>
    `alltrue([for server in data.aws_instance.servers_${server}_deployed : server.instance_type == "t2.medium" && server.subnet_id == aws_subnet.network_private_${zone}.id${more}])`;
  const script = ' && server.user_data == sha1(local.servers_devloop_server_script)';

  test('warns that a successor answers minutes after its server goes', () => {
    const error_message =
      'devloop-server does not answer for minutes while this apply changes its servers: a server that is replaced goes as soon as its successor runs, minutes before that answers. An application with autoScaling, also with equal min and max, has no such gap.';
    expect(gapCheck({}, 'devloop_server')).toEqual({
      assert: [{ condition: `\${${stays('devloop_server', 'a', script)}}`, error_message }],
    });
    const all = ['_a_1', '_c_1'].map((key) => stays(`devloop_server${key}`, key.slice(1, 2), script));
    expect(gapCheck({ 'servers.0.zones': ['a', 'c'], 'servers.0.count': 2 }, 'devloop_server')).toEqual({
      assert: [{ condition: `\${${all.join(' && ')}}`, error_message }],
    });
  });

  test('warns that a server with a data volume stops, or is destroyed first', () => {
    expect(gapCheck({}, 'jenkins_server')).toEqual({
      assert: [
        {
          condition: `\${${stays('jenkins_server', 'a')}}`,
          error_message:
            'jenkins-server does not answer for minutes while this apply changes its servers: a server with a data volume is stopped, or destroyed before its successor is created.',
        },
      ],
    });
  });

  test('has no warning of an Auto Scaling group', () => {
    expect(config.check).not.toHaveProperty('servers_devloop_server_gap_check');
  });
});

describe('AutoScalingGroup that follows a queue', () => {
  const queue = { name: 'orders', producers: [], consumers: ['worker-server'], visibilityTimeout: 120 };
  const worker = {
    name: 'worker-server',
    role: 'worker',
    zones: ['a'],
    container: { awsAccess: true },
    autoScaling: { min: 1, max: 5, targetQueueLength: { queue: 'orders', messages: 20 } },
  };
  const following = synth(changed({ queues: [queue], alarms: {}, 'servers.3': worker }));

  test('scales by the waiting messages for each instance in service', () => {
    expect(ofType(following, 'aws_autoscaling_policy')).toEqual({
      servers_worker_server_queue: {
        name: 'queue',
        autoscaling_group_name: '${aws_autoscaling_group.servers_worker_server.name}',
        policy_type: 'TargetTrackingScaling',
        target_tracking_configuration: {
          customized_metric_specification: {
            metrics: [
              {
                id: 'messages',
                metric_stat: {
                  metric: {
                    namespace: 'AWS/SQS',
                    metric_name: 'ApproximateNumberOfMessagesVisible',
                    dimensions: [{ name: 'QueueName', value: '${aws_sqs_queue.queues_orders.name}' }],
                  },
                  stat: 'Sum',
                },
                return_data: false,
              },
              {
                id: 'instances',
                metric_stat: {
                  metric: {
                    namespace: 'AWS/AutoScaling',
                    metric_name: 'GroupInServiceInstances',
                    dimensions: [
                      {
                        name: 'AutoScalingGroupName',
                        value: '${aws_autoscaling_group.servers_worker_server.name}',
                      },
                    ],
                  },
                  stat: 'Average',
                },
                return_data: false,
              },
              { id: 'backlog', expression: 'messages / instances', label: 'messages per instance' },
            ],
          },
          target_value: 20,
        },
      },
    });
  });

  test('counts its instances as a metric', () => {
    expect(argumentsAt(following, 'aws_autoscaling_group.servers_worker_server')).toMatchObject({
      enabled_metrics: ['GroupInServiceInstances'],
      metrics_granularity: '1Minute',
    });
  });

  test('has an alarm where messages wait longer than the workers take', () => {
    expect(
      argumentsAt(following, 'aws_cloudwatch_metric_alarm.alarms_queues_orders_waiting_messages'),
    ).toMatchObject({
      alarm_name: 'devloop-dev-queues-orders-waiting-messages',
      metric_name: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: '${aws_sqs_queue.queues_orders.name}' },
      threshold: 1020,
    });
  });
});
