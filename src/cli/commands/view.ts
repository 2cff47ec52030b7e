import { defineCommand } from '../define-command';
import { VIEW_OPTIONS } from '../view/options';

export const view = defineCommand({
  name: 'view',
  group: 'offline',
  summary: 'Draw the network of an environment, or of any Terraform JSON or plan',
  description:
    'Writes one HTML page: a drawing, who reaches whom and why, and the inventory; of a plan also what it changes. With --svg it ' +
    'prints the drawing alone. Nothing is deployed and no network is used.',
  options: VIEW_OPTIONS,
  examples: [
    { run: 'view --environment prod', does: 'a page about prod' },
    { run: 'view --environment prod --svg --out prod.svg', does: 'the drawing alone' },
    { run: 'view --plan plan.json --out plan.html', does: 'what a plan of any project changes' },
  ],
  async run({ options, ...output }) {
    const { writeView } = await import('../view/write-view');
    return writeView(options, output);
  },
});
