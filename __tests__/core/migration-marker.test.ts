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
])('parseMarker reads the lock reason of a migration: %s', (reason, mark) => {
  expect(parseMarker(reason)).toEqual(mark);
});

test.each(['', 'Locked by Terraform', 'moved', 'moved to', 'move-state', 'we moved to s3://bucket/key'])(
  'parseMarker returns undefined for any other lock reason: %j',
  (reason) => expect(parseMarker(reason)).toBeUndefined(),
);

test('markerOfLock reads the operation and the info of a lock', () => {
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
