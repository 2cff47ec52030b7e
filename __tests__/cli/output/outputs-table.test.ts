import { outputsTable, shellExports } from '../../../src/cli/output/outputs-table';
import { seconds } from '../../../src/core/duration';

describe('Printed output', () => {
  const outputs = {
    bastion_address: '203.0.113.9',
    nat_addresses: {},
    server_addresses: { 'devloop-server': '10.0.16.4', 'elk-server': '10.0.18.4' },
    ssh_config: 'Host bastion\n  User ec2-user\n',
  };

  test('shows outputs in a table, and the command that prints a long text', () => {
    expect(outputsTable(outputs, 0).split('\n')).toEqual([
      '┌──────────────────┬──────────────────────────────────────────┐',
      '│ output           │ value                                    │',
      '├──────────────────┼──────────────────────────────────────────┤',
      '│ bastion_address  │ 203.0.113.9                              │',
      '├──────────────────┼──────────────────────────────────────────┤',
      '│ nat_addresses    │ none                                     │',
      '├──────────────────┼──────────────────────────────────────────┤',
      '│ server_addresses │ devloop-server: 10.0.16.4                │',
      '│                  │ elk-server: 10.0.18.4                    │',
      '├──────────────────┼──────────────────────────────────────────┤',
      '│ ssh_config       │ a text: terraform output -raw ssh_config │',
      '└──────────────────┴──────────────────────────────────────────┘',
    ]);
  });

  test('names the program that runs in that command', () => {
    const replaced = jest.replaceProperty(process, 'env', { TERRAFORM_BINARY_NAME: 'tofu' });
    expect(outputsTable(outputs, 0)).toContain('a text: tofu output -raw ssh_config');
    replaced.restore();
  });

  test('wraps values in a narrow terminal and keeps the table intact', () => {
    const lines = outputsTable({ secret: 'x'.repeat(100) }, 40).split('\n');
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([40]));
  });

  test('quotes exported variables only where the shell requires it', () => {
    expect(shellExports({ A: 'plain/path:1', B: '["203.0.113.7/32"]', C: "it's", D: undefined })).toBe(
      ['export A=plain/path:1', `export B='["203.0.113.7/32"]'`, `export C='it'\\''s'`, 'unset D'].join('\n'),
    );
  });

  test.each([
    [400, '0 s'],
    [59_400, '59 s'],
    [80_000, '1 min 20 s'],
    [600_000, '10 min 0 s'],
  ])('shows %i milliseconds as %s', (milliseconds, text) => {
    expect(seconds(milliseconds)).toBe(text);
  });
});
