import { automatedRuns } from '../../src/github/automated-runs';
import { prod } from '../../src/config/environments/prod';
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

test('S3 is for the workflow itself, HCP Terraform for HCP Terraform, in the order of configuration', () => {
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

test('the roles are those that the stack makes', () => {
  const made = Object.values(ofType(synthAutomation(), 'aws_iam_role')).map(({ name }) => name);
  expect(runs().flatMap(({ roles }) => [roles.apply, roles.plan])).toEqual(made);
});

test('without GitHub environments there is none, and no run in HCP Terraform, whose token pull requests would have', () => {
  const without = parseAutomation({ ...automation, github: { ...github, environments: false } });
  expect(automatedRuns(without, [environment()]).map(({ approval }) => approval)).toEqual(['']);
  expect(messagesOf(() => automatedRuns(without, automationEnvironments()))).toEqual([
    'automation.github.environments: false lets pull requests read the TF_API_TOKEN that applies prod; ' +
      'accepted: true, with that token as a secret of the GitHub environment; or no github, where HCP Terraform watches the repository [CONFIG_INVALID]',
  ]);
});

test('a name becomes a variable that GitHub takes', () => {
  const other = environment({ name: 'dev-2' });
  expect(automatedRuns(parseAutomation(automation), [other]).map(({ inputs }) => inputs)).toEqual([
    'TF_INPUTS_DEV_2',
  ]);
});

test('a Terraform Enterprise has a variable of its own for its token', () => {
  const state = { ...stateBackends.cloud, hostname: 'tfe.my-shop.example.com' };
  const runsThere = automatedRuns(parseAutomation(automation), [environment({ state })]);
  expect(runsThere.map(({ token }) => token)).toEqual(['TF_TOKEN_tfe_my__shop_example_com']);
});

test('nothing runs without a repository, nor with state in a file; nor as the project ships', () => {
  const { project, region, state } = automation;
  expect(automatedRuns(parseAutomation({ project, region, state }), automationEnvironments())).toEqual([]);
  const local = environment({ state: stateBackends.local }, prod);
  expect(automatedRuns(parseAutomation(automation), [local])).toEqual([]);
  expect(automatedRuns()).toEqual([]);
});
