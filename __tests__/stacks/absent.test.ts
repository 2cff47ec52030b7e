import { dev, prod } from '../support/fixtures/configured';
import { everything } from '../support/fixtures/environments';
import { type Arguments, byAddress, ofType, synth, synthText } from '../support/fixtures/synth';

const UNTAGGABLE = [
  'aws_acm_certificate_validation',
  'aws_autoscaling_attachment',
  // Has its tags in blocks of its own: see the test of server groups.
  'aws_autoscaling_group',
  'aws_autoscaling_policy',
  'aws_backup_selection',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_event_target',
  'aws_cloudfront_origin_access_control',
  'aws_ecr_lifecycle_policy',
  'aws_eip_association',
  'aws_iam_role_policy',
  'aws_kms_alias',
  'aws_lb_target_group_attachment',
  'aws_network_acl_association',
  'aws_network_acl_rule',
  'aws_route',
  'aws_route53_record',
  'aws_route_table_association',
  'aws_s3_bucket_cors_configuration',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_scheduler_schedule',
  'aws_sns_topic_policy',
  'aws_sns_topic_subscription',
  'aws_sqs_queue_policy',
  'aws_volume_attachment',
  'aws_vpc_endpoint_route_table_association',
  'aws_wafv2_web_acl_association',
  'aws_wafv2_web_acl_logging_configuration',
  'data.aws_caller_identity',
  'data.aws_cloudwatch_log_groups',
  'data.aws_db_instance',
  'data.aws_db_instances',
  'data.aws_db_subnet_group',
  'data.aws_ec2_instance_type_offerings',
  'data.aws_ebs_volume',
  'data.aws_ebs_volumes',
  'data.aws_eips',
  'data.aws_elb_service_account',
  'data.aws_instance',
  'data.aws_instances',
  'data.aws_route53_zone',
  'data.aws_ssm_parameter',
  'data.aws_subnet',
  'data.aws_subnets',
  'terraform_data',
];

describe.each([dev, prod, everything])('Stack of $name', (environment) => {
  const config = synth(environment);
  const all = [...byAddress(config)];
  const having = (key: string) => all.filter(([, block]) => key in block).map(([address]) => address);
  const rules = (side: string): Arguments[] =>
    Object.values(ofType(config, `aws_vpc_security_group_${side}_rule`));

  test('has no inline security group rule and no aws_security_group_rule', () => {
    const groups = all.filter(([address]) => /^aws_(default_)?security_group\./.test(address));
    expect(groups.length).toBeGreaterThan(1);
    expect(groups.filter(([, block]) => 'ingress' in block || 'egress' in block)).toEqual([]);
    expect(ofType(config, 'aws_security_group_rule')).toEqual({});
  });

  test('has no public address on an instance except the Elastic IP address of the bastion', () => {
    expect(having('associate_public_ip_address')).toEqual([]);
    const { instance_id: target } =
      ofType(config, 'aws_eip_association')['bastion_address_association'] ?? {};
    expect(target).toBe('${aws_instance.bastion.id}');
    expect(Object.keys(ofType(config, 'aws_eip_association'))).toHaveLength(1);
  });

  test('has no server in a public subnet except the bastion', () => {
    const open = Object.entries(ofType(config, 'aws_instance')).filter(
      ([, { subnet_id: subnet }]) => !String(subnet).includes('network_private_'),
    );
    expect(open.map(([name]) => name)).toEqual(['bastion']);
  });

  test('has no ingress from the internet except to the load balancer', () => {
    const world = rules('ingress').filter(({ cidr_ipv4: range }) => /\/0$/.test(String(range)));
    expect(new Set(world.map((rule) => rule['security_group_id']))).toEqual(
      new Set(['${aws_security_group.load_balancer_security_group.id}']),
    );
  });

  test('has no IPv6', () => {
    expect(JSON.stringify(config)).not.toMatch(/ipv6|::\/0/i);
  });

  test('has no rule for all ports or all protocols', () => {
    const wide = [...rules('ingress'), ...rules('egress')].filter(
      (rule) =>
        rule['from_port'] !== rule['to_port'] || !['tcp', 'udp'].includes(String(rule['ip_protocol'])),
    );
    expect(wide).toEqual([]);
  });

  test('has no rule without a description', () => {
    const descriptions = [...rules('ingress'), ...rules('egress')].map(({ description }) => description);
    expect(descriptions.filter((text) => !/^\S.* (from|to) \S+$/.test(String(text)))).toEqual([]);
  });

  test('has no count, no index, and no for_each except over the administrator CIDR blocks', () => {
    expect(having('count')).toEqual([]);
    expect(having('for_each').filter((address) => !address.startsWith('data.'))).toEqual([
      ...(environment === everything
        ? ['elk', 'jenkins'].map(
            (name) => `aws_lb_listener_rule.load_balancer_${name}_server_from_administrators`,
          )
        : []),
      'aws_vpc_security_group_ingress_rule.bastion_security_group_from_administrators_tcp_22',
      ...(environment === everything
        ? ['aws_vpc_security_group_ingress_rule.load_balancer_security_group_from_administrators_tcp_443']
        : []),
    ]);
    // Of a block that an instance has once, in `ignore_changes`, and of one that an identity has once.
    const text = JSON.stringify(config.resource).replaceAll(
      /"root_block_device\[0\]\.kms_key_id"|\.dkim_signing_attributes\[0\]\.tokens/g,
      '',
    );
    expect(text).not.toMatch(/\[\d+\]|count\.index/);
  });

  test('has no taggable resource without a Name tag', () => {
    const nameless = all.filter(([, { tags }]) => !(tags as { Name?: string } | undefined)?.Name);
    const types = nameless.map(([address]) => address.replace(/\.[^.]+$/, ''));
    expect(types.filter((type) => !UNTAGGABLE.includes(type))).toEqual([]);
  });

  test('has no password', () => {
    expect(synthText(environment)).not.toMatch(/"(master_)?password"/);
  });
});
