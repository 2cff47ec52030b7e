const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const PREFIX = 'devloop-test-run-';

/** Prefix of temporary files of tests and of this project. CDKTF, tsx and npm leave files behind that cannot be avoided. */
const OWN = /^devloop-/;

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Removes the directories of killed runs. What a worker of such a run still writes to is left to a later run. */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent).filter((each) => each.startsWith(PREFIX))) {
    if (isRunning(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'ENOTEMPTY') throw error;
    }
  }
}

/** Creates a temporary directory for a test run. Workers and their child processes inherit it. */
exports.create = () => {
  const parent = tmpdir();
  removeAbandoned(parent);
  process.env.TMPDIR = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
};

/** Removes the directory. Fails the run if a test left files in it. */
exports.remove = () => {
  const folder = process.env.TMPDIR;
  const left = readdirSync(folder).filter((name) => OWN.test(name));
  rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`Tests left in the temporary folder: ${left.sort().join(', ')}`);
};
