import { grantsOf } from '../../src/iam/grants';
import { stateGrants } from '../../src/resources/state';
import { policyDocument } from '../../src/iam/document';
import { statements } from '../../src/iam/policy';

const scope = {
  region: 'eu-west-1',
  account: '123456789012',
  project: 'shop',
  environment: 'dev',
  prefix: 'shop-dev',
};
const { lists, reads, makes, uses, usesAny, tagsUntagged } = grantsOf({
  name: 'ec2',
  tag: 'CreateTags',
  untag: 'DeleteTags',
});
const arn = (kind: string) => `arn:aws:ec2:eu-west-1:123456789012:${kind}`;
const requested = { 'aws:RequestTag/Project': 'shop', 'aws:RequestTag/Environment': 'dev' };
const carried = { 'aws:ResourceTag/Project': 'shop', 'aws:ResourceTag/Environment': 'dev' };

test('statements limits list actions to the region', () => {
  expect(statements([lists('DescribeVpcs', 'DescribeTags'), lists('DescribeVpcs')], scope)).toEqual([
    {
      Effect: 'Allow',
      Action: ['ec2:DescribeTags', 'ec2:DescribeVpcs'],
      Resource: ['*'],
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    },
  ]);
});

test('statements requires tags when a resource is created and when it is changed', () => {
  expect(statements([...makes('vpc/*', 'CreateVpc'), uses('vpc/*', 'DeleteVpc')], scope)).toEqual([
    {
      Effect: 'Allow',
      Action: ['ec2:CreateVpc'],
      Resource: [arn('vpc/*')],
      Condition: { StringEquals: requested },
    },
    {
      Effect: 'Allow',
      Action: ['ec2:CreateTags'],
      Resource: [arn('vpc/*')],
      Condition: { StringEquals: requested, Null: { 'ec2:CreateAction': 'false' } },
    },
    {
      Effect: 'Allow',
      Action: ['ec2:CreateTags', 'ec2:DeleteTags', 'ec2:DeleteVpc'],
      Resource: [arn('vpc/*')],
      Condition: { StringEquals: carried },
    },
  ]);
});

test('tags only resources without tags of a creator', () => {
  expect(statements(tagsUntagged('route-table/*'), scope)[0]).toEqual({
    Effect: 'Allow',
    Action: ['ec2:CreateTags'],
    Resource: [arn('route-table/*')],
    Condition: {
      StringEquals: requested,
      Null: {
        'aws:ResourceTag/Project': 'true',
        'aws:ResourceTag/Name': 'true',
        'aws:ResourceTag/aws:cloudformation:stack-name': 'true',
      },
    },
  });
});

test('statements grants no action on the resource of another grant', () => {
  const grants = [
    ...makes('vpc/*', 'CreateVpc'),
    ...makes('subnet/*', 'CreateSubnet'),
    uses('vpc/*', 'CreateSubnet'),
    usesAny('image/*', 'RunInstances'),
    reads('key-pair/{prefix}', 'DescribeKeyPairs'),
  ];
  const pairs = statements(grants, scope)
    .filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes('ResourceTag'))
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((on) => `${action} ${on}`)));
  expect(pairs.sort()).toEqual([
    `ec2:CreateSubnet ${arn('subnet/*')}`,
    `ec2:CreateTags ${arn('subnet/*')}`,
    `ec2:CreateTags ${arn('vpc/*')}`,
    `ec2:CreateVpc ${arn('vpc/*')}`,
    `ec2:DescribeKeyPairs ${arn('key-pair/shop-dev')}`,
    `ec2:RunInstances ${arn('image/*')}`,
  ]);
});

test('stateGrants grants access to the state object and its lock object', () => {
  const backend = {
    type: 's3',
    bucket: 'b',
    region: 'eu-west-1',
    key: 'shop/dev/terraform.tfstate',
  } as const;
  const object = 'arn:aws:s3:::b/shop/dev/terraform.tfstate';
  expect(statements(stateGrants(backend), scope)).toEqual([
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::b'] },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: [object] },
    {
      Effect: 'Allow',
      Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      Resource: [`${object}.tflock`],
    },
  ]);
});

test('policyDocument returns an IAM policy document', () => {
  expect(policyDocument([{ Effect: 'Allow' }])).toBe(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}',
  );
});
