const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const PREFIX = 'devloop-test-run-';

/** CDKTF's `Testing.app()` and `new App()` leave these and offer no way to remove them. */
const OUTDIR = /^cdktf\.outdir\./;

/** The compile cache of tsx is shared by the processes of a run. */
const CACHE = /^tsx-\d+$/;

/** Runs that were killed could not remove their folder. */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent).filter((each) => each.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    try {
      process.kill(pid, 0);
    } catch {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** Gives a test run a temporary folder of its own. Workers and the programs that they start inherit it. */
exports.create = () => {
  const parent = tmpdir();
  removeAbandoned(parent);
  process.env.TMPDIR = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
};

/** Removes the folder. Fails the run if a test left anything of its own in it. */
exports.remove = () => {
  const folder = process.env.TMPDIR;
  const left = readdirSync(folder).filter((name) => !OUTDIR.test(name) && !CACHE.test(name));
  rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`Tests left in the temporary folder: ${left.sort().join(', ')}`);
};
