import { ignoredIn } from '../../src/drift';

test.each([
  [
    ['ami', 'tags["x"]', 'root_block_device[0].iops'],
    ['ami', 'tags', 'root_block_device'],
  ],
  ['all', 'all'],
  [['all'], 'all'],
  [undefined, []],
])('ignoredIn reads ignore_changes %j', (ignore_changes, expected) => {
  const synthesized = { resource: { aws_instance: { web: { lifecycle: { ignore_changes } } } } };
  expect(ignoredIn(synthesized)).toEqual(new Map([['aws_instance.web', expected]]));
});

test('ignoredIn ignores nothing without a resource or without a lifecycle block', () => {
  expect(ignoredIn({})).toEqual(new Map());
  expect(ignoredIn({ resource: { aws_vpc: { web: {} } } })).toEqual(new Map([['aws_vpc.web', []]]));
});
