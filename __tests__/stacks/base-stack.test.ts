import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { loadStateBucket } from '../../src/config';
import { dev, prod } from '../support/fixtures/configured';
import { BaseStack } from '../../src/stacks/base-stack';
import { StateStack } from '../../src/stacks/state-stack';
import { changed, messagesOf } from '../support/fixtures/environments';
import { addressesOf, type Config, synth } from '../support/fixtures/synth';

class EmptyStack extends BaseStack {
  constructor() {
    super(Testing.app(), 'empty', {
      region: 'ap-northeast-2',
      tags: { Owner: 'somebody' },
      state: { type: 's3', bucket: 'a-bucket', region: 'eu-west-1', key: 'empty.tfstate' },
    });
  }
}

const vpc = (scope: Construct, id: string) => new Vpc(scope, id, { cidrBlock: '10.0.0.0/16' });
const addressesIn = (stack: BaseStack) => addressesOf(JSON.parse(Testing.synth(stack, true)) as Config);

describe('BaseStack', () => {
  test('derives addresses from construct paths, without a hash', () => {
    const stack = new EmptyStack();
    const part = new Construct(new Construct(stack, 'outer-part'), 'inner.part');
    vpc(part, 'main');
    vpc(part, 'Resource');
    expect(addressesIn(stack)).toEqual([
      'aws_vpc.outer_part_inner_part',
      'aws_vpc.outer_part_inner_part_main',
    ]);
  });

  test('refuses a collision of two construct ids and names both', () => {
    const stack = new EmptyStack();
    vpc(stack, 'main-net');
    vpc(stack, 'main.net');
    expect(messagesOf(() => Testing.synth(stack, true))).toEqual([
      'empty/main.net: "aws_vpc.main_net" is the Terraform address of empty/main-net already; accepted: ids that differ in more than punctuation [ADDRESS_COLLISION]',
    ]);
  });

  test('refuses a collision of a nested construct and an id that reads like its path', () => {
    const stack = new EmptyStack();
    vpc(new Construct(stack, 'main'), 'net');
    vpc(stack, 'main-net');
    expect(messagesOf(() => Testing.synth(stack, true))).toEqual([
      'empty/main-net: "aws_vpc.main_net" is the Terraform address of empty/main/net already; accepted: ids that differ in more than punctuation [ADDRESS_COLLISION]',
    ]);
  });

  test('accepts a resource and a data source with the same name', () => {
    const stack = new EmptyStack();
    vpc(new Construct(stack, 'main'), 'net');
    new DataAwsVpc(stack, 'main-net', {});
    expect(addressesIn(stack)).toEqual(['aws_vpc.main_net', 'data.aws_vpc.main_net']);
  });
});

test('AWS provider has a region and default tags, and no setting of the machine', () => {
  const { provider, terraform } = JSON.parse(Testing.synth(new EmptyStack(), true)) as Config;
  expect(provider).toEqual({
    aws: [{ region: 'ap-northeast-2', default_tags: [{ tags: { Owner: 'somebody' } }] }],
  });
  expect(terraform['required_version']).toBe('>= 1.11.0');
  expect(terraform['required_providers']).toEqual({ aws: { source: 'aws', version: '5.100.0' } });
});

test.each([
  ['dev', 'devloop/dev/terraform.tfstate'],
  ['prod', 'devloop/prod/terraform.tfstate'],
])('State of %s is one object in the bucket, locked by a lock file', (name, key) => {
  const { terraform } = synth(name === 'dev' ? dev : prod);
  expect(terraform.backend).toEqual({
    s3: { bucket: 'amzn-s3-demo-choose-a-name', region: 'ap-northeast-2', key, use_lockfile: true },
  });
});

test('State of the bucket itself is in the bucket', () => {
  const stack = new StateStack(Testing.app(), loadStateBucket());
  const { terraform } = JSON.parse(Testing.synth(stack, true)) as Config;
  expect(terraform.backend).toEqual({
    s3: {
      bucket: 'amzn-s3-demo-choose-a-name',
      region: 'ap-northeast-2',
      key: 'state/terraform.tfstate',
      use_lockfile: true,
    },
  });
});

test('Default tags contain project, environment and manager, and the tags of the configuration', () => {
  const tagsOf = (config: Config) => config.provider.aws[0]?.['default_tags'];
  expect(tagsOf(synth(dev))).toEqual([
    { tags: { Project: 'devloop', Environment: 'dev', ManagedBy: 'cdktf' } },
  ]);
  expect(tagsOf(synth(changed({ tags: { Team: 'platform' } }, prod)))).toEqual([
    { tags: { Project: 'devloop', Environment: 'prod', ManagedBy: 'cdktf', Team: 'platform' } },
  ]);
});
