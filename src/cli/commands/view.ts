import { writeFileSync } from 'node:fs';
import { defineCommand } from '../define-command';
import { DEFAULT_ENVIRONMENT, networkOf } from '../reach/network';
import { NETWORK_OPTIONS } from '../reach/options';
import { checkTaken, givenValues } from '../reach/variables';

export const view = defineCommand({
  name: 'view',
  group: 'offline',
  summary: 'Draw the network of an environment, or of any Terraform JSON or plan',
  description:
    'Prints an SVG drawing: zones are columns, tiers are rows, and lines are the connections that reach answers with yes. ' +
    'Nothing is deployed and no network is used.',
  options: {
    ...NETWORK_OPTIONS,
    out: {
      type: 'string',
      value: 'PATH',
      description: 'File to write (default: standard output)',
      completes: 'files',
    },
  },
  examples: [
    { run: 'view --environment prod --out prod.svg', does: 'a drawing of prod' },
    { run: 'view --file plan.json --out plan.svg', does: 'a plan of any project' },
  ],
  async run({ options, result, say }) {
    const variables = await givenValues(options);
    const { topology } = await networkOf(options, variables);
    checkTaken(variables, [topology], say);
    const { drawingOf } = await import('../../drawing');
    const title = options.file ?? options.plan ?? options.environment ?? DEFAULT_ENVIRONMENT;
    const svg = drawingOf({ title, inventory: topology.inventory(), matrix: topology.matrix() });
    if (options.out === undefined) result(svg, svg);
    else {
      writeFileSync(options.out, svg);
      say(`Wrote ${options.out}`);
    }
  },
});
