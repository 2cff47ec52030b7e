import { lockMark, markOf } from '../../src/core/migration-marker';

const local = 'terraform.dev.tfstate';

test.each([
  [
    'move-state to s3://bucket/devloop/dev/terraform.tfstate by me@laptop, process 4711',
    { over: false, direction: 'to', place: 's3://bucket/devloop/dev/terraform.tfstate', who: 'me@laptop' },
  ],
  [
    `move-state from ${local} by A User@host.example, process 1`,
    { over: false, direction: 'from', place: local, who: 'A User@host.example' },
  ],
  ['moved to tfc.test/acme/devloop-dev', { over: true, direction: 'to', place: 'tfc.test/acme/devloop-dev' }],
])('what a move leaves as the reason of a workspace: %s', (reason, mark) => {
  expect(markOf(reason)).toEqual(mark);
});

test.each(['', 'Locked by Terraform', 'moved', 'moved to', 'move-state', 'we moved to s3://bucket/key'])(
  'what somebody else says: %j',
  (reason) => expect(markOf(reason)).toBeUndefined(),
);

test("a lock's operation and its further words", () => {
  expect(lockMark({ Operation: 'move-state', Info: `to ${local}, process 12` })).toEqual({
    over: false,
    direction: 'to',
    place: local,
  });
  expect(lockMark({ Operation: 'moved', Info: `to ${local}` })).toEqual({
    over: true,
    direction: 'to',
    place: local,
  });
  expect(lockMark({ Operation: 'OperationTypeApply', Info: '' })).toBeUndefined();
});
