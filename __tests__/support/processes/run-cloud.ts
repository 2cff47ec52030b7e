import { cloudCommand } from '../../../src/cli/cloud-command';
import { main } from '../../../src/cli/main';
import { parseEnvironment } from '../../../src/config/schema';

/** `devloop cloud` for an environment given as JSON in `ENVIRONMENT`. */
const environment = JSON.parse(process.env['ENVIRONMENT'] ?? '{}');
void main(
  ['cloud', '--environment', 'dev', ...process.argv.slice(2)],
  [cloudCommand(async (name) => parseEnvironment(environment, name))],
);
