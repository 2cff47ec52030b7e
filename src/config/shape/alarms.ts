import * as z from 'zod';
import { whole } from '../fields';

export const alarms = z.strictObject({
  serverErrors: whole(1, 1_000_000)
    .default(10)
    .describe('HTTP 5xx answers in five minutes above which there is an alarm'),
  latency: z
    .number()
    .positive()
    .max(60)
    .default(2)
    .describe('seconds within which 99 of 100 requests are to be answered'),
  events: z
    .boolean()
    .default(false)
    .describe('messages of failed rollouts, failed backups and failures of the database'),
  dashboard: z
    .boolean()
    .default(false)
    .describe('a CloudWatch dashboard with the state of all alarms and with graphs'),
  anomalyDetection: z
    .boolean()
    .default(false)
    .describe('an alarm of unusually many or few requests, for applications that have some at all times'),
});

export const budget = z.strictObject({
  monthly: whole(1, 10_000_000).describe('USD a month for the whole account'),
});
