import { defineCommand } from '../define-command';
import { printTable } from '../output/table';

export const bench = defineCommand({
  name: 'bench',
  group: 'emulated',
  summary: 'Measure time and memory of synth, network proof and deployment',
  options: { synth: { type: 'boolean', description: 'Leave the deployment out' } },
  examples: [{ run: 'bench --synth', does: 'without Terraform and Python' }],
  json: true,
  async run({ options, signal, result, say }) {
    const { machine, measure } = await import('../../tools/bench/bench');
    say(machine());
    const rows = await measure({ deploys: !options.synth, signal });
    const measurements = rows.map(([measured = '', ratio = '', of = '']) => ({ measured, ratio, of }));
    result({ machine: machine(), measurements }, printTable(['measured', 'ratio', 'of'], rows));
  },
});
