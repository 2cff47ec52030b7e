import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';

/** What is read of an entry of package-lock.json. */
export interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  /** Inside the archive of another package, whose checksum covers it. */
  readonly inBundle?: boolean;
  readonly resolved?: string;
}

/** Packages of package-lock.json by folder, without the project itself. */
export function lockedPackages(file = join(PROJECT_DIR, 'package-lock.json')): Map<string, LockedPackage> {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return new Map(Object.entries(packages).filter(([folder]) => folder !== ''));
}

/** Licences (SPDX expressions) that production dependencies may have, and what they ask of whoever runs this project. */
export const LICENCES: Readonly<Record<string, string>> = {
  '(MIT OR CC0-1.0)': 'notices kept, or nothing',
  '(MIT OR GPL-3.0-or-later)': 'notices kept: MIT is chosen',
  '0BSD': 'nothing',
  'Apache-2.0': 'notices kept; changes to its files stated',
  'BlueOak-1.0.0': 'notices kept',
  'BSD-2-Clause': 'notices kept',
  'BSD-3-Clause': 'notices kept; no endorsement',
  'CC0-1.0': 'nothing',
  ISC: 'notices kept',
  MIT: 'notices kept',
  'MPL-2.0': 'changes to its files published, if they are distributed; its packages are used unchanged',
  'Public Domain': 'nothing',
  Unlicense: 'nothing',
};

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 13);

/** Names of production packages by licence, sorted. A package without one is under `none`. */
export function packagesByLicence(
  packages: ReadonlyMap<string, LockedPackage> = lockedPackages(),
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [folder, { license = 'none', dev }] of packages) {
    if (dev) continue;
    found.set(license, (found.get(license) ?? new Set()).add(nameOf(folder)));
  }
  return new Map([...found].map(([licence, names]) => [licence, [...names].sort()]));
}
