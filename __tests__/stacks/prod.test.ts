import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Route } from '@cdktf/provider-aws/lib/route';
import { dev, prod } from '../support/fixtures/configured';
import { databaseKeepsItsOrigin, natSubnetStays } from '../support/fixtures/plan-conditions';
import { argumentsAt, ofType, synth, synthText } from '../support/fixtures/synth';

const stack = synthText(prod);
const config = synth(prod);

/** Wherever AWS protects against deletion, by the argument's name. */
const PROTECTION = {
  aws_instance: 'disable_api_termination',
  aws_lb: 'enable_deletion_protection',
  aws_db_instance: 'deletion_protection',
};

test.each(Object.entries(PROTECTION))(
  'Every %s has deletion protection in prod and not in dev',
  (type, key) => {
    const values = (environment: typeof dev) =>
      Object.values(ofType(synth(environment), type)).map((resource) => resource[key]);
    expect(new Set(values(prod))).toEqual(new Set([true]));
    expect(new Set(values(dev))).toEqual(new Set([false]));
  },
);

test('Database of prod has a standby and prevent_destroy', () => {
  expect(stack).toHaveResourceWithProperties(DbInstance, {
    multi_az: true,
    deletion_protection: true,
    skip_final_snapshot: false,
    apply_immediately: false,
    lifecycle: {
      prevent_destroy: true,
      ignore_changes: ['snapshot_identifier', 'restore_to_point_in_time', 'engine_lifecycle_support'],
      precondition: [
        databaseKeepsItsOrigin('devloop-prod', {
          engine: 'mysql',
          db_name: 'devloop',
          master_username: 'dbadmin',
        }),
      ],
    },
  });
  expect(stack).toHaveResourceWithProperties(Lb, { enable_deletion_protection: true });
});

test('Private subnets of prod route to the NAT gateway of their own zone', () => {
  for (const zone of ['a', 'c']) {
    expect(stack).toHaveResourceWithProperties(Route, {
      route_table_id: `\${aws_route_table.network_private_${zone}_routes.id}`,
      nat_gateway_id: `\${aws_nat_gateway.network_nat_${zone}.id}`,
    });
    expect(argumentsAt(config, `aws_nat_gateway.network_nat_${zone}`)).toEqual({
      allocation_id: `\${aws_eip.network_nat_${zone}_address.id}`,
      depends_on: ['aws_internet_gateway.network_internet_gateway'],
      subnet_id: `\${aws_subnet.network_public_${zone}.id}`,
      tags: { Name: `devloop-nat-${zone}` },
      lifecycle: {
        create_before_destroy: true,
        precondition: [natSubnetStays(zone, { a: '10.0.0.0/24', c: '10.0.2.0/24' })],
      },
    });
  }
});

test('Database of prod is in subnets without a route to the internet', () => {
  expect(stack).toHaveResourceWithProperties(DbSubnetGroup, {
    subnet_ids: ['${aws_subnet.network_isolated_a.id}', '${aws_subnet.network_isolated_c.id}'],
  });
  const isolated = '${aws_route_table.network_isolated_routes.id}';
  const routes = Object.values(ofType(config, 'aws_route'));
  expect(routes).toHaveLength(3);
  expect(routes.filter((route) => route['route_table_id'] === isolated)).toEqual([]);
  const associations = Object.values(ofType(config, 'aws_route_table_association'));
  expect(associations.filter((association) => association['route_table_id'] === isolated)).toEqual(
    ['a', 'c'].map((zone) => ({
      route_table_id: isolated,
      subnet_id: `\${aws_subnet.network_isolated_${zone}.id}`,
    })),
  );
});

test('Application of prod has two to four instances in both zones, replaced without downtime', () => {
  expect(argumentsAt(config, 'aws_autoscaling_group.servers_devloop_server')).toMatchObject({
    min_size: 2,
    max_size: 4,
    vpc_zone_identifier: ['a', 'c'].map((zone) => `\${aws_subnet.network_private_${zone}.id}`),
    health_check_type: 'ELB',
    instance_refresh: { preferences: { min_healthy_percentage: 100, max_healthy_percentage: 200 } },
  });
  expect(argumentsAt(config, 'aws_autoscaling_attachment.load_balancer_target_devloop_server')).toMatchObject(
    {
      autoscaling_group_name: '${aws_autoscaling_group.servers_devloop_server.name}',
    },
  );
});

test('prod differs from dev only in the resource types of an Auto Scaling group', () => {
  const [ofProd, ofDev] = [config, synth(dev)].map(({ resource }) => Object.keys(resource));
  expect(ofProd?.filter((type) => !ofDev?.includes(type)).sort()).toEqual([
    'aws_autoscaling_attachment',
    'aws_autoscaling_group',
    'aws_autoscaling_policy',
    'aws_launch_template',
  ]);
  expect(ofDev?.filter((type) => !ofProd?.includes(type))).toEqual(['aws_lb_target_group_attachment']);
});
