import { join } from 'node:path';
import type { Environment } from '../config';
import { PROJECT_DIR } from '../system/paths';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import type { OptionDefinition } from './define-command';

/** Option for JSON that was synthesized before. The command then runs none of the code that made it. */
export const SYNTHESIZED = {
  type: 'string',
  value: 'FOLDER',
  description: 'Output folder of a synth that was made before, instead of a new one',
  completes: 'folders',
} satisfies OptionDefinition;

interface Given {
  readonly environment: string;
  readonly synthesized: string | undefined;
}

type Load = (name: string) => Environment | Promise<Environment>;

/**
 * Reads the given synthesized environment, or the configured one, which is synthesized below `.local`.
 *
 * @param command name of the directory below `.local`
 */
export async function synthesizedEnvironment(
  { environment: name, synthesized }: Given,
  command: string,
  load?: Load,
): Promise<SynthesizedEnvironment> {
  const { readSynthesized, synthesizedFrom } = await import('../terraform/synthesized-environment');
  if (synthesized !== undefined) return readSynthesized(synthesized, name);
  const { loadEnvironment } = await import('../config');
  const { synthesizeEnvironment } = await import('../terraform/environment-stack');
  const environment = await (load ?? loadEnvironment)(name);
  const folder = join(PROJECT_DIR, '.local', command, name);
  return synthesizedFrom(environment, () => synthesizeEnvironment(environment, folder));
}
