import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { LOCK_FILE, synthesize } from '../../src/terraform/synthesize';
import { loadEnvironment, loadStateBucket } from '../../src/config';
import { PlatformStack } from '../../src/stacks/platform-stack';
import { StateStack } from '../../src/stacks/state-stack';

const committed = readFileSync(join(__dirname, '..', '..', LOCK_FILE), 'utf8');
let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'synthesize-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

function write(): void {
  const app = new App({ outdir });
  new StateStack(app, loadStateBucket());
  new PlatformStack(app, loadEnvironment('dev'));
  synthesize(app);
}
const lockOf = (stack: string): string => join(outdir, 'stacks', stack, LOCK_FILE);

test('synthesize writes the lock file next to every stack', () => {
  write();
  expect(readFileSync(lockOf('dev'), 'utf8')).toBe(committed);
  expect(readFileSync(lockOf('state'), 'utf8')).toBe(committed);
});

test('synthesize keeps a lock file with an additional checksum', () => {
  write();
  const more = committed.replace('    "zh:', `    "h1:${'a'.repeat(43)}=",\n    "zh:`);
  writeFileSync(lockOf('dev'), more);
  write();
  expect(readFileSync(lockOf('dev'), 'utf8')).toBe(more);
});

describe('OpenTofu entry for its own registry', () => {
  const entry = (version: string) => `provider "registry.opentofu.org/hashicorp/aws" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "h1:${'b'.repeat(43)}=",
  ]
}
`;

  test.each([
    ['stays beside the committed ones, which OpenTofu takes away', '5.100.0', `${committed}\n${entry('5.100.0')}`],
    ['of another version goes', '5.99.0', committed],
  ])('%s', (_, version, expected) => {
    write();
    writeFileSync(lockOf('dev'), `# This file is maintained automatically by "tofu init".\n\n${entry(version)}`);
    write();
    expect(readFileSync(lockOf('dev'), 'utf8')).toBe(expected);
  });
});

test.each([
  ['of another version', committed.replaceAll('5.100.0', '5.99.0')],
  ['that lacks a checksum', committed.replace(/^ {4}"h1:.*\n/m, '')],
  ['that was cut off', committed.slice(0, 300)],
])('synthesize replaces a lock file %s', (_, stale) => {
  write();
  writeFileSync(lockOf('dev'), stale);
  write();
  expect(readFileSync(lockOf('dev'), 'utf8')).toBe(committed);
});

describe('Dependency lock file of the project', () => {
  test.each(['dev', 'state'])('locks the exact version that %s requires', (stack) => {
    write();
    const json = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    const { aws } = json.terraform.required_providers;
    expect(aws.source).toBe('aws');
    expect(committed.match(/^provider .*$/gm)).toEqual(['provider "registry.terraform.io/hashicorp/aws" {']);
    expect(committed).toContain(`\n  version     = "${aws.version}"\n  constraints = "${aws.version}"\n`);
  });

  test('has both checksums of every published package: 14 platforms, and the manifest', () => {
    const hashes = /hashes = \[\n([^\]]*) {2}\]/.exec(committed)?.[1]?.trimEnd().split('\n') ?? [];
    const [h1, zh] = [/^ {4}"h1:[\w+/]{43}=",$/, /^ {4}"zh:[0-9a-f]{64}",$/].map((format) =>
      hashes.filter((line) => format.test(line)),
    );
    expect(new Set(h1).size).toBe(14);
    expect(new Set(zh).size).toBe(15);
    expect(hashes).toEqual([...(h1 ?? []), ...(zh ?? [])]);
  });
});

describe('A stack in pieces', () => {
  const folderOf = (stack: string): string => join(outdir, 'stacks', stack);

  /** Longer than a piece, with what JSON escapes, sorts, leaves out and keeps. */
  function large(scope: App): TerraformStack {
    const stack = new TerraformStack(scope, 'large');
    const text = `${'é'.repeat(2 ** 20)}"\\\n\u2028`;
    stack.addOverride('locals', { z: [text, null, [], {}, [1, [true]]], a: { 'b c': 1.5, 10: 'x', 9: 'y', '': 0, none: undefined } });
    return stack;
  }

  it('is what CDKTF writes, byte for byte, and nothing else', () => {
    const theirs = new App({ outdir });
    large(theirs);
    theirs.synth();
    const files = ['cdk.tf.json', 'manifest.json'].map((file) => join(file === 'manifest.json' ? outdir : folderOf('large'), file));
    const expected = files.map((file) => readFileSync(file, 'utf8'));
    for (const file of files) rmSync(file);
    const ours = new App({ outdir });
    large(ours);
    synthesize(ours);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(expected);
    expect(readdirSync(folderOf('large')).sort()).toEqual([LOCK_FILE, 'cdk.tf.json']);
  });

  it('can be resolved again afterwards', () => {
    const app = new App({ outdir });
    const stack = large(app);
    synthesize(app);
    const written = JSON.parse(readFileSync(join(folderOf('large'), 'cdk.tf.json'), 'utf8')) as unknown;
    expect(JSON.parse(JSON.stringify(stack.toTerraform()))).toEqual(written);
  });
});
