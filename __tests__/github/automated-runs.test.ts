import { automatedRuns } from '../../src/github/automated-runs';
import { prod } from '../support/fixtures/configured';
import { parseAutomation } from '../../src/config/schema';
import { stateBackends } from '../../src/config/state';
import { environment, messagesOf } from '../support/fixtures/environments';
import { automation, automationEnvironments, synthAutomation } from '../support/iam/policies';
import { ofType } from '../support/fixtures/synth';

const github = { repository: 'acme@123/shop@456', environments: true };
const runs = (settings: object = {}) =>
  automatedRuns(
    parseAutomation({ ...automation, github: { ...github, ...settings } }),
    automationEnvironments(),
  );

test('automatedRuns runs S3 environments in the workflow and others in HCP Terraform, in order', () => {
  expect(runs()).toEqual([
    {
      environment: 'dev',
      runner: 'github',
      region: 'ap-northeast-2',
      roles: { plan: 'devloop-dev-plan', apply: 'devloop-dev-apply' },
      approval: 'dev',
      inputs: 'TF_INPUTS_DEV',
      token: '',
    },
    {
      environment: 'prod',
      runner: 'cloud',
      region: 'ap-northeast-2',
      roles: { plan: 'devloop-prod-plan', apply: 'devloop-prod-apply' },
      approval: 'prod',
      inputs: 'TF_INPUTS_PROD',
      token: 'TF_TOKEN_app_terraform_io',
    },
  ]);
});

test('automatedRuns names the roles that the automation stack creates', () => {
  const made = Object.values(ofType(synthAutomation(), 'aws_iam_role')).map(({ name }) => name);
  expect(runs().flatMap(({ roles }) => [roles.apply, roles.plan])).toEqual(made);
});

test('automatedRuns rejects HCP Terraform without GitHub environments, which protect its token', () => {
  const without = parseAutomation({ ...automation, github: { ...github, environments: false } });
  expect(automatedRuns(without, [environment()]).map(({ approval }) => approval)).toEqual(['']);
  expect(messagesOf(() => automatedRuns(without, automationEnvironments()))).toEqual([
    'automation.github.environments: false lets pull requests read the TF_API_TOKEN that applies prod; ' +
      'accepted: true, with that token as a secret of the GitHub environment; or no github, where HCP Terraform watches the repository [CONFIG_INVALID]',
  ]);
});

test('automatedRuns derives a valid GitHub variable name from the environment name', () => {
  const other = environment({ name: 'dev-2' });
  expect(automatedRuns(parseAutomation(automation), [other]).map(({ inputs }) => inputs)).toEqual([
    'TF_INPUTS_DEV_2',
  ]);
});

test('automatedRuns uses the token variable of a Terraform Enterprise host', () => {
  const state = { ...stateBackends.cloud, hostname: 'tfe.my-shop.example.com' };
  const runsThere = automatedRuns(parseAutomation(automation), [environment({ state })]);
  expect(runsThere.map(({ token }) => token)).toEqual(['TF_TOKEN_tfe_my__shop_example_com']);
});

test('automatedRuns is empty without a repository, with state in a file, and by default', () => {
  const { project, region, state } = automation;
  expect(automatedRuns(parseAutomation({ project, region, state }), automationEnvironments())).toEqual([]);
  const local = environment({ state: stateBackends.local }, prod);
  expect(automatedRuns(parseAutomation(automation), [local])).toEqual([]);
  expect(automatedRuns()).toEqual([]);
});
