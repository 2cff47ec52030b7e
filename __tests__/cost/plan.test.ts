import { compareEstimates } from '../../src/cost/compare';
import { estimate } from '../../src/cost/estimate';
import { resourcesOfPlan } from '../../src/cost/plan';
import { printDifference } from '../../src/cost/print';
import { NO_USAGE } from '../../src/cost/usage';
import { costsAt, DATE } from './support/estimates';
import { tableOf } from './support/prices';

type Values = Readonly<Record<string, unknown>> | null;

const change = (address: string, before: Values, after: Values, module?: string) => {
  const [type, name] = address.replace(`${module}.`, '').split('.') as [string, string];
  return {
    address,
    ...(module !== undefined && { module_address: module }),
    mode: 'managed',
    type,
    name: name.replace(/\[.*/, ''),
    change: { before, after },
  };
};

/** A group is made of a template that does not exist yet, an instance changes its type, an address goes, a gateway is of a module. */
const PLAN = {
  variables: { region: { value: 'ap-northeast-2' } },
  configuration: {
    provider_config: {
      aws: { name: 'aws', expressions: { region: { references: ['var.region'] } } },
      'aws.far': { name: 'aws', alias: 'far', expressions: { region: { constant_value: 'eu-west-1' } } },
    },
    root_module: {
      resources: [
        {
          address: 'aws_autoscaling_group.web',
          provider_config_key: 'aws',
          expressions: {
            launch_template: [
              { id: { references: ['aws_launch_template.web.id', 'aws_launch_template.web'] } },
            ],
          },
        },
        { address: 'aws_eip.far', provider_config_key: 'aws.far' },
      ],
      module_calls: { network: { module: { resources: [{ address: 'aws_nat_gateway.this' }] } } },
    },
  },
  resource_changes: [
    change('aws_launch_template.web', null, { instance_type: 't2.medium', block_device_mappings: [] }),
    change('aws_autoscaling_group.web', null, {
      min_size: 2,
      max_size: 4,
      launch_template: [{ version: null }],
    }),
    change(
      'aws_instance.one',
      { id: 'i-1', instance_type: 't2.medium' },
      { id: 'i-1', instance_type: 't3.medium' },
    ),
    change('aws_instance.same', { instance_type: 't2.micro' }, { instance_type: 't2.micro' }),
    change('aws_eip.old[0]', {}, null),
    change('aws_eip.far', null, {}),
    change('module.network.aws_nat_gateway.this["a"]', null, {}, 'module.network'),
    { ...change('data.aws_ami.one', null, {}), mode: 'data', type: 'aws_ami' },
  ],
};

const [before, after] = ((): [ReturnType<typeof estimate>, ReturnType<typeof estimate>] => {
  const resources = resourcesOfPlan(PLAN);
  const options = { tableOf, usage: NO_USAGE, date: DATE };
  return [estimate(resources.before, options), estimate(resources.after, options)];
})();

describe('A plan', () => {
  test('costs the difference, by resource', () => {
    const changes = compareEstimates(before, after).map((one) => ({
      address: one.address,
      difference: one.after.minus(one.before).toFixed(),
      withoutAmount: one.withoutAmount,
    }));
    expect(changes).toEqual([
      { address: 'aws_autoscaling_group.web', difference: '84.096', withoutAmount: [] },
      { address: 'aws_eip.far', difference: '0', withoutAmount: ['public IPv4 addresses (unknown)'] },
      { address: 'aws_eip.old[0]', difference: '-3.65', withoutAmount: [] },
      { address: 'aws_instance.one', difference: '-4.088', withoutAmount: ['cpu-credits (by use)'] },
      {
        address: 'module.network.aws_nat_gateway.this["a"]',
        difference: '43.07',
        withoutAmount: ['data-processed (by use)'],
      },
    ]);
  });

  test('tells the difference of the least that a month costs, and what is not in it', () => {
    expect(printDifference(before, after)).toBe(
      '+119.43 USD a month: from at least 56.21 to at least 175.64. Not in it afterwards: 1 unknown charge.',
    );
  });

  test("takes each resource's region from its provider", () => {
    expect(costsAt(after, 'aws_eip.far')).toEqual({
      'public IPv4 addresses': 'unknown: there is no price table of eu-west-1',
    });
  });
});
