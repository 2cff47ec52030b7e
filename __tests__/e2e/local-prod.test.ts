import { join } from 'node:path';
import { stateAddresses } from '../support/fixtures/recorded-addresses';
import { describeWith } from '../support/processes/describe-with';
import { isUp, CommandRun, processesWith } from '../support/processes/command-run';

describeWith(['terraform', 'python'], 'npm run local -- --environment prod', () => {
  jest.setTimeout(900_000);

  test('deploys, plans no changes, shows that protected resources cannot be destroyed, and deletes the account', async () => {
    const run = new CommandRun('local', ['--environment', 'prod']);
    await run.succeeded();
    expect(run.output).toContain('Planning again: no changes');
    expect(run.output).toMatch(
      /refused by aws_(backup_vault|cloudwatch_log_group|db_instance|ebs_volume|kms_key|s3_bucket)\.\w+, which has prevent_destroy; /,
    );
    expect(run.output).toContain(`; all ${stateAddresses('prod').length} resources are still there`);
    expect(run.output.trimEnd().split('\n').slice(-2)).toEqual([
      'Nothing is left running.',
      `Drawing, reachability and costs: ${join('.local', 'view', 'prod.html')}`,
    ]);
    expect(await isUp(run.endpoint)).toBe(false);
    expect(processesWith(`AWS_ENDPOINT_URL=${run.endpoint}`)).toEqual([]);
  });
});
