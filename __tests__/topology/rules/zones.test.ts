import { ELB, SCALING, classic, scaling } from '../support/registrations';
import { check, ref, rows, terraform, type Body, type Resources } from '../support/network';

const open = (port: number): Body => ({
  ingress: { from_port: port, to_port: port, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] },
  egress: { from_port: 0, to_port: 0, protocol: '-1', cidr_blocks: ['0.0.0.0/0'] },
});

/** A load balancer and an Auto Scaling group without subnets, whose groups are in the default VPC. */
const network = (zones: unknown, ...parts: readonly Resources[]): object => ({
  data: { aws_availability_zones: { all: {} } },
  ...terraform(
    { 'aws_security_group.lb': open(80), 'aws_security_group.app': open(8080) },
    classic({ subnets: null, availability_zones: zones }),
    scaling({ vpc_zone_identifier: null, availability_zones: zones, load_balancers: [ref(ELB, 'name')] }),
    ...parts,
  ),
});

describe('Availability Zones in place of subnets', () => {
  const page = 'autoscaling/ec2/userguide/asg-in-vpc';
  check([
    ...[
      ['eu-west-1a'],
      '${data.aws_availability_zones.all.names}',
      ['${data.aws_availability_zones.all.names}'],
    ].flatMap((zones) =>
      rows(
        page,
        network(zones),
        [String(zones), 'internet', ELB, 80, 'yes'],
        [String(zones), ELB, SCALING, 8080, 'yes'],
        [String(zones), 'internet', SCALING, 8080, 'yes'],
        [String(zones), 'internet', SCALING, 22, 'no: ingress rule'],
        [String(zones), SCALING, 'internet', 443, 'yes'],
      ),
    ),
    ...[[], null, '${var.zones}'].flatMap((zones) =>
      rows(
        page,
        network(zones),
        [`${String(zones)}, which may be none`, 'internet', ELB, 80, 'unknown', 'subnet'],
        [`${String(zones)}, which may be none`, 'internet', SCALING, 8080, 'unknown', 'subnet'],
      ),
    ),
    ...rows(
      page,
      network(['eu-west-1a'], {
        'aws_launch_template.app': { network_interfaces: { subnet_id: '${var.subnet}' } },
      }),
      ['a subnet of the template', 'internet', SCALING, 8080, 'unknown', 'subnet'],
    ),
    ...rows(
      'AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC',
      network(['eu-west-1a'], {
        'aws_rds_cluster.db': {
          engine: 'aurora-mysql',
          availability_zones: ['eu-west-1a'],
          vpc_security_group_ids: [ref('aws_security_group.app')],
        },
      }),
      ['the zones of a storage', SCALING, 'aws_rds_cluster.db', 3306, 'no: ingress rule'],
      ['which may be in any subnets', 'aws_rds_cluster.db', 'internet', 443, 'unknown', 'subnet'],
    ),
  ]);
});
