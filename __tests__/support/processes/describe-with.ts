import { checkPrerequisites, type PrerequisiteName } from '../../../src/system/prerequisites';

/**
 * A suite that needs programs. Where one is missing or too old it fails with the sentence if `CI=true`, and is skipped
 * otherwise, its name and the sentence told.
 */
export const describeWith = (names: readonly PrerequisiteName[], title: string, suite: () => void): void =>
  describeAfter(() => checkPrerequisites(names), title, suite);

/** The same for any check that throws the sentence. */
export function describeAfter(check: () => unknown, title: string, suite: () => void): void {
  try {
    check();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    const { message } = error as Error;
    process.stderr.write(`SKIPPED ${title}\n${message}\n`);
    describe.skip(`${title} (${message})`, suite);
    return;
  }
  describe(title, suite);
}
