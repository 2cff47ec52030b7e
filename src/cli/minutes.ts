import { ConfigurationError } from '../core/errors';
import type { OptionDefinition } from './define-command';

/** Maximum timeout in minutes: a day. */
const LONGEST = 1440;

export const TIMEOUT = {
  type: 'string',
  value: 'MINUTES',
  description: 'Give up after this time',
  default: '60',
} as const satisfies OptionDefinition;

/** @throws ConfigurationError USAGE */
export function minutes(given: string): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= LONGEST) return number;
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--timeout',
    given,
    message: 'is not a number of minutes',
    accepted: `1 to ${LONGEST}`,
  });
}
