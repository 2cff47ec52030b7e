import { Terraform } from '../../src/terraform/terraform';

/** Terraform's sentences, wrapped as it wraps them. */
const mismatch = (which: string): string =>
  `Error while installing hashicorp/aws v5.100.0: the ${which} package for
registry.terraform.io/hashicorp/aws 5.100.0 doesn't match any of the
checksums previously recorded in the dependency lock file`;

/** A folder that is not there: to record a checksum fails in it. */
const terraform = new Terraform('/nowhere', { env: {} });

test.each([
  ['a package from the registry', mismatch('current')],
  ['any other failure', 'Error: Unsupported Terraform Core version'],
])('withMirrorChecksums fails without a retry for %s', async (_, sentence) => {
  const work = jest.fn(() => Promise.reject(new Error(sentence)));
  await expect(terraform.withMirrorChecksums(work)).rejects.toThrow(sentence);
  expect(work).toHaveBeenCalledTimes(1);
});

test('withMirrorChecksums records the checksum of a mirrored package in the lock file before a retry', async () => {
  const work = jest.fn(() => Promise.reject(new Error(mismatch('local'))));
  await expect(terraform.withMirrorChecksums(work)).rejects.toThrow(
    "no such file or directory, open '/nowhere/.terraform.lock.hcl'",
  );
  expect(work).toHaveBeenCalledTimes(1);
});
