import { auditProblems } from '../../../src/tools/supply-chain/audit';
import { EXPLAINED } from '../../../src/tools/supply-chain/explained';
import { lockedPackages } from '../../../src/tools/supply-chain/licences';

const advisory = { url: 'https://github.com/advisories/GHSA-1', title: 'Slow patterns' };
const explained = { slow: { folders: ['node_modules/old/node_modules/slow'], reason: 'is bundled' } };
const audit = (nodes: readonly string[], name = 'slow') => ({
  auditReportVersion: 2,
  vulnerabilities: {
    [name]: { name, via: [advisory], nodes },
    old: { name: 'old', via: [name], nodes: ['node_modules/old'] },
  },
});

describe('Audit of production dependencies', () => {
  test('accepts explained advisories', () => {
    expect(auditProblems(audit(['node_modules/old/node_modules/slow']), explained)).toEqual([]);
  });

  test('names a package that is not explained, and another copy of one that is', () => {
    const sentence = (name: string, folder: string) =>
      `${name} in ${folder}: Slow patterns (https://github.com/advisories/GHSA-1); update or override it, or explain it in src/tools/supply-chain/explained.ts`;
    expect(auditProblems(audit(['node_modules/fast'], 'fast'), {})).toEqual([
      sentence('fast', 'node_modules/fast'),
    ]);
    expect(
      auditProblems(audit(['node_modules/old/node_modules/slow', 'node_modules/slow']), explained),
    ).toEqual([sentence('slow', 'node_modules/slow')]);
  });

  test('names an explanation that is over', () => {
    expect(auditProblems({ vulnerabilities: {} }, explained)).toEqual([
      'slow in node_modules/old/node_modules/slow has no advisory: remove it from explained.ts',
    ]);
  });

  test.each([[undefined], [{ error: { code: 'ENOAUDIT' } }], [{ message: 'method not allowed' }]])(
    'fails without a report: %j',
    (document) => {
      expect(auditProblems(document, {})).toEqual([
        'npm audit printed no report; expected: the JSON of npm audit --json, from a registry that audits',
      ]);
    },
  );

  test('explains packages that are in the lock file', () => {
    const locked = lockedPackages();
    const folders = Object.values(EXPLAINED).flatMap((one) => one.folders);
    expect(folders.filter((folder) => !locked.has(folder))).toEqual([]);
  });
});
