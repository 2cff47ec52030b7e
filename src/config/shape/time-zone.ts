import * as z from 'zod';
import { issueMessage } from '../problems';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** A time zone of the IANA database. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: issueMessage('is not a time zone', 'an IANA name, e.g. Europe/Berlin') });
