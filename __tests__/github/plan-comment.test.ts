import { markOf, planComment } from '../../src/github/plan-comment';

const run = 'https://github.example.com/acme/shop/actions/runs/1';
const commit = '0123456789abcdef0123456789abcdef01234567';
const comment = (log: string | undefined) => planComment({ environment: 'dev', log, commit, run });
const titleOf = (log: string) => comment(log).split('\n')[1];

test('planComment contains the summary, the commit, the run and the log', () => {
  const log = [
    'Initializing the backend...',
    'data.aws_ssm_parameter.image: Reading...',
    'data.aws_ssm_parameter.image: Read complete after 0s [id=/x]',
    'aws_vpc.main: Refreshing state... [id=vpc-1]',
    '',
    '  \u001b[32m+\u001b[0m resource "aws_subnet" "a" {',
    '    }',
    '',
    '\u001b[1mPlan:\u001b[0m 1 to add, 0 to change, 0 to destroy.',
    '',
  ].join('\r\n');
  expect(comment(log)).toBe(
    [
      '<!-- terraform plan of dev -->',
      '**dev**: Plan: 1 to add, 0 to change, 0 to destroy',
      '',
      'Of commit 0123456789abcdef0123456789abcdef01234567: [the run](https://github.example.com/acme/shop/actions/runs/1)',
      '',
      '<details><summary>The log</summary>',
      '',
      '```text',
      'Initializing the backend...',
      '',
      '  + resource "aws_subnet" "a" {',
      '    }',
      '',
      'Plan: 1 to add, 0 to change, 0 to destroy.',
      '```',
      '',
      '</details>',
      '',
    ].join('\n'),
  );
});

test('planComment reports a failure before the plan, with the commit, when there is no log', () => {
  expect(comment(undefined)).toBe(
    [
      '<!-- terraform plan of dev -->',
      '**dev**: failed before the plan',
      '',
      'Of commit 0123456789abcdef0123456789abcdef01234567: [the run](https://github.example.com/acme/shop/actions/runs/1)',
      '',
    ].join('\n'),
  );
});

test.each([
  [
    'Plan: 1 to import, 0 to add, 2 to change, 3 to destroy.',
    'Plan: 1 to import, 0 to add, 2 to change, 3 to destroy',
  ],
  [
    'No changes. Your infrastructure matches the configuration.',
    'No changes. Your infrastructure matches the configuration',
  ],
  ['Changes to Outputs:\n  + x = 1', 'Changes to Outputs'],
  ['╷\n│ Error: Error acquiring the state lock\n│\n╵', 'failed'],
  ['Plan: 1 to add, 0 to change, 0 to destroy.\nError: no', 'failed'],
  ['', 'ended without a plan'],
])('planComment derives its title from %j', (log, title) => {
  expect(titleOf(log)).toBe(`**dev**: ${title}`);
});

test('planComment ignores a plan summary inside a resource', () => {
  expect(titleOf('  + description = "Plan: 9 to add."\nNo changes. None.')).toBe('**dev**: No changes. None');
});

test('planComment leaves out how a saved plan is applied', () => {
  const log = [
    'Plan: 1 to add, 0 to change, 0 to destroy.',
    '',
    '─'.repeat(77),
    '',
    'Saved the plan to: plan.bin',
    '',
    'To perform exactly these actions, run the following command to apply:',
    '    terraform apply "plan.bin"',
    '',
  ].join('\n');
  expect(comment(log)).toContain('```text\nPlan: 1 to add, 0 to change, 0 to destroy.\n```');
});

test('planComment keeps any text inside the code fence', () => {
  const body = comment('  + a = "```"\n  + b = "````"\n@everybody\nNo changes. None.');
  expect(body).toContain('\n`````text\n');
  expect(body.slice(body.indexOf('`````text'), body.lastIndexOf('`````'))).toContain('@everybody');
});

test('planComment shortens a long log to its start and its end', () => {
  const log = `start\n${'x'.repeat(200_000)}\nPlan: 1 to add, 0 to change, 0 to destroy.`;
  const body = comment(log);
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain('\nstart\n');
  expect(body).toContain('… 136049 characters are left out …');
  expect(body).toContain('Plan: 1 to add, 0 to change, 0 to destroy.\n```');
});

test('planComment begins with the review, and links the drawing', () => {
  const text = planComment({
    environment: 'dev',
    log: 'No changes. None.',
    review: '- Destroys and replaces nothing.\n',
    drawing: 'https://github.example.com/acme/shop/actions/runs/1/artifacts/2',
    commit,
    run,
  });
  expect(text.split('\n').slice(0, 6)).toEqual([
    '<!-- terraform plan of dev -->',
    '**dev**: No changes. None',
    '',
    '- Destroys and replaces nothing.',
    '',
    `Of commit ${commit}: [the run](${run}), [the drawing](https://github.example.com/acme/shop/actions/runs/1/artifacts/2)`,
  ]);
});

test('planComment leaves room for a long review', () => {
  const log = `${'x'.repeat(200_000)}\nNo changes. None.`;
  const body = planComment({ environment: 'dev', log, review: 'y'.repeat(30_001), commit, run });
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain('… 166020 characters are left out …');
});

test('markOf returns a marker per environment', () => {
  expect(markOf('prod')).toBe('<!-- terraform plan of prod -->');
});
