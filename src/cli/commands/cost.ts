import { DEFAULT_ENVIRONMENT } from '../default-environment';
import { defineCommand } from '../define-command';
import { SYNTHESIZED } from '../synthesized';

export const cost = defineCommand({
  name: 'cost',
  group: 'offline',
  summary: 'Estimate what an environment costs a month, by resource',
  description:
    'Prints what is fixed, what is charged by use, and what is unknown, with prices of dated tables in src/cost/prices. ' +
    'The total is the least that a month costs: nothing unknown is taken for zero.',
  options: {
    environment: {
      type: 'string',
      value: 'NAME',
      description: `Environment, a file in src/config/environments (default: "${DEFAULT_ENVIRONMENT}", unless --plan is given)`,
      completes: 'environments',
    },
    synthesized: SYNTHESIZED,
    plan: {
      type: 'string',
      value: 'FILE',
      description: 'A plan of any project, as terraform show -json prints it: what it changes',
      completes: 'files',
    },
    usage: {
      type: 'string',
      value: 'FILE',
      description: 'Usage a month in YAML or JSON: amounts by Terraform address and charge',
      completes: 'files',
    },
    max: {
      type: 'string',
      value: 'AMOUNT',
      description: 'Exit with status 2 if the total is at least this many USD a month',
    },
    refresh: {
      type: 'boolean',
      description:
        "Fetch the prices of the environment's region from AWS's public price list instead, and show what changed",
    },
  },
  examples: [
    { run: 'cost --environment prod', does: 'a line a resource, and the total' },
    { run: 'cost --plan plan.json', does: 'what a plan makes cheaper and more expensive' },
    { run: 'cost --usage usage.yaml', does: 'with amounts for what is charged by use' },
    { run: 'cost --environment prod --max 500', does: 'for a pipeline: exits with 2 from 500 USD a month' },
    { run: 'cost --refresh', does: 'the price table of the region of dev, from the public price list' },
  ],
  json: true,
  async run({ options, ...output }) {
    const { printCost } = await import('../cost/print-cost');
    return printCost(options, output);
  },
});
