import { ConfigurationError } from '../../core/errors';
import { defineCommand, ENVIRONMENT } from '../define-command';
import { SYNTHESIZED, synthesizedEnvironment } from '../synthesized';

/** A day, the hour within which a backup starts, and the twelve within which it ends. */
const DEFAULT_HOURS = '37';

/** @throws ConfigurationError USAGE */
function hoursOf(given: string): number {
  if (/^\d{1,5}$/.test(given)) return Number(given);
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--max-age',
    given,
    message: 'is not a number of hours',
    accepted: 'a whole number from 0 to 99999',
  });
}

export const restoreDrill = defineCommand({
  name: 'restore-drill',
  group: 'aws',
  summary: 'List what data volumes and the database can be restored from, and how',
  description:
    'Reads only: snapshots of AWS Backup, of RDS and of Terraform, with age and size, also in the region that gets copies. Prints the ' +
    'configuration lines and commands that restore each from its newest one. Exits with status 2 if one is missing or older than ' +
    '--max-age.',
  options: {
    environment: ENVIRONMENT,
    synthesized: SYNTHESIZED,
    'max-age': {
      type: 'string',
      value: 'HOURS',
      description: 'Hours after which the newest restore point counts as too old',
      default: DEFAULT_HOURS,
    },
  },
  examples: [
    { run: 'restore-drill --environment prod', does: 'lists restore points, and how to come back' },
    { run: 'restore-drill --environment prod --json', does: 'the same for programs' },
  ],
  json: true,
  async run({ options, signal, result }) {
    const { restoreDrill: drill } = await import('../../drill');
    const { drillDocument, printDrill } = await import('../../drill/report');
    const maxAge = hoursOf(options['max-age']);
    const environment = await synthesizedEnvironment(options, 'restore-drill');
    const now = new Date();
    const stores = await drill({ environment, env: { ...process.env }, maxAge, signal, now });
    result(
      { environment: environment.name, stores: drillDocument(stores, now) },
      printDrill(stores, environment.name, now),
    );
    return stores.some(({ problems }) => problems.length > 0) ? 'differs' : 'done';
  },
});
