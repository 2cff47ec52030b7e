import type { AlarmDefinition } from '../../constructs/alarms/definition';
import { ALARMS, UNUSUAL_REQUESTS } from '../../constructs/alarms/definitions';
import type { EventDefinition } from '../../constructs/alarms/events';
import { BACKUP_EVENTS, DATABASE_EVENTS, GROUP_EVENTS } from '../../constructs/alarms/events';
import { code, markdownTable } from './markdown';

const MISSING: Readonly<Record<AlarmDefinition<never>['missing'], string>> = {
  breaching: 'alarm',
  notBreaching: 'fine',
  missing: 'unknown',
};

type Row = Omit<AlarmDefinition<never>, 'threshold' | 'comparison'> & { readonly comparison: string };

function rowOf(subject: string, name: string, alarm: Row): string[] {
  const { namespace, metric, statistic, comparison, limit, period, periods, missing } = alarm;
  const duration = `${(period * periods) / 60} min`;
  return [
    code(name),
    subject,
    `${code(`${namespace} ${metric}`)}, ${statistic} ${comparison} ${limit}, for ${duration}`,
    MISSING[missing],
    alarm.means,
    alarm.response,
  ];
}

/** Formats a table of all alarms. */
export const alarmsTable = (): string =>
  markdownTable(
    ['alarm', 'of', 'when', 'without data', 'what has happened', 'what to do'],
    [
      ...Object.entries(ALARMS).flatMap(([subject, { definitions }]) =>
        Object.entries(definitions).map(([name, alarm]) => rowOf(subject, name, alarm)),
      ),
      rowOf('load balancer', 'unusual-requests', { ...UNUSUAL_REQUESTS, comparison: 'beyond' }),
    ],
  );

/** Formats a table of the events that are mailed. */
export const eventsTable = (): string =>
  markdownTable(
    ['rule', 'when', 'what has happened', 'what to do'],
    Object.entries<EventDefinition>({ ...GROUP_EVENTS, ...DATABASE_EVENTS, ...BACKUP_EVENTS }).map(
      ([name, { when, means, response }]) => [code(name), when, means, response],
    ),
  );
