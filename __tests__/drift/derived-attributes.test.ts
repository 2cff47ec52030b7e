import { type Plan, planFindings, sentenceOf } from '../../src/drift';

interface Drifted {
  readonly address: string;
  readonly before: object;
  readonly after: object;
  /** What configuration makes of it. @default as it is in AWS */
  readonly wanted?: object;
}

/** A plan of resources that AWS shows otherwise than state. */
function plan(drifted: Drifted[], known: Record<string, object>): Plan {
  const parts = (address: string) => {
    const [type = '', name = ''] = address.split('.');
    return { address, type, name, mode: 'managed' };
  };
  return {
    resource_drift: drifted.map(({ address, before, after }) => ({
      ...parts(address),
      change: { actions: ['update'], before, after },
    })),
    resource_changes: drifted.map(({ address, after, wanted = after }) => ({
      ...parts(address),
      change: { actions: [wanted === after ? 'no-op' : 'update'], before: after, after: wanted },
    })),
    prior_state: {
      values: {
        root_module: {
          resources: Object.entries(known).map(([address, values]) => ({
            ...parts(address),
            values: { ...values },
          })),
        },
      },
    },
  };
}

const told = (drifted: Drifted, known: Record<string, object> = {}): string[] =>
  planFindings({
    plan: plan([drifted], known),
    ignored: new Map(),
    environment: 'dev',
    state: 'state',
  }).map(sentenceOf);

const address = {
  address: 'aws_eip.web',
  before: { association_id: '', instance: '', private_dns: null },
  after: { association_id: 'eipassoc-1', instance: 'i-1', private_dns: 'ip-10-0-0-4' },
};

test('planFindings omits an attribute derived from another resource in the state', () => {
  const association = { id: 'eipassoc-1', instance_id: 'i-1' };
  expect(told(address, { 'aws_eip_association.web': association })).toEqual([]);
});

test('planFindings reports an attribute that no resource in the state explains', () => {
  const leaves = 'configuration does not set it, so an apply leaves it';
  expect(told(address)).toEqual([
    `aws_eip.web: association_id is "eipassoc-1" in AWS, absent in state; ${leaves}`,
    `aws_eip.web: instance is "i-1" in AWS, absent in state; ${leaves}`,
  ]);
});

test('planFindings omits a derived value whose source is gone from AWS and state', () => {
  const endpoint = {
    address: 'aws_vpc_endpoint.web',
    before: { route_table_ids: ['rtb-1', 'rtb-gone'] },
    after: { route_table_ids: ['rtb-1'] },
  };
  const association = { 'aws_vpc_endpoint_route_table_association.web': { route_table_id: 'rtb-1' } };
  expect(told(endpoint, association)).toEqual([]);
});

test('planFindings reports a policy attached manually, beside one in the state', () => {
  const role = {
    address: 'aws_iam_role.web',
    before: { managed_policy_arns: [] },
    after: { managed_policy_arns: ['arn:known', 'arn:admin'] },
  };
  expect(told(role, { 'aws_iam_role_policy_attachment.web': { policy_arn: 'arn:known' } })).toEqual([
    'aws_iam_role.web: "arn:admin" in managed_policy_arns is present in AWS, absent in state; configuration does not set it, so an apply leaves it',
  ]);
});

test('planFindings reports a volume attached manually, beside one in the state', () => {
  const server = {
    address: 'aws_instance.web',
    before: { ebs_block_device: [] },
    after: { ebs_block_device: [{ volume_id: 'vol-known' }, { volume_id: 'vol-1' }] },
  };
  expect(told(server, { 'aws_volume_attachment.web': { volume_id: 'vol-known' } })).toEqual([
    'aws_instance.web: { volume_id: "vol-1" } in ebs_block_device is present in AWS, absent in state; configuration does not set it, so an apply leaves it',
  ]);
});

test('planFindings reports a target group attached manually to an Auto Scaling group, beside one in the state', () => {
  const group = (...arns: string[]) => ({
    address: 'aws_autoscaling_group.web',
    before: { target_group_arns: [], traffic_source: [] },
    after: {
      target_group_arns: arns,
      traffic_source: arns.map((identifier) => ({ identifier, type: 'elbv2' })),
    },
  });
  const known = { 'aws_autoscaling_attachment.web': { lb_target_group_arn: 'arn:known' } };
  expect(told(group('arn:known'), known)).toEqual([]);
  const leaves = 'configuration does not set it, so an apply leaves it';
  expect(told(group('arn:known', 'arn:other'), known)).toEqual([
    `aws_autoscaling_group.web: "arn:other" in target_group_arns is present in AWS, absent in state; ${leaves}`,
    `aws_autoscaling_group.web: { identifier: "arn:other", type: "elbv2" } in traffic_source is present in AWS, absent in state; ${leaves}`,
  ]);
});

test('planFindings omits inline rules and the latest restorable time', () => {
  const rules = {
    address: 'aws_security_group.web',
    before: { ingress: [] },
    after: { ingress: [{ from_port: 1 }] },
  };
  const backup = {
    address: 'aws_db_instance.web',
    before: { latest_restorable_time: '1' },
    after: { latest_restorable_time: '2' },
  };
  expect([...told(rules), ...told(backup)]).toEqual([]);
});

test('planFindings reports a tag of tags_all once, as tags', () => {
  const tagged = {
    address: 'aws_vpc.web',
    before: { tags: { Name: 'a' }, tags_all: { Name: 'a', Environment: 'dev' } },
    after: { tags: { Name: 'a', Environment: 'x' }, tags_all: { Name: 'a', Environment: 'x' } },
    wanted: { tags: { Name: 'a' }, tags_all: { Name: 'a', Environment: 'dev' } },
  };
  expect(told(tagged)).toEqual([
    'aws_vpc.web: tags.Environment is "x" in AWS, "dev" in state and configuration; an apply puts it back',
  ]);
});

describe('planFindings of an environment with a schedule', () => {
  const stopped = {
    address: 'aws_instance.web',
    before: { instance_state: 'running' },
    after: { instance_state: 'stopped' },
  };
  const group = { address: 'aws_autoscaling_group.web', before: { min_size: 2 }, after: { min_size: 0 } };
  const schedule = { 'aws_scheduler_schedule_group.schedule': { name: 'devloop-dev-schedule' } };

  const sized = (known: Record<string, object>): string[] =>
    planFindings({
      plan: {
        ...plan([group], known),
        configuration: {
          root_module: {
            resources: [{ address: group.address, expressions: { min_size: { constant_value: 2 } } }],
          },
        },
      } as Plan,
      ignored: new Map([[group.address, ['min_size']]]),
      environment: 'dev',
      state: 'state',
    }).map(sentenceOf);

  test('omits what the schedule stops', () => {
    expect(told(stopped, schedule)).toEqual([]);
    expect(sized(schedule)).toEqual([]);
  });

  test('reports it without one', () => {
    expect(told(stopped)).toEqual([
      'aws_instance.web: instance_state is "stopped" in AWS, "running" in state; configuration does not set it, so an apply leaves it',
    ]);
    expect(sized({})).toEqual([
      'aws_autoscaling_group.web: min_size is 0 in AWS, 2 in state; configuration ignores it, so an apply leaves it',
    ]);
  });
});
