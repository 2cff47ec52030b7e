const Sequencer = require('@jest/test-sequencer').default;

/** Suites that take minutes, longest first, so that shorter ones run beside them. */
const LONGEST = [
  'platform',
  'bootstrap',
  'servers',
  'move-state',
  'cloud-command',
  'local',
  'unlock-servers',
  'unlock',
  'drift',
  'servers-prod',
  'local-prod',
  'workflows',
  'move-state-stopped',
  'emulator',
  'restore-state',
  'provider-lock',
  'automation',
].map((name) => `/e2e/${name}.test.ts`);

const rank = ({ path }) => {
  const index = LONGEST.findIndex((end) => path.endsWith(end));
  return index < 0 ? LONGEST.length : index;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
