import { Testing } from 'cdktf';
import { priceOf, withoutRegion } from '../../src/cost/price-table';
import { PRICE_PATTERNS } from '../../src/resources';
import { StateStack } from '../../src/stacks/state-stack';
import { dev, prod } from '../support/fixtures/configured';
import { changed, everything } from '../support/fixtures/environments';
import { synth } from '../support/fixtures/synth';
import { synthAutomation } from '../support/iam/policies';
import { costsAt, estimateOf, estimateOfStack, stackOf } from './support/estimates';
import { SEOUL } from './support/prices';

const stateStack = (): object =>
  JSON.parse(
    Testing.synth(new StateStack(Testing.app(), { bucket: 'a-bucket', region: 'ap-northeast-2' }), true),
  ) as object;

const instance = (args: object): object => stackOf({ aws_instance: { one: args } });
const database = (args: object): object =>
  stackOf({
    aws_db_instance: {
      one: {
        engine: 'mysql',
        engine_version: '8.4',
        instance_class: 'db.t3.micro',
        allocated_storage: 20,
        storage_type: 'gp3',
        ...args,
      },
    },
  });

describe('An estimate', () => {
  test('takes the price of an application load balancer, whose usage type the classic one shares', () => {
    const args = { load_balancer_type: 'application', internal: true };
    const estimate = estimateOfStack(stackOf({ aws_lb: { one: args } }));
    expect(costsAt(estimate, 'aws_lb.one')).toEqual({ 'load balancer': '16.425', 'lcu-hours': 'by use' });
  });

  test('counts the public addresses of a load balancer that faces the internet', () => {
    const args = { load_balancer_type: 'application', subnets: ['${aws_subnet.a.id}', '${aws_subnet.b.id}'] };
    const estimate = estimateOfStack(stackOf({ aws_lb: { one: args } }));
    expect(costsAt(estimate, 'aws_lb.one')).toMatchObject({ 'public IPv4 addresses': '7.3' });
  });

  test('names an instance type without a price as unknown, and takes none for 0', () => {
    const { total, unknown } = estimateOfStack(instance({ instance_type: 'm7g.large' }));
    expect({ total: total.toFixed(), unknown }).toEqual({ total: '0', unknown: 1 });
    expect(costsAt(estimateOfStack(instance({ instance_type: 'm7g.large' })), 'aws_instance.one')).toEqual({
      instance: 'unknown: no price of BoxUsage:m7g.large (RunInstances) in the table of ap-northeast-2',
    });
  });

  test("never takes another region's price", () => {
    const estimate = estimateOf(changed({ region: 'eu-west-1', 'network.zones': ['a', 'c'] }));
    expect(estimate.total.toFixed()).toBe('0');
    const whys = new Set(Object.values(costsAt(estimate, 'aws_nat_gateway.network_nat_a')));
    expect([...whys]).toEqual(['unknown: there is no price table of eu-west-1']);
  });

  test.each([
    ['dev', synth(dev)],
    ['prod', synth(prod)],
    ['everything', synth(everything)],
    ['automation', synthAutomation()],
    ['state', stateStack()],
  ])('knows what AWS charges for each resource type of %s', (_, stack) => {
    const { resources } = estimateOfStack(stack);
    const whys = resources.flatMap(({ costs }) => costs.flatMap((cost) => ('why' in cost ? [cost.why] : [])));
    expect(whys.filter((why) => why.startsWith('devloop does not know'))).toEqual([]);
  });

  test('names a type that it does not know', () => {
    const estimate = estimateOfStack(stackOf({ aws_kinesis_stream: { one: {} } }));
    expect(costsAt(estimate, 'aws_kinesis_stream.one')).toEqual({
      charges: 'unknown: devloop does not know what AWS charges for aws_kinesis_stream',
    });
  });

  test.each([
    [
      'a number that is known in the plan',
      { for_each: '${toset(var.names)}' },
      'its count or for_each is not in the configuration',
    ],
    ['no type', {}, 'its type or class is not in the configuration'],
  ])('names %s as unknown', (_, args, why) => {
    const estimate = estimateOfStack(stackOf({ aws_instance: { one: args } }));
    expect(Object.values(costsAt(estimate, 'aws_instance.one'))).toEqual([`unknown: ${why}`]);
  });

  test('names the size of a volume that the image decides as unknown', () => {
    const args = { instance_type: 't2.micro', root_block_device: { volume_type: 'gp3' } };
    expect(costsAt(estimateOfStack(instance(args)), 'aws_instance.one')).toEqual({
      instance: '10.512',
      volume: 'unknown: its size or number is not in the configuration',
    });
  });

  test('counts each instance of count and for_each', () => {
    const stack = stackOf({ aws_eip: { two: { count: 2 }, named: { for_each: { a: 1 } } } });
    const { resources, total } = estimateOfStack(stack);
    expect(resources.map(({ address }) => address)).toEqual([
      'aws_eip.two[0]',
      'aws_eip.two[1]',
      'aws_eip.named["a"]',
    ]);
    expect(total.toFixed()).toBe('10.95');
  });

  test('charges IOPS and throughput of gp3 beyond what its size includes, in the unit of the price', () => {
    const volume = { size: 100, type: 'gp3', iops: 4000, throughput: 253 };
    // 1000 × 0.0057; 128 MiB/s of 1024 × 46.6944.
    expect(
      costsAt(estimateOfStack(stackOf({ aws_ebs_volume: { one: volume } })), 'aws_ebs_volume.one'),
    ).toEqual({
      volume: '9.12',
      'volume IOPS': '5.7',
      'volume throughput': '5.8368',
    });
  });

  test('charges what a vault keeps as snapshots of volumes and databases', () => {
    const usage = { 'aws_backup_vault.one': { 'stored-volumes': 100, 'stored-databases': 100 } };
    const estimate = estimateOfStack(stackOf({ aws_backup_vault: { one: { name: 'one' } } }), { usage });
    // 100 × 0.05; 100 × 0.095.
    expect(costsAt(estimate, 'aws_backup_vault.one')).toEqual({
      'stored-volumes': 'by use 5',
      'stored-databases': 'by use 9.5',
    });
  });

  test('asks for the price of Redis by its operation, since the engines of a node share a usage type', () => {
    const group = (engine: string) => ({
      aws_elasticache_replication_group: {
        one: { engine, node_type: 'cache.m7g.large', num_cache_clusters: 2 },
      },
    });
    const nodes = (engine: string) =>
      costsAt(estimateOfStack(stackOf(group(engine))), 'aws_elasticache_replication_group.one')['nodes'];
    expect([nodes('redis'), nodes('valkey')]).toEqual([
      'unknown: no price of NodeUsage:cache.m7g.large (CreateCacheCluster:0002) in the table of ap-northeast-2',
      'unknown: no price of NodeUsage:cache.m7g.large in the table of ap-northeast-2',
    ]);
  });

  test('charges CPU credits of burstable instances by use, where they are unlimited', () => {
    const creditsOf = (args: object) =>
      costsAt(estimateOfStack(instance(args)), 'aws_instance.one')['cpu-credits'];
    expect(creditsOf({ instance_type: 't3.medium' })).toBe('by use');
    expect(
      creditsOf({ instance_type: 't3.medium', credit_specification: { cpu_credits: 'standard' } }),
    ).toBeUndefined();
    expect(creditsOf({ instance_type: 't2.medium' })).toBeUndefined();
    expect(
      creditsOf({ instance_type: 't2.medium', credit_specification: { cpu_credits: 'unlimited' } }),
    ).toBe('unknown: no price of CPUCredits:t2 in the table of ap-northeast-2');
  });

  test('charges a Spot Instance by use', () => {
    const args = { instance_type: 't3.medium', instance_market_options: { market_type: 'spot' } };
    expect(costsAt(estimateOfStack(instance(args)), 'aws_instance.one')).toMatchObject({
      'spot-hours': 'unknown: no price of SpotUsage:t3.medium in the table of ap-northeast-2',
    });
  });

  test('charges an alarm by the month and metric, and a usual range as two metrics more', () => {
    const found = estimateOfStack(
      stackOf({
        aws_cloudwatch_metric_alarm: {
          cpu: { metric_name: 'CPUUtilization' },
          usual: {
            threshold_metric_id: 'range',
            metric_query: [
              { id: 'metric', metric: { metric_name: 'RequestCount' } },
              { id: 'range', expression: 'ANOMALY_DETECTION_BAND(metric, 3)' },
            ],
          },
          rate: {
            metric_query: [
              { id: 'errors', metric: { metric_name: 'HTTPCode_Target_5XX_Count' } },
              { id: 'requests', metric: { metric_name: 'RequestCount' } },
              { id: 'rate', expression: 'errors / requests' },
            ],
          },
        },
      }),
    );
    expect(costsAt(found, 'aws_cloudwatch_metric_alarm.cpu')).toEqual({ 'alarm metrics': '0.1' });
    expect(costsAt(found, 'aws_cloudwatch_metric_alarm.usual')).toEqual({ 'alarm metrics': '0.3' });
    expect(costsAt(found, 'aws_cloudwatch_metric_alarm.rate')).toEqual({ 'alarm metrics': '0.2' });
  });

  test('charges the address of an instance in a public subnet, unless an Elastic IP address replaces it', () => {
    const stack = (others: object) =>
      stackOf({
        aws_subnet: { public: { map_public_ip_on_launch: true } },
        aws_instance: { one: { instance_type: 't2.micro', subnet_id: '${aws_subnet.public.id}' } },
        ...others,
      });
    const association = { aws_eip_association: { one: { instance_id: '${aws_instance.one.id}' } } };
    expect(costsAt(estimateOfStack(stack({})), 'aws_instance.one')['public IPv4 addresses']).toBe('3.65');
    expect(
      costsAt(estimateOfStack(stack(association)), 'aws_instance.one')['public IPv4 addresses'],
    ).toBeUndefined();
  });

  test.each([
    ['mysql', '8.0.44', '2026-08-01', '175.2'],
    ['mysql', '8.0.44', '2026-07-31', undefined],
    ['postgres', '13.20', '2026-11-28', '175.2'],
    ['postgres', '11', '2026-11-28', '350.4'],
    ['postgres', '17', '2026-11-28', undefined],
  ])('charges Extended Support of %s %s on %s: %s', (engine, version, date, expected) => {
    const stack = database({ engine, engine_version: version });
    const estimate = estimateOfStack(stack, { date: new Date(date) });
    expect(costsAt(estimate, 'aws_db_instance.one')['Extended Support']).toBe(expected);
  });

  test('charges Extended Support for the standby too, and not where it is disabled', () => {
    const supportOf = (args: object) =>
      costsAt(estimateOfStack(database({ engine_version: '8.0', ...args })), 'aws_db_instance.one')[
        'Extended Support'
      ];
    expect(supportOf({ multi_az: true })).toBe('350.4');
    expect(
      supportOf({ engine_lifecycle_support: 'open-source-rds-extended-support-disabled' }),
    ).toBeUndefined();
  });

  test('has an amount for what is charged by use only with stated usage', () => {
    const usage = {
      'aws_internet_gateway.network_internet_gateway': { 'data-out': 11_240 },
      'aws_nat_gateway.network_nat_a': { 'data-processed': 100 },
    };
    const { fixed, use, total } = estimateOf(dev, { usage });
    // 10,240 × 0.126 + 1000 × 0.122, and 100 × 0.059.
    expect({ fixed: fixed.toFixed(), use: use.toFixed(), total: total.toFixed() }).toEqual({
      fixed: '243.683',
      use: '1418.14',
      total: '1661.823',
    });
  });
});

describe('A price', () => {
  test.each([
    [
      'in one operation',
      { offer: 'AWSELB', usageType: 'LoadBalancerUsage', operation: 'LoadBalancing' },
      ['0.0250000000'],
    ],
    [
      'of which all operations have one',
      { offer: 'AWSDataTransfer', usageType: 'DataTransfer-Regional-Bytes' },
      ['0.0100000000'],
    ],
    [
      'in steps',
      { offer: 'AWSDataTransfer', usageType: 'DataTransfer-Out-Bytes' },
      ['0.1260000000', '0.1220000000'],
    ],
  ])('%s is found', (_, key, expected) => {
    const found = priceOf(SEOUL, key);
    expect('prices' in found && found.prices.map(({ price }) => price)).toEqual(expected);
  });

  test('that depends on an operation which the key does not name is unknown', () => {
    expect(priceOf(SEOUL, { offer: 'AWSELB', usageType: 'LoadBalancerUsage' })).toEqual({
      why: 'LoadBalancerUsage has prices of several operations in the table of ap-northeast-2',
    });
  });

  test.each([dev, prod, everything])('of each charge of $name is one that a refresh keeps', (input) => {
    const { resources } = estimateOf(input);
    const missed = resources.flatMap(({ address, costs }) =>
      costs
        .flatMap((cost) => (cost.column === 'unknown' ? [] : cost.prices))
        .filter(
          ({ offer, usageType, operation }) =>
            !PRICE_PATTERNS.some(
              (pattern) =>
                pattern.offer === offer &&
                pattern.usageTypes.test(withoutRegion(usageType)) &&
                (pattern.operations?.test(operation) ?? true),
            ),
        )
        .map(({ usageType }) => `${address}: ${usageType}`),
    );
    expect(missed).toEqual([]);
  });
});
