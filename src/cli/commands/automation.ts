import { automatedRuns } from '../../github/automated-runs';
import { command } from '../define-command';

/** `npm run automation`: what the workflows run, as a line of JSON for their matrix. */
command({}, async () => console.log(JSON.stringify(automatedRuns())));
