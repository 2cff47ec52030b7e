import './src/system/report-errors';
import { App } from 'cdktf';
import { synthesize } from './src/terraform/synthesize';
import { loadConfiguration } from './src/config';
import { withoutTokenTraces } from './src/core/stack-traces';
import { AccountStack } from './src/stacks/account-stack';
import { AutomationStack } from './src/stacks/automation-stack';
import { PlatformStack } from './src/stacks/platform-stack';
import { StateStack } from './src/stacks/state-stack';

withoutTokenTraces(() => {
  const { environments, stateBucket, automation, account } = loadConfiguration();
  const app = new App();
  new StateStack(app, stateBucket);
  for (const environment of environments) new PlatformStack(app, environment, automation);
  if (automation) new AutomationStack(app, automation, environments);
  if (account) new AccountStack(app, account);
  // Later, so that a promise that was rejected above ends the synth before anything is written.
  setImmediate(withoutTokenTraces, () => synthesize(app));
});
