import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTagsCommand, DeleteTagsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { EnvironmentInput } from '../../../src/config';
import { parseEnvironment } from '../../../src/config/schema';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { synthesizeEnvironment } from '../../../src/terraform/environment-stack';
import { Terraform } from '../../../src/terraform/terraform';
import { clientOf, ownAccount } from '../../support/aws/own-account';
import { changed } from '../../support/fixtures/environments';
import { writeRecorded } from './recorded';
import { DEPLOYED, type Seed, SEEDS, type Stack } from './seeds';

/** Records the plans of `seeds.ts` on an emulated account: `npx tsx __tests__/review/recorded/record-own.ts`. */
async function record(account: EmulatedAccount): Promise<void> {
  const state = join(account.folder, 'dev.tfstate');
  const ec2 = new EC2Client(clientOf(account));

  async function terraformOf(input: EnvironmentInput, seed: Seed): Promise<Terraform> {
    const outdir = join(account.folder, 'stack');
    const folder = synthesizeEnvironment(parseEnvironment(input, input.name), outdir);
    const file = join(folder, 'cdk.tf.json');
    const stack = JSON.parse(readFileSync(file, 'utf8')) as Stack;
    seed.edit?.(stack);
    writeFileSync(file, JSON.stringify(stack));
    const terraform = new Terraform(folder, { env: { ...account.env, ...seed.variables } });
    terraform.useLocalState(state);
    await terraform.init();
    return terraform;
  }

  const vpc = async (): Promise<string> => {
    const { Vpcs = [] } = await ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['false'] }] }),
    );
    return Vpcs[0]?.VpcId ?? '';
  };
  const tag = { Key: 'Owner', Value: 'by hand' };

  async function planOf(terraform: Terraform, { options = [] }: Seed): Promise<unknown> {
    // A plan that fails is saved too, and exits with 1.
    await terraform.run(['plan', '-input=false', '-out=seed.tfplan', ...options], [0, 1]);
    return JSON.parse((await terraform.run(['show', '-json', 'seed.tfplan'])).stdout);
  }

  const plans: Record<string, unknown> = {};
  const first: Seed = { name: 'creates all' };
  const terraform = await terraformOf(DEPLOYED, first);
  plans[first.name] = await planOf(terraform, first);
  await terraform.apply();
  await new SSMClient(clientOf(account)).send(
    new PutParameterCommand({ Name: '/by-hand', Type: 'String', Value: 'one' }),
  );
  for (const seed of SEEDS) {
    process.stderr.write(`${seed.name}\n`);
    const stack = await terraformOf(changed(seed.changes ?? {}, DEPLOYED), seed);
    const isTagged = seed.before === 'tag the VPC';
    if (isTagged) await ec2.send(new CreateTagsCommand({ Resources: [await vpc()], Tags: [tag] }));
    if (seed.before === 'taint the bastion') await stack.run(['taint', 'aws_instance.bastion']);
    plans[seed.name] = await planOf(stack, seed);
    writeRecorded('own', plans);
    if (isTagged) await ec2.send(new DeleteTagsCommand({ Resources: [await vpc()], Tags: [tag] }));
  }
}

void ownAccount().then((account) => record(account).finally(() => account.stop()));
