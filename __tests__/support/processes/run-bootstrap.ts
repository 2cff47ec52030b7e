import { bootstrapState } from '../../../src/state/bootstrap';
import { loadStateBucket } from '../../../src/config';

/** Bootstrap in a separate process, so that it can be killed: `run-bootstrap.ts FOLDER`. */
const [, , folder = ''] = process.argv;
void bootstrapState({ settings: loadStateBucket(), folder, env: {}, onProgress: () => undefined });
