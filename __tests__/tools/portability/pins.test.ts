import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../../src/system/paths';

const read = (...path: string[]) => JSON.parse(readFileSync(join(PROJECT_DIR, ...path), 'utf8'));

/** The alias is what `npm run portability` changes; the rest of a stack is as the project has it. */
test('portability/package.json pins the versions of the project under the names that the source imports', () => {
  const { dependencies } = read('package.json');
  const tried = read('portability', 'package.json').dependencies;
  expect(tried).toEqual({
    '@cdktf/provider-aws': dependencies['@cdktf/provider-aws'],
    cdktf: 'npm:cdktn@0.24.0',
    constructs: dependencies.constructs,
  });
});

test('portability/package-lock.json has these versions with their checksums, and no registry', () => {
  const { packages } = read('portability', 'package-lock.json');
  const { dependencies } = read('portability', 'package.json');
  expect(packages[''].dependencies).toEqual(dependencies);
  const installed = Object.entries<Record<string, unknown>>(packages).filter(
    ([path, { inBundle }]) => path !== '' && !inBundle,
  );
  expect(installed.map(([path]) => path)).toEqual([
    'node_modules/@cdktf/provider-aws',
    'node_modules/cdktf',
    'node_modules/constructs',
  ]);
  for (const [, { integrity, resolved }] of installed) {
    expect(integrity).toMatch(/^sha512-/);
    expect(resolved).toBeUndefined();
  }
});

/** CDK Terrain refuses `useLockfile` of the S3 backend where older versions are targeted. */
test('cdktf.json targets the versions of Terraform that the stacks require', () => {
  expect(read('cdktf.json').targetVersions).toEqual({ terraform: '>=1.11.0', opentofu: '>=1.11.0' });
  const baseStack = readFileSync(join(PROJECT_DIR, 'src', 'stacks', 'base-stack.ts'), 'utf8');
  expect(baseStack).toContain("TERRAFORM_VERSION = '>= 1.11.0'");
});
