import { answerReach } from '../reach/answer';
import { REACH_OPTIONS } from '../reach/options';
import { defineCommand } from '../define-command';

export const reach = defineCommand({
  name: 'reach',
  group: 'offline',
  summary: 'Print which resources reach each other over the network',
  description:
    'Reads an environment, or any Terraform JSON or plan, and prints every allowed connection; with --from, --to and --port it ' +
    'explains one connection hop by hop. Nothing is deployed and no network is used.',
  options: REACH_OPTIONS,
  examples: [
    { run: 'reach --environment prod', does: 'who reaches whom in prod' },
    {
      run: 'reach --from internet --to elk-server --port 22',
      does: 'one answer, with the path or the reason',
    },
    { run: 'reach --plan plan.json --against before.json', does: 'what a plan opens and closes' },
    { run: 'reach --file plan.json', does: 'a plan of any project, as terraform show -json prints it' },
    {
      run: 'reach --from internet --to database --port 3306 --expect no',
      does: 'for a pipeline: exits with 2 unless the answer is no',
    },
    {
      run: 'reach --plan plan.json --source . --expect-file rules.yaml --sarif',
      does: 'for code scanning: what is not as a file of expectations says',
    },
  ],
  json: true,
  run: ({ options, ...output }) => answerReach(options, output),
});
