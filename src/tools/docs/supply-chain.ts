import { EXPLAINED } from '../supply-chain/explained';
import { LICENCES, packagesByLicence } from '../supply-chain/licences';
import { code, markdownTable } from './markdown';

/** A licence of more packages than these is told without their names. */
const NAMED = 12;

/** Formats the licences of production dependencies. */
export function licencesTable(): string {
  const packages = packagesByLicence();
  return markdownTable(
    ['licence', 'asks for', 'packages'],
    Object.entries(LICENCES).map(([licence, asks]) => {
      const names = packages.get(licence) ?? [];
      return [licence, asks, names.length > NAMED ? 'most' : names.map(code).join(', ')];
    }),
  );
}

/** Formats the packages with advisories that stay. */
export const advisoriesTable = (): string =>
  markdownTable(
    ['package', 'folders', 'stays, because it'],
    Object.entries(EXPLAINED).map(([name, { folders, reason }]) => [
      code(name),
      folders.map(code).join(', '),
      reason,
    ]),
  );
