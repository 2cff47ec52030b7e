import { relative } from 'node:path';
import { join } from 'node:path';
import { PROJECT_DIR } from '../system/paths';
import type { OptionDefinition } from './define-command';

/** Option for the output directory of `cdktf synth`, relative to the current directory. */
export const OUTPUT = {
  type: 'string',
  value: 'FOLDER',
  description: 'Folder that the stacks are synthesized to',
  default: relative(process.cwd(), join(PROJECT_DIR, 'cdktf.out')),
  completes: 'folders',
} satisfies OptionDefinition;
