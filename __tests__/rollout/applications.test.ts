import { dev, prod } from '../support/fixtures/configured';
import type { EnvironmentInput } from '../../src/config/schema';
import { applicationsOf } from '../../src/rollout/applications';
import { Plan } from '../../src/terraform/planned-resources';
import { changed } from '../support/fixtures/environments';
import { ofType, synth } from '../support/fixtures/synth';

const nameOf = (input: EnvironmentInput, type: string): unknown =>
  Object.values(ofType(synth(input), type))[0]?.['name'];

const found = (input: EnvironmentInput) => applicationsOf(new Plan(synth(input), {}));

describe('Applications of a stack', () => {
  test('are an Auto Scaling group, with the log group of its servers', () => {
    expect(found(prod)).toEqual([
      {
        name: 'devloop-server',
        logGroup: '/devloop-prod/devloop-server',
        autoScalingGroup: {
          name: nameOf(prod, 'aws_autoscaling_group'),
          preferences: { MinHealthyPercentage: 100, MaxHealthyPercentage: 200, SkipMatching: true },
        },
        instanceTypes: ['t2.medium'],
        servers: 0,
        targetGroups: [],
      },
    ]);
  });

  test('are single servers, with the target group that they are registered with', () => {
    const three = changed({ 'servers.0.count': 3, 'servers.0.zones': ['a', 'c'] });
    for (const [input, servers] of [
      [dev, 1],
      [three, 3],
    ] as const)
      expect(found(input)).toEqual([
        {
          name: 'devloop-server',
          logGroup: '/devloop-dev/devloop-server',
          autoScalingGroup: undefined,
          instanceTypes: ['t2.medium'],
          servers,
          targetGroups: [nameOf(input, 'aws_lb_target_group')],
        },
      ]);
  });

  test('leave out servers that do not run the image', () => {
    const input = changed({ loadBalancer: undefined, 'database.clients': [] });
    const servers = input.servers.filter(({ role }) => role !== 'application');
    expect(found({ ...input, servers })).toEqual([]);
  });
});
