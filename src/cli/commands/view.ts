import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openFile } from '../../system/open-file';
import { PROJECT_DIR } from '../../system/paths';
import { Topology } from '../../topology';
import { defineCommand } from '../define-command';
import { DEFAULT_ENVIRONMENT, networkOf } from '../reach/network';
import { NETWORK_OPTIONS } from '../reach/options';
import { checkTaken, givenValues } from '../reach/variables';

const FOLDER = join(PROJECT_DIR, '.local', 'view');

export const view = defineCommand({
  name: 'view',
  group: 'offline',
  summary: 'Draw the network of an environment, or of any Terraform JSON or plan',
  description:
    'Writes one HTML page: a drawing, who reaches whom and why, and the inventory; of a plan also what it changes. With --svg it ' +
    'prints the drawing alone. Nothing is deployed and no network is used.',
  options: {
    ...NETWORK_OPTIONS,
    out: {
      type: 'string',
      value: 'PATH',
      description: 'File to write (default: a page in .local/view, or standard output with --svg)',
      completes: 'files',
    },
    svg: { type: 'boolean', description: 'Draw SVG instead of a page' },
    open: {
      type: 'string',
      value: 'WHEN',
      description: 'Whether to open the page in a browser: auto does where there is a display and a terminal',
      choices: ['auto', 'never'],
      default: 'auto',
    },
  },
  examples: [
    { run: 'view --environment prod', does: 'a page about prod' },
    { run: 'view --environment prod --svg --out prod.svg', does: 'the drawing alone' },
    { run: 'view --plan plan.json --out plan.html', does: 'what a plan of any project changes' },
  ],
  async run({ options, result, say }) {
    const variables = await givenValues(options);
    const { topology, json } = await networkOf(options, variables);
    checkTaken(variables, [topology], say);
    const { actionsOf, drawingOf, isPlan, stateBefore, viewOf } = await import('../../drawing');
    const path = options.file ?? options.plan;
    const name = options.environment ?? (path === undefined ? DEFAULT_ENVIRONMENT : 'file');
    const title = path ?? name;
    const actions = actionsOf(json);
    const text = options.svg
      ? drawingOf({ title, inventory: topology.inventory(), matrix: topology.matrix(), actions })
      : viewOf({
          title,
          topology,
          actions,
          before: isPlan(json) ? Topology.read(stateBefore(json), `the state before ${title}`) : undefined,
        });
    if (options.svg && options.out === undefined) return void result(text, text);
    const out = options.out ?? join(FOLDER, `${name}.html`);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, text);
    say(`Wrote ${out}`);
    if (!options.svg && options.open === 'auto') openFile(out);
  },
});
