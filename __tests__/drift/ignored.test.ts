import { ignoredIn } from '../../src/drift';

test.each([
  [
    ['ami', 'tags["x"]', 'root_block_device[0].iops'],
    ['ami', 'tags', 'root_block_device'],
  ],
  ['all', 'all'],
  [['all'], 'all'],
  [undefined, []],
])('ignore_changes %j', (ignore_changes, expected) => {
  const synthesized = { resource: { aws_instance: { web: { lifecycle: { ignore_changes } } } } };
  expect(ignoredIn(synthesized)).toEqual(new Map([['aws_instance.web', expected]]));
});

test('no resource, no lifecycle', () => {
  expect(ignoredIn({})).toEqual(new Map());
  expect(ignoredIn({ resource: { aws_vpc: { web: {} } } })).toEqual(new Map([['aws_vpc.web', []]]));
});
