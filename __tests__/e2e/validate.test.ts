import { App } from 'cdktf';
import { join } from 'node:path';
import { loadStateBucket } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { prod } from '../../src/config/environments/prod';
import { parseEnvironment } from '../../src/config/schema';
import { stateBackends } from '../../src/config/state';
import { PlatformStack } from '../../src/stacks/platform-stack';
import { StateStack } from '../../src/stacks/state-stack';
import type { Variables } from '../../src/core/variables';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { everything, everythingElse } from '../support/fixtures/environments';
import { automation, automationStack } from '../support/iam/policies';
import { type SharedProvider, startSharedProvider } from '../support/aws/shared-provider';
import { temporaryFolder, terraformWith } from '../support/processes/terraform';
import { describeWith } from '../support/processes/describe-with';

/** Milliseconds: loading the provider takes seconds, and longer on a busy machine. */
const TIMEOUT = 300_000;

describeWith(['terraform'], 'terraform validate', () => {
  const outdir = temporaryFolder('validate');
  let env: Variables;
  let provider: SharedProvider;

  beforeAll(async () => {
    env = terraformEnv(outdir);
    provider = await startSharedProvider(env);
    const app = new App({ outdir });
    new StateStack(app, loadStateBucket());
    const { cloud, local } = stateBackends;
    const elsewhere = [
      { ...dev, name: 'cloud', state: cloud },
      { ...dev, name: 'local', state: local },
    ];
    for (const input of [dev, prod, everything, everythingElse, ...elsewhere])
      new PlatformStack(app, parseEnvironment(input, input.name));
    automationStack(automation, app);
    app.synth();
  }, TIMEOUT);
  afterAll(() => provider?.stop());

  test.each(['state', 'dev', 'prod', 'everything', 'everything-else', 'cloud', 'local', 'automation'])(
    'accepts %s without a warning',
    (name) => {
      const folder = join(outdir, 'stacks', name);
      const run = (...args: string[]) => terraformWith({ ...env, ...provider.variables }, folder, ...args);
      expect(run('init', '-backend=false', '-input=false', '-no-color')).toMatchObject({ status: 0 });
      const { stdout } = run('validate', '-json');
      expect(JSON.parse(stdout)).toMatchObject({
        valid: true,
        error_count: 0,
        warning_count: 0,
        diagnostics: [],
      });
    },
    TIMEOUT,
  );
});
