import { defineCommand } from '../define-command';

export const review = defineCommand({
  name: 'review',
  group: 'offline',
  summary: 'Tell what a plan destroys, opens, costs and changes',
  description:
    'The first three lines tell what is destroyed or replaced, what becomes reachable or unreachable, and what it costs a month. Then come ' +
    'all changes, with old and new values; sensitive values are never printed. Reads a plan of any project, and uses no network.',
  options: {
    plan: {
      type: 'string',
      value: 'FILE',
      description: 'A plan, as terraform show -json prints it; - reads standard input',
      required: true,
      completes: 'files',
    },
    markdown: { type: 'boolean', description: 'Print Markdown, as for a comment on a pull request' },
    svg: {
      type: 'string',
      value: 'FILE',
      description:
        'Also draw the network after the apply, as devloop view does, with what the plan does to it',
      completes: 'files',
    },
  },
  examples: [
    { run: 'review --plan plan.json', does: 'the review of a plan' },
    {
      run: 'review --plan plan.json --markdown --svg plan.svg',
      does: 'for a pull request, with the drawing',
    },
  ],
  json: true,
  async run({ options, ...output }) {
    const { printPlanReview } = await import('../review/print-plan-review');
    printPlanReview(options, output);
  },
});
