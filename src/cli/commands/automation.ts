import { defineCommand } from '../define-command';
import { printTable } from '../output/table';

export const automation = defineCommand({
  name: 'automation',
  group: 'workflows',
  summary: 'Print the environments that workflows plan and apply',
  description: 'Under --json it prints one line, for the matrix of a workflow.',
  options: {},
  examples: [{ run: 'automation --json', does: 'one line of JSON for fromJSON()' }],
  json: true,
  async run({ result }) {
    const { automatedRuns } = await import('../../github/automated-runs');
    const runs = automatedRuns();
    const rows = runs.map(({ environment, runner, region }) => [environment, runner, region]);
    result(
      runs,
      rows.length === 0
        ? 'No automation is configured.'
        : printTable(['environment', 'runner', 'region'], rows),
    );
  },
});
