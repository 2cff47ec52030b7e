import { planComment } from '../../src/github/plan-comment';
import { LogLines } from '../../src/hcp/log-lines';

/** What a person is shown of a log that comes in these pieces. */
function shown(...pieces: string[]): string {
  let text = '';
  const lines = new LogLines((more) => (text += more));
  for (const piece of pieces) lines.add(piece);
  lines.end();
  return text;
}

const said = (message: string, type: string, more: object = {}) =>
  `${JSON.stringify({ '@level': 'info', '@message': message, '@module': 'terraform.ui', ...more, type })}\n`;
const HEADER = 'Terraform v1.11.4\non linux_amd64\nInitializing plugins and modules...\n';
const titleOf = (log: string) => planComment({ environment: 'dev', log, commit: '', run: '' }).split('\n')[1];

test('LogLines passes plain text through', () => {
  const text = `${HEADER}\n  + input = {\n{"no": "message"}\n{not JSON\n{}\n\nPlan: 1 to add.`;
  expect(shown(text)).toBe(text);
});

test('LogLines prints the messages of JSON lines, wherever the chunks end', () => {
  const log =
    HEADER +
    said('Terraform 1.11.4', 'version', { terraform: '1.11.4', ui: '1.2' }) +
    said('aws_vpc.a: Refreshing state... [id=ü]', 'refresh_start') +
    said('aws_vpc.a: Refresh complete [id=ü]', 'refresh_complete') +
    said('aws_subnet.a: Plan to create', 'planned_change') +
    said('Plan: 1 to add, 0 to change, 0 to destroy.', 'change_summary');
  const text = `${HEADER}aws_vpc.a: Refreshing state... [id=ü]\naws_subnet.a: Plan to create\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n`;
  expect(shown(log)).toBe(text);
  expect(shown(...log)).toBe(text);
  expect(titleOf(text)).toBe('**dev**: Plan: 1 to add, 0 to change, 0 to destroy');
});

test('LogLines prints changed outputs of a plan and output values of an apply', () => {
  const planned = (action: string) => ({
    outputs: { one: { sensitive: false, action: 'noop' }, two: { sensitive: true, action } },
  });
  const nothing = said('Plan: 0 to add, 0 to change, 0 to destroy.', 'change_summary');
  expect(shown(said('Outputs: 2', 'outputs', planned('noop')))).toBe('');
  const changed = shown(nothing, said('Outputs: 2', 'outputs', planned('update')));
  expect(changed).toBe(
    '\nPlan: 0 to add, 0 to change, 0 to destroy.\n\nChanges to Outputs:\n  two: update\n',
  );
  expect(titleOf(changed)).toBe('**dev**: Changes to Outputs');
  expect(titleOf(shown(nothing))).toBe('**dev**: Plan: 0 to add, 0 to change, 0 to destroy');
  const outputs = {
    list: { sensitive: false, type: ['tuple', ['string']], value: ['a'] },
    secret: { sensitive: true, type: 'string' },
  };
  expect(shown(said('Outputs: 2', 'outputs', { outputs }))).toBe(
    '\nOutputs:\n\nlist = ["a"]\nsecret = <sensitive>\n',
  );
});

test.each([
  [
    'of a value',
    {
      severity: 'error',
      summary: 'Invalid value for variable',
      detail: 'a: too long; accepted: 3 letters\n\nThis was checked by the rule at main.tf.json:1.',
      range: { filename: 'main.tf.json', start: { line: 1, column: 18, byte: 17 } },
      snippet: {
        context: 'variable.a',
        code: '"a": {',
        start_line: 1,
        values: [{ traversal: 'var.a', statement: 'is "xxxxxx"' }],
      },
    },
    [
      '╷',
      '│ Error: Invalid value for variable',
      '│',
      '│   on main.tf.json line 1, in variable.a:',
      '│    1: "a": {',
      '│     ├────────────────',
      '│     │ var.a is "xxxxxx"',
      '│',
      '│ a: too long; accepted: 3 letters',
      '│',
      '│ This was checked by the rule at main.tf.json:1.',
      '╵',
    ],
    'failed',
  ],
  [
    'of a resource, without a place in a file',
    { severity: 'warning', summary: 'Deprecated', detail: '', address: 'aws_vpc.main' },
    ['╷', '│ Warning: Deprecated', '│', '│   with aws_vpc.main,', '│', '╵'],
    'ended without a plan',
  ],
  [
    'of a place without its context',
    {
      severity: 'error',
      summary: 'Extraneous JSON object property',
      detail: 'No block type is named "x".',
      range: { filename: 'main.tf.json', start: { line: 2 } },
      snippet: { context: null, code: '"x": {', start_line: 2, values: [] },
    },
    [
      '╷',
      '│ Error: Extraneous JSON object property',
      '│',
      '│   on main.tf.json line 2:',
      '│    2: "x": {',
      '│',
      '│ No block type is named "x".',
      '╵',
    ],
    'failed',
  ],
])('LogLines frames a diagnostic %s', (_, diagnostic, lines, title) => {
  const text = shown(said('Error: x', 'diagnostic', { diagnostic }));
  expect(text.trimEnd().split('\n')).toEqual(lines);
  expect(titleOf(text)).toBe(`**dev**: ${title}`);
});
