const Sequencer = require('@jest/test-sequencer').default;

/** Seconds of suites that take minutes, until Jest has measured them on this machine. */
const SECONDS = {
  platform: 600,
  changes: 400,
  bootstrap: 300,
  servers: 290,
  'move-state': 280,
  'cloud-command': 270,
  'servers-prod': 260,
  local: 250,
  'unlock-servers': 240,
  unlock: 230,
  drift: 220,
  'local-prod': 210,
  workflows: 200,
  'move-state-stopped': 190,
  emulator: 180,
  'restore-state': 170,
  'provider-lock': 160,
  automation: 150,
  killed: 140,
};

const estimates = new Map(
  Object.entries(SECONDS).map(([name, seconds]) => [`/e2e/${name}.test.ts`, seconds * 1000]),
);

const duration = (test) =>
  test.duration ?? estimates.get(test.path.slice(test.path.lastIndexOf('/e2e/'))) ?? 0;

/** Runs the longest suites first, so that shorter ones run beside them. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    // Jest adds the durations that it has measured.
    return [...super.sort(tests)].sort((one, other) => duration(other) - duration(one));
  }
};
