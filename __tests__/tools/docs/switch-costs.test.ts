import { switchCostsTable } from '../../../src/tools/docs/switch-costs';

const rows = switchCostsTable().split('\n');

describe('The table of what switches cost', () => {
  test('adds up what a switch adds: a NAT gateway with its address', () => {
    expect(rows).toContain(
      "| `network.nat.mode: 'per-zone' instead of 'single'` | 0.064 | data-processed: 0.059/GB |  |",
    );
  });

  test('has nothing for what AWS does not charge for', () => {
    expect(rows).toContain('| `network.acls` | 0 |  |  |');
  });

  test('takes a price that becomes unknown for no saving', () => {
    expect(rows).toContain('| `database.multiAz` | 0.0036 |  | instance |');
  });
});
