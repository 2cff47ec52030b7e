import { cloudCommand } from '../../src/cli/cloud-command';
import { parseEnvironment } from '../../src/config/schema';

/** `npm run cloud` for an environment that the list does not have, as JSON in `ENVIRONMENT`. */
const environment = JSON.parse(process.env['ENVIRONMENT'] ?? '{}');
cloudCommand((name) => parseEnvironment(environment, name));
