import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../../src/system/paths';
import { ALTERNATIVES } from '../../../src/tools/portability/alternatives';

const read = (...path: string[]) => JSON.parse(readFileSync(join(PROJECT_DIR, ...path), 'utf8'));

/** The aliases and names are what `npm run portability` changes; the rest of a stack is as the project has it. */
const PINS: Record<string, Record<string, string>> = {
  cdktn: {
    '@cdktf/provider-aws': read('package.json').dependencies['@cdktf/provider-aws'],
    cdktf: 'npm:cdktn@0.24.0',
    constructs: read('package.json').dependencies.constructs,
  },
  'provider-6': {
    '@cdktn/provider-aws': '25.7.0',
    cdktn: '0.24.0',
    constructs: read('package.json').dependencies.constructs,
  },
};

test('every alternative has pins', () => {
  expect(ALTERNATIVES.map(({ folder }) => folder)).toEqual(Object.keys(PINS));
});

describe.each(Object.entries(PINS))('portability/%s', (folder, pins) => {
  test('package.json pins exact versions', () => {
    expect(read('portability', folder, 'package.json').dependencies).toEqual(pins);
  });

  test('package-lock.json has these versions with their checksums, and no registry', () => {
    const { packages } = read('portability', folder, 'package-lock.json');
    expect(packages[''].dependencies).toEqual(pins);
    const installed = Object.entries<Record<string, unknown>>(packages).filter(
      ([path, { inBundle }]) => path !== '' && !inBundle,
    );
    expect(installed.map(([path]) => path)).toEqual(Object.keys(pins).map((name) => `node_modules/${name}`));
    for (const [, { integrity, resolved }] of installed) {
      expect(integrity).toMatch(/^sha512-/);
      expect(resolved).toBeUndefined();
    }
  });
});

/** CDK Terrain refuses `useLockfile` of the S3 backend where older versions are targeted. */
test('cdktf.json targets the versions of Terraform that the stacks require', () => {
  expect(read('cdktf.json').targetVersions).toEqual({ terraform: '>=1.11.0', opentofu: '>=1.11.0' });
  const baseStack = readFileSync(join(PROJECT_DIR, 'src', 'stacks', 'base-stack.ts'), 'utf8');
  expect(baseStack).toContain("TERRAFORM_VERSION = '>= 1.11.0'");
});
