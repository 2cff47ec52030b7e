import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentInput } from '../../../src/config';
import { dev } from '../../../src/config/environments/dev';
import { prod } from '../../../src/config/environments/prod';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { demoImages } from '../../../src/emulator/demo-inputs';
import { platformRoles } from '../../../src/stacks/platform-roles';
import { environmentTerraform } from '../../../src/terraform/environment-stack';
import { Topology, type Assignment, type Matrix } from '../../../src/topology';
import { accountWithProvider, clientOf } from '../../support/aws/own-account';
import { environment, everything } from '../../support/fixtures/environments';
import { describeWith } from '../../support/processes/describe-with';
import { terraformWith } from '../../support/processes/terraform';
import { flipsOfPlan } from '../../topology/support/unreadable-plan';

/** Milliseconds: a plan asks the emulator for what its data sources read. */
const TIMEOUT = 300_000;

interface Plan extends Record<string, unknown> {
  readonly variables: Readonly<Record<string, { readonly value?: Assignment['value'] }>>;
}

/** The pairs, whatever the order in which a file names its resources. */
const lines = ({ entries }: Matrix): string[] => entries.map((entry) => JSON.stringify(entry)).sort();

describeWith(['terraform', 'python'], 'a plan of the stacks of this project', () => {
  jest.setTimeout(TIMEOUT);

  let account: EmulatedAccount;
  beforeAll(async () => {
    account = await accountWithProvider();
    // The domain of the environment that has everything.
    const route53 = new Route53Client(clientOf(account));
    await route53.send(
      new CreateHostedZoneCommand({ Name: everything.loadBalancer?.domain?.zone, CallerReference: 'zone' }),
    );
  });
  afterAll(() => account.stop());

  test.each<[string, EnvironmentInput]>([
    ['dev', dev],
    ['prod', prod],
    ['everything', everything],
  ])(
    'of %s has the same matrix as its cdk.tf.json, of which no unreadable expression makes the opposite',
    async (name, input) => {
      const { folder } = account;
      const own = environment({ state: { backend: 'local' } }, input);
      const env = { ...account.env, ...demoImages(own) };
      const outdir = join(folder, `plan-${name}`);
      const terraform = environmentTerraform({ environment: own, outdir, env, stateDir: outdir });
      await terraform.init();
      const run = (...args: string[]): string => {
        const { status, stdout, stderr } = terraformWith(env, terraform.folder, ...args);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        return stdout;
      };
      run('plan', '-input=false', '-no-color', '-out=plan.bin');
      const plan = JSON.parse(run('show', '-json', 'plan.bin')) as Plan;
      const variables = Object.entries(plan.variables).flatMap(([variable, { value }]): Assignment[] =>
        value === undefined
          ? []
          : [{ name: variable, form: 'literal', value, where: 'the plan', isStrict: true }],
      );
      const names = platformRoles(own);
      const planned = Topology.read(plan, 'plan', { names }).matrix();
      const json = readFileSync(join(terraform.folder, 'cdk.tf.json'), 'utf8');
      const configured = Topology.read(json, 'cdk.tf.json', { names, variables }).matrix();
      expect(planned.entries.length).toBeGreaterThan(5);
      expect(lines(planned)).toEqual(lines(configured));
      expect(planned.entries.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
      expect(flipsOfPlan(plan)).toEqual([]);
    },
    TIMEOUT,
  );
});
