import { moveState } from '../../src/commands/state-move';
import { parseEnvironment } from '../../src/config/schema';
import { statePlaces } from '../../src/config/state';
import { small } from './state-places';

/** A move from the bucket to a file in a process of its own, to be killed: `run-move-state.ts FOLDER STATE_DIR`. */
const [, , folder = '', stateDir = ''] = process.argv;
const environmentIn = (state: typeof small.state) => parseEnvironment({ ...small, state }, 'dev');
void moveState({
  from: environmentIn(statePlaces.s3),
  to: environmentIn(statePlaces.local),
  folder,
  stateDir,
  env: {},
  report: console.log,
});
