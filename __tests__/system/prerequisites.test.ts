import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPrerequisites } from '../../src/system/prerequisites';
import { isExplained } from '../../src/core/errors';

const { PATH, TERRAFORM_BINARY_NAME } = process.env;
let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'prerequisites-'));
  process.env['PATH'] = bin;
  delete process.env['TERRAFORM_BINARY_NAME'];
});
afterEach(() => {
  Object.assign(process.env, { PATH, ...(TERRAFORM_BINARY_NAME && { TERRAFORM_BINARY_NAME }) });
  rmSync(bin, { recursive: true });
});

function fake(name: string, script: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}
const terraform = (version: string): string => `echo 'Terraform v${version}\non linux_amd64'`;
const tofu = (version: string): string => `echo 'OpenTofu v${version}\non linux_amd64'`;
const NOT_INSTALLED = (programs: string): string =>
  `Terraform or OpenTofu: is not installed (no working ${programs} on the PATH); ` +
  'accepted: Terraform or OpenTofu 1.11 or newer';

function sentences(names: Parameters<typeof checkPrerequisites>[0]): string[] {
  try {
    checkPrerequisites(names);
  } catch (error) {
    if (isExplained(error)) return error.message.split('\n');
  }
  throw new Error('should have been refused');
}

test('checkPrerequisites returns the versions of the programs that it finds', () => {
  fake('terraform', terraform('1.11.4'));
  fake('python3', 'echo 3.10.2');
  expect(checkPrerequisites(['node', 'terraform', 'python'])).toEqual({
    node: { title: 'Node.js', command: process.execPath, version: process.versions.node },
    terraform: { title: 'Terraform', command: 'terraform', version: '1.11.4' },
    python: { title: 'Python', command: 'python3', version: '3.10.2' },
  });
});

test('checkPrerequisites reports all missing programs together', () => {
  expect(sentences(['terraform', 'python'])).toEqual([
    NOT_INSTALLED('terraform or tofu'),
    'Python: is not installed (no working python3 or python on the PATH); accepted: Python 3.10 or newer',
  ]);
});

test.each([
  ['1.10.9', false],
  ['1.9.0', false],
  ['0.15.5', false],
  ['1.11.0', true],
  ['1.12.0-beta1', true],
  ['2.0.0', true],
])('checkPrerequisites accepts Terraform %s: %s', (version, serves) => {
  fake('terraform', terraform(version));
  if (serves) {
    const found = checkPrerequisites(['terraform']);
    expect(found.terraform.command).toBe('terraform');
  } else {
    expect(sentences(['terraform'])).toEqual([
      `Terraform: "${version}" is too old; accepted: Terraform 1.11 or newer`,
    ]);
  }
});

test('checkPrerequisites uses python when python3 is too old', () => {
  fake('python3', 'echo 3.9.18');
  fake('python', 'echo 3.12.1');
  const { python } = checkPrerequisites(['python']);
  expect(python).toEqual({ title: 'Python', command: 'python', version: '3.12.1' });
});

test('checkPrerequisites ignores warnings on stderr and the exit status', () => {
  fake('terraform', `echo 'Warning: no configuration file 9.9' >&2; ${terraform('1.11.0')}; exit 1`);
  const found = checkPrerequisites(['terraform']);
  expect(found.terraform.version).toBe('1.11.0');
});

test('checkPrerequisites reports a program without output as missing', () => {
  fake('terraform', 'exit 0');
  expect(sentences(['terraform'])).toEqual([NOT_INSTALLED('terraform')]);
});

describe('OpenTofu', () => {
  const found = () => checkPrerequisites(['terraform']).terraform;

  test('is used when Terraform is missing', () => {
    fake('tofu', tofu('1.12.6'));
    expect(found()).toEqual({ title: 'OpenTofu', command: 'tofu', version: '1.12.6' });
  });

  test('is used next to Terraform only when TERRAFORM_BINARY_NAME names it', () => {
    fake('terraform', terraform('1.11.4'));
    fake('tofu', tofu('1.12.6'));
    expect(found().title).toBe('Terraform');
    process.env['TERRAFORM_BINARY_NAME'] = join(bin, 'tofu');
    expect(found()).toEqual({ title: 'OpenTofu', command: join(bin, 'tofu'), version: '1.12.6' });
  });

  test('is reported by its name when it is too old', () => {
    fake('tofu', tofu('1.10.2'));
    expect(sentences(['terraform'])).toEqual([
      'OpenTofu: "1.10.2" is too old; accepted: OpenTofu 1.11 or newer',
    ]);
  });

  test('is not replaced by Terraform when it is named and missing', () => {
    fake('terraform', terraform('1.11.4'));
    process.env['TERRAFORM_BINARY_NAME'] = 'tofu';
    expect(sentences(['terraform'])).toEqual([
      'TERRAFORM_BINARY_NAME: "tofu" is not a working program on the PATH; accepted: Terraform or OpenTofu 1.11 or newer',
    ]);
  });
});
