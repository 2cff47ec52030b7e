import { markerOfLock, parseMarker } from '../../src/core/migration-marker';

const local = 'terraform.dev.tfstate';

test.each([
  [
    'move-state to s3://bucket/devloop/dev/terraform.tfstate by me@laptop, process 4711',
    {
      finished: false,
      direction: 'to',
      backend: 's3://bucket/devloop/dev/terraform.tfstate',
      who: 'me@laptop',
    },
  ],
  [
    `move-state from ${local} by A User@host.example, process 1`,
    { finished: false, direction: 'from', backend: local, who: 'A User@host.example' },
  ],
  [
    'moved to tfc.test/acme/devloop-dev',
    { finished: true, direction: 'to', backend: 'tfc.test/acme/devloop-dev' },
  ],
])('what a move leaves as the reason of a workspace: %s', (reason, mark) => {
  expect(parseMarker(reason)).toEqual(mark);
});

test.each(['', 'Locked by Terraform', 'moved', 'moved to', 'move-state', 'we moved to s3://bucket/key'])(
  'what somebody else says: %j',
  (reason) => expect(parseMarker(reason)).toBeUndefined(),
);

test("a lock's operation and its further words", () => {
  expect(markerOfLock({ Operation: 'move-state', Info: `to ${local}, process 12` })).toEqual({
    finished: false,
    direction: 'to',
    backend: local,
  });
  expect(markerOfLock({ Operation: 'moved', Info: `to ${local}` })).toEqual({
    finished: true,
    direction: 'to',
    backend: local,
  });
  expect(markerOfLock({ Operation: 'OperationTypeApply', Info: '' })).toBeUndefined();
});
