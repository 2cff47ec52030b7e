import type { Certainty } from '../fields';
import type { Leads } from '../link';
import { Unknown } from '../value';

/** Whether one of them holds. */
export const either = (...flags: readonly Certainty[]): Certainty =>
  flags.includes(true) || (flags.find((flag) => flag instanceof Unknown) ?? false);

/** Whether all of them hold. */
export const every = (...flags: readonly Certainty[]): Certainty =>
  !flags.includes(false) && (flags.find((flag) => flag instanceof Unknown) ?? true);

export const not = (flag: Certainty): Certainty => (flag instanceof Unknown ? flag : !flag);

/** A flag that holds where a statement is about what was asked for. */
export const where = (leads: Leads, flag: Certainty, why: string): Certainty =>
  leads === 'yes' || flag === false ? flag : leads === 'no' ? false : new Unknown(why);
