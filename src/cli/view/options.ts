import type { Options } from '../define-command';
import { NETWORK_OPTIONS } from '../reach/options';

/** Options of `devloop view`. */
export const VIEW_OPTIONS = {
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
} as const satisfies Options;
