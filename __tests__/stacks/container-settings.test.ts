import { Testing } from 'cdktf';
import { parseAutomation, parseEnvironment } from '../../src/config/schema';
import { AutomationStack } from '../../src/stacks/automation-stack';
import { dev, prod } from '../support/fixtures/configured';
import { changed, type Changes } from '../support/fixtures/environments';
import { argumentsAt, type Config, rulesOf, synth } from '../support/fixtures/synth';
import { automation, lineOf, policiesIn, statementsOf } from '../support/iam/policies';

const LICENSE = 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:license-AbCdEf';
const OTHER = 'arn:aws:ssm:ap-northeast-2:123456789012:parameter/shared/token';
const FOLDER =
  'arn:aws:ssm:ap-northeast-2:${data.aws_caller_identity.account.account_id}:parameter/devloop/dev/';
const SECRETS = {
  STRIPE_KEY: 'stripe-key',
  OTHER_KEY: 'mail/key',
  LICENSE,
  TOKEN: OTHER,
  AGAIN: 'stripe-key',
};

/** An environment variable that is larger than what user data may be. */
const LARGE = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ');
const LARGER = Object.fromEntries(
  ['ONE', 'TWO', 'THREE', 'FOUR'].map((name) => [name, LARGE.slice(0, 4000)]),
);

const statementsIn = ({ locals = {} }: Config) =>
  (locals['servers_devloop_server_role_statements'] as { Action: string[]; Resource: string[] }[]).map(
    ({ Action, Resource }) => `${Action.join()} on ${Resource.join()}`,
  );

describe('Secrets of a container', () => {
  const config = synth(changed({ 'servers.0.container.secrets': SECRETS }));

  test('may be read by its server, and no others', () => {
    expect(statementsIn(config).filter((line) => /ssm:|license/.test(line))).toEqual([
      `ssm:GetParameter on ${FOLDER}mail/key,${FOLDER}stripe-key,${OTHER}`,
      `secretsmanager:GetSecretValue on ${LICENSE}`,
    ]);
    expect(JSON.stringify(config.resource['aws_iam_role_policy'])).not.toContain('ssm:GetParameter');
  });

  test('are named in its user data, below the folder of the environment', () => {
    expect(String(config.locals?.['servers_devloop_server_script'])).toContain(`
   STRIPE_KEY files parameter /devloop/dev/stripe-key
   OTHER_KEY files parameter /devloop/dev/mail/key
   LICENSE files secret ${LICENSE}
   TOKEN files parameter ${OTHER}
   AGAIN files parameter /devloop/dev/stripe-key
`);
  });

  test("are in the permissions boundary: the environment's folder, and those elsewhere", () => {
    const boundaryWith = (changes: Changes): string[] => {
      const environment = parseEnvironment(changed(changes), 'dev');
      const stack = new AutomationStack(Testing.app(), parseAutomation(automation), [environment]);
      const policies = policiesIn(JSON.parse(Testing.synth(stack, true)) as Config);
      return statementsOf(policies.get('devloop-dev-boundary') ?? '').map(lineOf);
    };
    const before = boundaryWith({});
    const after = boundaryWith({ 'servers.0.container.secrets': SECRETS });
    expect(after.filter((line) => !before.includes(line))).toEqual([
      `ssm:GetParameter\n  on ${FOLDER.replace(/\$\{.*\}/, '123456789012')}*`,
      `ssm:GetParameter\n  on ${OTHER}`,
      `secretsmanager:GetSecretValue\n  on ${LICENSE}`,
    ]);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
  });
});

describe('Settings of a container', () => {
  test('are no expressions of Terraform', () => {
    const environment = { A: '${var.admin_cidrs} %{if true}', B: '$HOME' };
    const { locals } = synth(changed({ 'servers.0.container.environment': environment }));
    expect(String(locals?.['servers_devloop_server_script'])).toContain(`
   --env=A=$\${var.admin_cidrs} %%{if true}
   --env=B=$HOME
`);
  });
});

describe('Worker', () => {
  const worker = {
    name: 'worker-server',
    role: 'worker',
    zones: ['a', 'c'],
    autoScaling: { min: 1, max: 3, targetCpu: 60 },
    container: { environment: { MODE: 'worker' }, secrets: { STRIPE_KEY: 'stripe-key' } },
  };
  const config = synth(
    changed({ 'servers.3': worker, 'database.clients': ['devloop-server', 'worker-server'] }),
  );

  test('accepts no connections but SSH from the bastion, and is a client of the database', () => {
    const rules = rulesOf(config, 'ingress').filter((rule) => rule.includes('worker-server'));
    expect(rules).toEqual([
      'bastion-server -> worker-server tcp 22',
      'worker-server -> database tcp 3306',
      'worker-server -> elk-server tcp 5044',
    ]);
  });

  test('publishes no port, and has the settings, secrets and database of an application', () => {
    const script = String(config.locals?.['servers_worker_server_script']);
    expect(script).toContain("PORT=''");
    expect(script).toContain('\n   options=()\n');
    expect(script).toContain('--env=MODE=worker');
    expect(script).toContain('STRIPE_KEY files parameter /devloop/dev/stripe-key');
    expect(script).toContain("DATABASE_URL='jdbc:mysql://");
    expect(String(config.locals?.['servers_devloop_server_script'])).not.toContain('\n   options=()\n');
  });
});

describe('User data over the limit of AWS', () => {
  test('is compressed for an instance, which is compared as a whole', () => {
    const config = synth(changed({ 'servers.0.container.environment': LARGER }));
    const { user_data: plain, user_data_base64: compressed } = argumentsAt(
      config,
      'aws_instance.servers_devloop_server',
    );
    expect([plain, compressed]).toEqual([undefined, '${base64gzip(local.servers_devloop_server_script)}']);
    expect(argumentsAt(config, 'data.aws_instance.servers_devloop_server_deployed')).toMatchObject({
      get_user_data: true,
    });
    expect(JSON.stringify(config.check)).toContain(
      'server.user_data_base64 == base64gzip(local.servers_devloop_server_script)',
    );
  });

  test('is compressed in a launch template', () => {
    const config = synth(changed({ 'servers.0.container.environment': LARGER }, prod));
    const [template] = Object.values(config.resource['aws_launch_template'] ?? {});
    expect(String(template?.['user_data'])).toMatch(/^\$\{base64gzip\(local\.\w+_script\)\}$/);
  });

  test('is no user data of dev and prod', () => {
    for (const environment of [dev, prod])
      expect(JSON.stringify(synth(environment))).not.toMatch(/base64gzip|get_user_data/);
  });
});
