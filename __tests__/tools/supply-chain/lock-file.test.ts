import { join } from 'node:path';
import { LICENCES, lockedPackages, packagesByLicence } from '../../../src/tools/supply-chain/licences';
import { PROJECT_DIR } from '../../../src/system/paths';

const LOCK_FILES = [
  'package-lock.json',
  'portability/cdktn/package-lock.json',
  'portability/provider-6/package-lock.json',
];

describe.each(LOCK_FILES)('%s', (file) => {
  const packages = [...lockedPackages(join(PROJECT_DIR, file))];

  test('has a SHA-512 checksum of each package', () => {
    expect(packages.length).toBeGreaterThan(5);
    const without = packages.filter(
      ([, { integrity = '', inBundle }]) => !inBundle && !/^sha512-[\w+/]{86}==$/.test(integrity),
    );
    expect(without.map(([folder]) => folder)).toEqual([]);
  });

  test('takes packages from the registry that is configured, and from nowhere else', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([folder]) => folder)).toEqual(
      [],
    );
  });
});

describe('Licences of production dependencies', () => {
  test('are listed, and each that is listed is in use', () => {
    expect([...packagesByLicence().keys()].sort()).toEqual(Object.keys(LICENCES).sort());
  });

  test('are read by folder, without development dependencies', () => {
    const packages = new Map([
      ['node_modules/a', { version: '1.0.0', license: 'MIT' }],
      ['node_modules/b/node_modules/@scope/a', { version: '2.0.0', license: 'MIT' }],
      ['node_modules/c', { version: '1.0.0' }],
      ['node_modules/d', { version: '1.0.0', license: 'GPL-3.0', dev: true }],
    ]);
    expect([...packagesByLicence(packages)]).toEqual([
      ['MIT', ['@scope/a', 'a']],
      ['none', ['c']],
    ]);
  });
});
