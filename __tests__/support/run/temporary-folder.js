const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const PREFIX = 'devloop-test-run-';

/** What tests and this project's programs make there. CDKTF, tsx and npm leave folders of their own, and offer no way out. */
const OWN = /^devloop-/;

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
  const left = readdirSync(folder).filter((name) => OWN.test(name));
  rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`Tests left in the temporary folder: ${left.sort().join(', ')}`);
};
