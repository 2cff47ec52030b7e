import { bootstrapState } from '../../../src/state/bootstrap';
import { loadStateBucket } from '../../../src/config';

/** The bootstrap in a process of its own, to be killed: `run-bootstrap.ts FOLDER`. */
const [, , folder = ''] = process.argv;
void bootstrapState({ settings: loadStateBucket(), folder, env: {}, onProgress: () => undefined });
