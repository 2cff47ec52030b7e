const Sequencer = require('@jest/test-sequencer').default;

/** Seconds of suites that take a minute or more, until Jest has measured them on this machine. */
const SECONDS = {
  'e2e/platform': 650,
  'e2e/local': 450,
  'e2e/bootstrap': 400,
  'e2e/move-state': 370,
  'e2e/servers': 350,
  'e2e/cloud-command': 330,
  'e2e/unlock': 290,
  'e2e/changes': 280,
  'e2e/unlock-servers': 270,
  'e2e/killed': 260,
  'e2e/local-prod': 240,
  'e2e/rollout': 230,
  'e2e/servers-prod': 220,
  'e2e/workflows': 180,
  'e2e/drift': 160,
  'e2e/extending': 120,
  'topology/crafted': 90,
  'topology/unreadable-configuration': 80,
  'e2e/portability': 80,
  'e2e/move-state-stopped': 70,
  'e2e/topology/plans': 70,
  'scan/checkov': 90,
  'e2e/compiled': 60,
  'mistakes/code': 60,
  'e2e/emulator': 60,
};

const nameOf = ({ path }) => /\/__tests__\/(.*)\.test\.ts$/.exec(path)?.[1];

const duration = (test) => test.duration ?? (SECONDS[nameOf(test)] ?? 0) * 1000;

/** Runs the longest suites first, so that shorter ones run beside them. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    // Jest adds the durations that it has measured.
    return [...super.sort(tests)].sort((one, other) => duration(other) - duration(one));
  }
};
