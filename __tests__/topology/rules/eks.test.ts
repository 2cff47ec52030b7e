import { network } from '../support/managed-service';
import { WEB, check, group, instance, ref, rows, sg, type Body, type Resources } from '../support/network';

describe('EKS', () => {
  const page = 'eks/latest/userguide/cluster-endpoint';
  const C = 'aws_eks_cluster.c';
  const N = 'aws_eks_node_group.n';
  const cluster = (more: Body = {}): Resources => ({
    [C]: {
      name: 'shop',
      vpc_config: { subnet_ids: [ref('aws_subnet.private')], ...more },
    },
    [N]: { cluster_name: ref(C, 'name'), subnet_ids: [ref('aws_subnet.private')] },
  });
  const own = { security_group_id: '${aws_eks_cluster.c.vpc_config[0].cluster_security_group_id}' };
  const web443 = {
    'aws_vpc_security_group_ingress_rule.web': {
      ...own,
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      referenced_security_group_id: sg('web'),
    },
  };
  const template = (more: Body): Resources => ({
    'aws_launch_template.t': more,
    [N]: {
      cluster_name: 'shop',
      subnet_ids: [ref('aws_subnet.private')],
      launch_template: { id: ref('aws_launch_template.t'), version: '1' },
    },
  });
  const ssh = (more: Body = {}): Resources => ({
    [N]: {
      cluster_name: ref(C, 'name'),
      subnet_ids: [ref('aws_subnet.public')],
      remote_access: { ec2_ssh_key: 'k', ...more },
    },
  });
  check([
    ...rows(
      page,
      network(cluster()),
      ['the API server is on the internet', 'internet', C, 443, 'yes'],
      ['and nowhere else', 'internet', C, 22, 'no: no listener'],
      ['clients in the VPC go over the internet', WEB, C, 443, 'yes'],
    ),
    ...rows(
      page,
      network(cluster({ public_access_cidrs: ['203.0.113.0/24'] })),
      ['to some of it', '203.0.113.7', C, 443, 'yes'],
      ['not to everyone', 'internet', C, 443, 'no: ingress rule'],
      ['which may take the VPC in', WEB, C, 443, 'unknown', 'address'],
    ),
    ...rows(
      page,
      network(cluster({ endpoint_public_access: false, endpoint_private_access: true })),
      ['a private one', 'internet', C, 443, 'no: no public address'],
      ['which its group closes to others', WEB, C, 443, 'no: ingress rule'],
      ['and opens to its nodes', N, C, 443, 'yes'],
    ),
    ...rows(
      page,
      network(cluster({ endpoint_public_access: false, endpoint_private_access: true }), web443),
      ["a rule of the cluster's own group", WEB, C, 443, 'yes'],
    ),
    ...rows(
      page,
      network(
        cluster({
          endpoint_public_access: false,
          endpoint_private_access: true,
          security_group_ids: [sg('service')],
        }),
      ),
      ['a group beside its own', WEB, C, 443, 'yes'],
    ),
    ...rows(page, network(cluster({ endpoint_public_access: '${var.open}' })), [
      'what a variable opens',
      'internet',
      C,
      443,
      'unknown',
      'var.open',
    ]),
    ...rows(
      'eks/latest/userguide/sec-group-reqs',
      network(cluster(), group('app'), instance('app', 'private')),
      ['nodes are in the group of the cluster', N, C, 443, 'yes'],
      ['and go out', N, 'internet', 443, 'yes'],
      ['others do not reach them', WEB, N, 10_250, 'no: ingress rule'],
      ['the cluster does', C, N, 10_250, 'yes'],
    ),
    ...rows(
      'eks/latest/userguide/launch-templates',
      network(cluster(), template({ vpc_security_group_ids: [sg('service')] })),
      ['groups of a launch template are the only ones', WEB, N, 22, 'yes'],
    ),
    ...rows('eks/latest/userguide/launch-templates', network(cluster(), template({})), [
      'a template without groups has that of the cluster',
      WEB,
      N,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'eks/latest/APIReference/API_RemoteAccessConfig',
      network(cluster(), ssh()),
      ['an SSH key opens port 22 to the internet', 'internet', N, 22, 'yes', 'remote access'],
      ['and no other', 'internet', N, 443, 'no: ingress rule'],
    ),
    ...rows(
      'eks/latest/APIReference/API_RemoteAccessConfig',
      network(cluster(), ssh({ source_security_group_ids: [sg('web')] })),
      ['to some groups alone', 'internet', N, 22, 'no: ingress rule'],
      ['which are let in', WEB, N, 22, 'yes'],
    ),
    ...rows(
      'eks/latest/userguide/fargate-profile',
      network(cluster(), {
        'aws_eks_fargate_profile.f': {
          cluster_name: ref(C, 'name'),
          subnet_ids: [ref('aws_subnet.private')],
        },
      }),
      ['pods on Fargate have the group of the cluster', 'aws_eks_fargate_profile.f', N, 8080, 'yes'],
    ),
    ...rows(
      'eks/latest/userguide/sec-group-reqs',
      network({
        [N]: { cluster_name: '${data.aws_eks_cluster.c.name}', subnet_ids: [ref('aws_subnet.private')] },
      }),
      ['nodes of a cluster elsewhere', WEB, N, 22, 'unknown', 'aws_eks_cluster.c'],
    ),
  ]);
});
