import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPrerequisites } from '../../src/system/prerequisites';
import { isExplained } from '../../src/core/errors';

const path = process.env['PATH'];
let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'prerequisites-'));
  process.env['PATH'] = bin;
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(bin, { recursive: true });
});

function fake(name: string, script: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}
const terraform = (version: string): string => `echo '{\n  "terraform_version": "${version}"\n}'`;

function sentences(names: Parameters<typeof checkPrerequisites>[0]): string[] {
  try {
    checkPrerequisites(names);
  } catch (error) {
    if (isExplained(error)) return error.message.split('\n');
  }
  throw new Error('should have been refused');
}

test('tells the versions of what it finds', () => {
  fake('terraform', terraform('1.11.4'));
  fake('python3', 'echo 3.10.2');
  expect(checkPrerequisites(['node', 'terraform', 'python'])).toEqual({
    node: { command: process.execPath, version: process.versions.node },
    terraform: { command: 'terraform', version: '1.11.4' },
    python: { command: 'python3', version: '3.10.2' },
  });
});

test('names each that is missing, all together', () => {
  expect(sentences(['terraform', 'python'])).toEqual([
    'Terraform: is not installed (no working terraform on the PATH); accepted: Terraform 1.11 or newer [PREREQUISITE_MISSING]',
    'Python: is not installed (no working python3 or python on the PATH); accepted: Python 3.10 or newer [PREREQUISITE_MISSING]',
  ]);
});

test.each([
  ['1.10.9', false],
  ['1.9.0', false],
  ['0.15.5', false],
  ['1.11.0', true],
  ['1.12.0-beta1', true],
  ['2.0.0', true],
])('Terraform %s serves: %s', (version, serves) => {
  fake('terraform', terraform(version));
  if (serves) {
    const found = checkPrerequisites(['terraform']);
    expect(found.terraform.command).toBe('terraform');
  } else {
    expect(sentences(['terraform'])).toEqual([
      `Terraform: "${version}" is too old; accepted: Terraform 1.11 or newer [PREREQUISITE_MISSING]`,
    ]);
  }
});

test('takes python where python3 is too old', () => {
  fake('python3', 'echo 3.9.18');
  fake('python', 'echo 3.12.1');
  const { python } = checkPrerequisites(['python']);
  expect(python).toEqual({ command: 'python', version: '3.12.1' });
});

test('does not mind a warning on the error output, nor an odd exit status', () => {
  fake('terraform', `echo 'Warning: no configuration file 9.9' >&2; ${terraform('1.11.0')}; exit 1`);
  const found = checkPrerequisites(['terraform']);
  expect(found.terraform.version).toBe('1.11.0');
});

test('a program that answers nothing counts as missing', () => {
  fake('terraform', 'exit 0');
  expect(sentences(['terraform'])).toEqual([
    'Terraform: is not installed (no working terraform on the PATH); accepted: Terraform 1.11 or newer [PREREQUISITE_MISSING]',
  ]);
});
