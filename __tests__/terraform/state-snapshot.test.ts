import { missingFrom, readSnapshot, type StateSnapshot } from '../../src/terraform/state-snapshot';

const instance = (id: string, index_key?: string | number) => ({
  ...(index_key !== undefined && { index_key }),
  attributes: { id },
});

const state = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 7,
  lineage: '6d6f7665-0000-4000-8000-000000000000',
  outputs: { url: { value: 'http://x', type: 'string' } },
  resources: [
    { mode: 'managed', type: 'aws_vpc', name: 'network', instances: [instance('vpc-1')] },
    { mode: 'data', type: 'aws_ssm_parameter', name: 'image', instances: [instance('image')] },
    {
      mode: 'managed',
      type: 'aws_eip',
      name: 'nat',
      instances: [instance('eip-a', 'a'), instance('eip-c', 'c')],
    },
    {
      mode: 'managed',
      module: 'module.m',
      type: 'aws_subnet',
      name: 's',
      instances: [instance('subnet-0', 0)],
    },
    { mode: 'managed', type: 'terraform_data', name: 'none', instances: [{ attributes: null }] },
  ],
};

const read = (changes: object = {}): StateSnapshot =>
  readSnapshot(JSON.stringify({ ...state, ...changes }), 'a place') as StateSnapshot;

test('readSnapshot returns managed resources by address and id, without data sources', () => {
  const { resources, serial, lineage, terraformVersion } = read();
  expect([...resources]).toEqual([
    ['aws_eip.nat["a"]', 'eip-a'],
    ['aws_eip.nat["c"]', 'eip-c'],
    ['aws_vpc.network', 'vpc-1'],
    ['module.m.aws_subnet.s[0]', 'subnet-0'],
    ['terraform_data.none', ''],
  ]);
  expect({ serial, lineage, terraformVersion }).toEqual({
    serial: 7,
    lineage: state.lineage,
    terraformVersion: '1.11.4',
  });
});

test.each(['', '\n'])('readSnapshot returns undefined for %j', (text) => {
  expect(readSnapshot(text, 'a place')).toBeUndefined();
});

test.each([
  ['half of one', JSON.stringify(state).slice(0, 100)],
  ['another format', JSON.stringify({ ...state, version: 3 })],
  ['no lineage', JSON.stringify({ ...state, lineage: undefined })],
  ['no serial', JSON.stringify({ ...state, serial: '7' })],
  ['something else', '<html></html>'],
  ['null', 'null'],
])('readSnapshot rejects %s', (_, text) => {
  expect(() => readSnapshot(text, 'a place')).toThrow(
    'a place contains no readable state\nExpected a state of Terraform, format 4.',
  );
});

test('readSnapshot accepts a state without resources', () => {
  expect(read({ resources: undefined }).resources.size).toBe(0);
});

test('StateSnapshot content does not depend on the serial, and nothing is missing', () => {
  expect(read({ serial: 8 }).content).toBe(read().content);
  expect(missingFrom(read({ serial: 8 }), read())).toEqual([]);
});

test('missingFrom lists missing resources and resources with another id', () => {
  const [vpc, image] = state.resources;
  const other = { ...vpc, instances: [instance('vpc-2')] };
  const copy = read({ resources: [other, image] });
  expect(missingFrom(copy, read())).toEqual([
    'aws_eip.nat["a"]',
    'aws_eip.nat["c"]',
    'aws_vpc.network',
    'module.m.aws_subnet.s[0]',
    'terraform_data.none',
  ]);
  expect(missingFrom(undefined, copy)).toEqual(['aws_vpc.network']);
  expect(copy.content).not.toBe(read().content);
});
