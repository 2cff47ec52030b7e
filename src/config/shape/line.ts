import { PRINTABLE } from '../../roles/fill';
import { pattern } from '../fields';

/** A line of a file that Docker's arguments are read from. */
export const line = pattern(PRINTABLE, 'has characters that are not printable', 'one line of text').max(4096);
