import { check, ref, type Body, type Resources } from '../support/network';
import {
  LB,
  ELB,
  GROUP,
  SCALING,
  SERVICE,
  inside,
  balancer,
  classic,
  scaling,
  variable,
  ask,
} from '../support/registrations';

const container = (mapping: Body): string =>
  JSON.stringify([
    { name: 'proxy', image: 'envoy', portMappings: [{ containerPort: 8080, hostPort: 9999 }] },
    { name: 'app', image: 'app', portMappings: [{ containerPort: 9000, hostPort: 9001 }, mapping] },
  ]);
const ecs = (service: Body = {}, task: Body = {}, more: Resources = {}): Resources => ({
  'aws_ecs_cluster.main': { name: 'main' },
  'aws_ecs_task_definition.app': {
    family: 'app',
    container_definitions: container({ containerPort: 8080 }),
    ...task,
  },
  [SERVICE]: {
    cluster: ref('aws_ecs_cluster.main'),
    task_definition: ref('aws_ecs_task_definition.app', 'arn'),
    load_balancer: { target_group_arn: ref(GROUP, 'arn'), container_name: 'app', container_port: 8080 },
    ...service,
  },
  ...more,
});
const provider: Resources = {
  'aws_ecs_capacity_provider.app': {
    name: 'app',
    auto_scaling_group_provider: { auto_scaling_group_arn: ref(SCALING, 'arn') },
  },
};
const defaults = (...strategy: string[]): Resources => ({
  ...provider,
  'aws_ecs_cluster_capacity_providers.main': {
    cluster_name: ref('aws_ecs_cluster.main', 'name'),
    capacity_providers: strategy,
    default_capacity_provider_strategy: strategy.map((name) => ({ capacity_provider: name })),
  },
});
const OWN = ref('aws_ecs_capacity_provider.app', 'name');
const static8081 = { container_definitions: container({ containerPort: 8080, hostPort: 8081 }) };
const host = { network_mode: 'host' };

describe('Registration by ECS', () => {
  const page = 'service-load-balancing';
  const fargate = { launch_type: 'FARGATE', network_configuration: inside };
  const awsvpc = { network_mode: 'awsvpc' };
  check([
    ...ask(
      page,
      LB,
      SERVICE,
      8080,
      ['tasks on Fargate', [balancer({ target_type: 'ip' }), ecs(fargate, awsvpc)], 'yes'],
      [
        'tasks with interfaces on instances',
        [balancer({ target_type: 'ip' }), scaling(), ecs({ network_configuration: inside }, awsvpc)],
        'yes',
      ],
      [
        'the alternate target group of a deployment',
        [
          balancer({ target_type: 'ip' }),
          ecs({
            ...fargate,
            load_balancer: {
              target_group_arn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue/1',
              container_name: 'app',
              container_port: 8080,
              advanced_configuration: { alternate_target_group_arn: ref(GROUP, 'arn') },
            },
          }),
        ],
        'yes',
      ],
    ),
    ...ask(page, LB, SERVICE, 8081, [
      'tasks on no other port',
      [balancer({ target_type: 'ip' }), ecs(fargate, awsvpc)],
      'no: not a target',
    ]),
    ...ask('deployment-type-external', LB, 'aws_ecs_task_set.app', 8080, [
      'a task set',
      [
        balancer({ target_type: 'ip' }),
        {
          'aws_ecs_task_set.app': {
            network_configuration: inside,
            load_balancer: {
              target_group_arn: ref(GROUP, 'arn'),
              container_name: 'app',
              container_port: 8080,
            },
          },
        },
      ],
      'yes',
    ]),
    ...ask(
      'API_PortMapping',
      LB,
      SCALING,
      8080,
      ['a port that ECS chooses', [balancer(), scaling(), ecs()], 'unknown'],
      [
        'a port that ECS chooses, on instances of a capacity provider',
        [
          balancer(),
          scaling(),
          ecs({ capacity_provider_strategy: { capacity_provider: OWN } }, {}, provider),
        ],
        'unknown',
      ],
      [
        'host mode, with a capacity provider',
        [
          balancer(),
          scaling(),
          ecs({ capacity_provider_strategy: { capacity_provider: OWN } }, host, provider),
        ],
        'yes',
      ],
      [
        'host mode, with the default capacity provider of the cluster',
        [balancer(), scaling(), ecs({}, host, defaults(OWN))],
        'yes',
      ],
      [
        'host mode, with the default capacity provider and a launch type',
        [balancer(), scaling(), ecs({ launch_type: 'EC2' }, host, defaults(OWN))],
        'unknown',
      ],
      [
        'host mode, with one of two capacity providers',
        [balancer(), scaling(), ecs({}, host, defaults(OWN, 'other'))],
        'unknown',
      ],
      ['host mode, without a capacity provider', [balancer(), scaling(), ecs({}, host)], 'unknown'],
      [
        'a network mode that a variable holds',
        [balancer(), scaling(), ecs({}, { network_mode: '${var.mode}' }, defaults(OWN))],
        'unknown',
        variable('mode'),
      ],
      [
        'the static port of another container',
        [balancer(), scaling(), ecs({}, static8081, defaults(OWN))],
        'no: not a target',
      ],
    ),
    ...ask(
      'API_PortMapping',
      LB,
      SCALING,
      8081,
      ['a static host port', [balancer(), scaling(), ecs({}, static8081, defaults(OWN))], 'yes'],
      [
        'a static host port of definitions that are not known',
        [balancer(), scaling(), ecs({}, { container_definitions: '${var.definitions}' }, defaults(OWN))],
        'unknown',
        variable('definitions'),
      ],
    ),
    ...ask(
      page,
      ELB,
      SCALING,
      8080,
      [
        'a classic load balancer by name',
        [
          classic(),
          scaling(),
          ecs(
            { load_balancer: { elb_name: ref(ELB, 'name'), container_name: 'app', container_port: 8080 } },
            {},
            defaults(OWN),
          ),
        ],
        'yes',
      ],
      [
        'a classic load balancer, on instances that are not known',
        [
          classic(),
          scaling(),
          ecs({ load_balancer: { elb_name: ref(ELB, 'name'), container_name: 'app', container_port: 8080 } }),
        ],
        'unknown',
      ],
    ),
  ]);
});
