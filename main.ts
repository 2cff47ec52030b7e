import { App } from 'cdktf';
import { synthesize } from './src/commands/synthesize';
import { environmentNames, loadEnvironment, loadStateBucket } from './src/config';
import { PlatformError } from './src/core/errors';
import { withoutTokenTraces } from './src/core/stack-traces';
import { PlatformStack } from './src/stacks/platform-stack';
import { StateStack } from './src/stacks/state-stack';

try {
  withoutTokenTraces(() => {
    const app = new App();
    new StateStack(app, loadStateBucket());
    for (const name of environmentNames()) new PlatformStack(app, loadEnvironment(name));
    synthesize(app);
  });
} catch (error) {
  if (!(error instanceof PlatformError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
