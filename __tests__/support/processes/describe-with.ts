import { rmSync } from 'node:fs';
import { checkPrerequisites, type PrerequisiteName } from '../../../src/system/prerequisites';
import { temporaryFolders } from './terraform';

/**
 * A suite that needs programs. If one is missing or too old, the suite fails under `CI=true`, and is otherwise skipped with its name and
 * the reason.
 */
export const describeWith = (names: readonly PrerequisiteName[], title: string, suite: () => void): void =>
  describeAfter(() => checkPrerequisites(names), title, suite);

/** Like `describeWith`, for any check that throws. */
export function describeAfter(check: () => unknown, title: string, suite: () => void): void {
  try {
    check();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    const { message } = error as Error;
    process.stderr.write(`SKIPPED ${title}\n${message}\n`);
    const others = temporaryFolders.length;
    describe.skip(`${title} (${message})`, suite);
    // The hooks of a skipped suite do not run.
    for (const folder of temporaryFolders.slice(others)) rmSync(folder, { recursive: true });
    return;
  }
  describe(title, suite);
}
