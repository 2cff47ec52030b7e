import { ConfigurationError } from '../../core/errors';
import { valuesOfFile } from '../../reach/variables';
import type { Assignment, Topology } from '../../topology';
import type { Values } from '../define-command';
import type { NETWORK_OPTIONS } from './options';

type Given = Pick<Values<typeof NETWORK_OPTIONS>, 'var' | 'var-file'>;

function ofLine(text: string): Assignment {
  const [, name, value] = /^([^=\s]+)\s*=([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--var',
      given: text,
      message: 'gives no variable a value',
      accepted: 'NAME=VALUE, e.g. \'admin_cidrs=["203.0.113.7/32"]\'',
    });
  return { name, form: 'text', value, where: '--var', isStrict: true };
}

/**
 * Values of `--var` and `--var-file` in command line order. The last one takes precedence.
 *
 * @throws ConfigurationError USAGE or TOPOLOGY_UNREADABLE
 */
export async function givenValues(given: Given): Promise<readonly Assignment[]> {
  const lines = given.var.map(({ value, position }) => ({
    position,
    values: Promise.resolve([ofLine(value)] as readonly Assignment[]),
  }));
  const files = given['var-file'].map(({ value, position }) => ({ position, values: valuesOfFile(value) }));
  const ordered = [...lines, ...files].sort((left, right) => left.position - right.position);
  return (await Promise.all(ordered.map(({ values }) => values))).flat();
}

/**
 * Reports values from files for undeclared variables, as Terraform does.
 *
 * @throws ConfigurationError USAGE if values are given and no network accepts variables, e.g. only plans
 */
export function checkTaken(
  given: readonly Assignment[],
  networks: readonly Topology[],
  say: (sentence: string) => void,
): void {
  const declared = new Set(networks.flatMap(({ variables }) => variables));
  if (given.length > 0 && networks.every(({ takesVariables }) => !takesVariables))
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--var, --var-file',
      message: 'are about a configuration, and a plan or state holds the values of its variables',
      accepted: 'neither of them with a plan or state',
    });
  for (const { name, where, isStrict } of given)
    if (!isStrict && !declared.has(name))
      say(`${where}: no variable ${name} is declared; its value is left out`);
}
