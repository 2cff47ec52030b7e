import { differences, readState, withSerial } from '../../src/terraform/state-file';
import type { StateSnapshot } from '../../src/terraform/state-snapshot';

const resource = (address: string, attributes: object) => {
  const [type, name] = address.split('.');
  return { mode: 'managed', type, name, instances: [{ attributes }] };
};

const stateText = (resources: object[], outputs: object = {}) =>
  JSON.stringify(
    { version: 4, terraform_version: '1.11.4', serial: 7, lineage: 'a-lineage', outputs, resources },
    null,
    2,
  );

const state = (resources: object[]) => readState(stateText(resources)) as StateSnapshot;

describe('readState', () => {
  test('returns the serial and the attributes', () => {
    const { serial, attributes } = state([resource('aws_vpc.b', {}), resource('aws_vpc.a', { id: 'vpc-1' })]);
    expect(serial).toBe(7);
    expect([...attributes]).toEqual([
      ['aws_vpc.a', '{"id":"vpc-1"}'],
      ['aws_vpc.b', '{}'],
    ]);
  });

  test.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['{"version": 4, "serial": 1', 'is not JSON'],
    ['garbage', 'is not JSON'],
    ['null', 'is no state'],
    ['[]', 'is no state'],
    ['{"version": 3, "serial": 1, "lineage": "a", "modules": []}', 'is no state'],
    ['{"version": 4, "serial": 1, "lineage": "a", "resources": 1}', 'is no state'],
  ])('rejects %j: %s', (text, expected) => {
    expect(readState(text)).toBe(expected);
  });
});

test('withSerial changes the serial and no number in an output or attribute', () => {
  const text = stateText([resource('aws_vpc.a', { serial: 7 })], { serial: { value: 7 } });
  expect(withSerial(text, 12)).toBe(text.replace('"serial": 7,\n  "lineage"', '"serial": 12,\n  "lineage"'));
});

test('differences lists added, removed and changed resources', () => {
  const here = state([
    resource('aws_vpc.a', { id: 1 }),
    resource('aws_vpc.b', {}),
    resource('aws_vpc.c', {}),
  ]);
  const there = state([
    resource('aws_vpc.a', { id: 2 }),
    resource('aws_vpc.c', {}),
    resource('aws_vpc.d', {}),
  ]);
  expect(differences(here, there)).toEqual(['~ aws_vpc.a', '+ aws_vpc.b', '- aws_vpc.d']);
  expect(differences(here, here)).toEqual([]);
});
