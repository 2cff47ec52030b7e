import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { actionsOf, drawingOf, isPlan, stateBefore, viewOf } from '../../drawing';
import { openFile } from '../../system/open-file';
import { localDirectory } from '../../system/paths';
import type { Plan } from '../../plan/plan';
import { redactOf } from '../../plan/secrets';
import { Topology } from '../../topology';
import { DEFAULT_ENVIRONMENT } from '../default-environment';
import type { Run, Values } from '../define-command';
import { networkOf } from '../reach/network';
import { checkTaken, givenValues } from '../reach/variables';
import type { VIEW_OPTIONS } from './options';

type ViewValues = Values<typeof VIEW_OPTIONS>;
type Output = Pick<Run<typeof VIEW_OPTIONS>, 'result' | 'say'>;

/** The page about a network, or its drawing alone. */
async function textOf(options: ViewValues, title: string, say: Output['say']): Promise<string> {
  const variables = await givenValues(options);
  const { topology, json, findings } = await networkOf(options, variables);
  checkTaken(variables, [topology], say);
  const actions = actionsOf(json);
  const redact = isPlan(json) ? redactOf(json as Plan) : undefined;
  if (options.svg)
    return drawingOf({ title, inventory: topology.inventory(), matrix: topology.matrix(), actions, redact });
  const before = isPlan(json) ? Topology.read(stateBefore(json), `the state before ${title}`) : undefined;
  const { reportOf } = await import('./report');
  return viewOf({ title, topology, actions, before, redact, findings: findings?.(), ...reportOf(json) });
}

function write(to: string, text: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

const pageOf = (name: string): string => join(localDirectory('view'), `${name}.html`);

/** Writes the page about an environment, and returns its path. */
export async function writeEnvironmentPage(environment: string): Promise<string> {
  const { readEnvironmentStack } = await import('../../stacks/environment-topology');
  const { reportOf } = await import('./report');
  const { topology, json, findings } = readEnvironmentStack(environment);
  const to = pageOf(environment);
  write(to, viewOf({ title: environment, topology, findings: findings(), ...reportOf(json) }));
  return to;
}

/** Runs `devloop view`. */
export async function writeView(options: ViewValues, { result, say }: Output): Promise<void> {
  const { environment, file, plan, svg, out } = options;
  const path = file ?? plan;
  const name = environment ?? (path === undefined ? DEFAULT_ENVIRONMENT : 'file');
  const text = await textOf(options, path ?? name, say);
  if (svg && out === undefined) return void result(text, text);
  const to = out ?? pageOf(name);
  write(to, text);
  say(`Wrote ${to}`);
  if (!svg && options.open === 'auto') openFile(to);
}
