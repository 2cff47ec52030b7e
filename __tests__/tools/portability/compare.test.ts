import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, readSynthesis } from '../../../src/tools/portability/compare';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portability-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const provider = (source: string, version: string) => ({ required_providers: { aws: { source, version } } });

/** A folder as a synth writes it, with the library's version where the library puts it. */
function synthesis(
  version: string,
  stacks: Record<string, object>,
  indent = 2,
  aws = provider('aws', '5.100.0'),
) {
  const outdir = join(root, version);
  mkdirSync(outdir);
  const manifest = { version, stacks: { dev: { synthesizedStackPath: 'stacks/dev/cdk.tf.json' } } };
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify(manifest));
  for (const [name, body] of Object.entries(stacks)) {
    mkdirSync(join(outdir, 'stacks', name), { recursive: true });
    const json = { '//': { metadata: { version, stackName: name } }, ...body, terraform: aws };
    writeFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), JSON.stringify(json, null, indent));
  }
  return readSynthesis(outdir);
}

test('differences ignores the version of the library, white space and the order of keys', () => {
  const one = synthesis('0.21.0', { dev: { resource: { a: 1, b: [] }, output: {} } });
  const other = synthesis('0.24.0', { dev: { output: {}, resource: { b: [], a: 1 } } }, 0);
  expect([one.version, other.version]).toEqual(['0.21.0', '0.24.0']);
  expect(one.files.get('stacks/dev/cdk.tf.json')?.size).toBe(4);
  expect(differences(one, other)).toEqual([]);
});

test('differences ignores how the AWS provider is named, and its version, which the synthesis has', () => {
  const one = synthesis('0.21.0', { dev: {} });
  const other = synthesis('0.24.0', { dev: {} }, 2, provider('hashicorp/aws', '6.66.0'));
  expect([one.provider, other.provider]).toEqual(['5.100.0', '6.66.0']);
  expect(differences(one, other)).toEqual([]);
});

test('differences reports a changed, missing, added, reordered or differently typed value', () => {
  const one = synthesis('0.21.0', {
    dev: { resource: { cidr: '10.0.0.0/16', gone: true, port: 80, list: ['a', 'b'], none: {} } },
  });
  const other = synthesis('0.24.0', {
    dev: { resource: { cidr: '10.1.0.0/16', port: '80', list: ['b', 'a'], none: [], more: null } },
  });
  const file = 'stacks/dev/cdk.tf.json: resource';
  expect(differences(one, other)).toEqual([
    `${file}.cidr is "10.0.0.0/16" with 0.21.0, "10.1.0.0/16" with 0.24.0`,
    `${file}.gone is true with 0.21.0, nothing with 0.24.0`,
    `${file}.list.0 is "a" with 0.21.0, "b" with 0.24.0`,
    `${file}.list.1 is "b" with 0.21.0, "a" with 0.24.0`,
    `${file}.more is nothing with 0.21.0, null with 0.24.0`,
    `${file}.none is {} with 0.21.0, [] with 0.24.0`,
    `${file}.port is 80 with 0.21.0, "80" with 0.24.0`,
  ]);
});

test('differences compares the version argument of a resource', () => {
  const one = synthesis('0.21.0', { dev: { resource: { version: '8.0' } } });
  const other = synthesis('0.24.0', { dev: { resource: { version: '8.4' } } });
  expect(differences(one, other)).toHaveLength(1);
});

test('differences reports a stack that only one version writes', () => {
  const one = synthesis('0.21.0', { dev: {}, prod: {} });
  const other = synthesis('0.24.0', { dev: {}, state: {} });
  expect(differences(one, other)).toEqual([
    'stacks/prod/cdk.tf.json: only 0.21.0 writes it',
    'stacks/state/cdk.tf.json: only 0.24.0 writes it',
  ]);
});
