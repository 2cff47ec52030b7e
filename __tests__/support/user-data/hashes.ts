import { createHash } from 'node:crypto';
import type { EnvironmentInput } from '../../../src/config/schema';
import { synth } from '../fixtures/synth';

/** A line of a golden file: the hash of user data, and what a change of it does. */
export const hashLine = (userData: string, owner: string, replaces: boolean): string => {
  const hash = createHash('sha256').update(userData).digest('hex');
  return `${hash}  ${owner}: ${replaces ? 'replaced on change' : 'kept on change'}`;
};

/** A line for each server of an environment. */
export function serverHashes(environment: EnvironmentInput): string[] {
  const { locals = {}, check = {} } = synth(environment);
  return Object.entries(locals)
    .filter(([name]) => name.endsWith('_script'))
    .map(([name, text]) =>
      hashLine(String(text), `${environment.name} ${name}`, !(`${name}_check` in check)),
    );
}
