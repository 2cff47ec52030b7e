import './src/system/tell-errors';
import { App } from 'cdktf';
import { synthesize } from './src/terraform/synthesize';
import { environmentNames, loadAutomation, loadEnvironment, loadStateBucket } from './src/config';
import { withoutTokenTraces } from './src/core/stack-traces';
import { AutomationStack } from './src/stacks/automation-stack';
import { PlatformStack } from './src/stacks/platform-stack';
import { StateStack } from './src/stacks/state-stack';

withoutTokenTraces(() => {
  const app = new App();
  new StateStack(app, loadStateBucket());
  const environments = environmentNames().map((name) => loadEnvironment(name));
  const automation = loadAutomation();
  for (const environment of environments) new PlatformStack(app, environment, automation);
  if (automation) new AutomationStack(app, automation, environments);
  synthesize(app);
});
