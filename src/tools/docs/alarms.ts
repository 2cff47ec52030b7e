import type { AlarmDefinition } from '../../constructs/alarms/definition';
import { ALARMS } from '../../constructs/alarms/definitions';
import { code, markdownTable } from './markdown';

const MISSING: Readonly<Record<AlarmDefinition<never>['missing'], string>> = {
  breaching: 'alarm',
  notBreaching: 'fine',
  missing: 'unknown',
};

function rowOf(subject: string, name: string, alarm: AlarmDefinition<never>): string[] {
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
    Object.entries(ALARMS).flatMap(([subject, { definitions }]) =>
      Object.entries(definitions).map(([name, alarm]) => rowOf(subject, name, alarm)),
    ),
  );
