import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { stateBackends } from '../../../src/config/state';
import type { Plan } from '../../../src/plan/plan';
import { accountWithProvider, clientOf } from '../../support/aws/own-account';
import { dev, prod } from '../../support/fixtures/configured';
import { changed } from '../../support/fixtures/environments';
import { Variant } from '../../support/fixtures/planned-changes';
import { PLATFORM_SEEDS, type PlatformSeed } from './platform-seeds';
import { writeRecorded } from './recorded';

/** Records the plans of `platform-seeds.ts` on the emulator: `npx tsx __tests__/review/recorded/record-platform.ts`. */
async function plansOf(base: typeof dev, seeds: readonly PlatformSeed[]): Promise<[string, Plan][]> {
  const account = await accountWithProvider();
  try {
    await new Route53Client(clientOf(account)).send(
      new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'recorded' }),
    );
    const input = { ...base, state: stateBackends.local };
    const plan = async (variant: Variant, options: readonly string[] = []): Promise<Plan> => {
      // A plan that fails, e.g. at a precondition, is saved too.
      await variant.plan(...options).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
      return JSON.parse((await variant.terraform.run(['show', '-json', 'variant.tfplan'])).stdout) as Plan;
    };
    const first = new Variant(account, 'first', input);
    const plans: [string, Plan][] = [[`creates ${base.name}`, await plan(first)]];
    await first.apply();
    for (const [index, { name, changes = {}, variables = {}, options }] of seeds.entries()) {
      const variant = new Variant(account, String(index), changed(changes, input), variables);
      plans.push([name, await plan(variant, options)]);
      process.stderr.write(`${name}\n`);
    }
    return plans;
  } finally {
    await account.stop();
  }
}

const of = (name: PlatformSeed['of']) => PLATFORM_SEEDS.filter((seed) => seed.of === name);

void (async () => {
  const plans = [...(await plansOf(dev, of('dev'))), ...(await plansOf(prod, of('prod')))];
  writeRecorded('platform', Object.fromEntries(plans));
})();
