import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateBackends } from '../../src/config/state';
import { synthesizeEnvironment } from '../../src/terraform/environment-stack';
import { readSynthesized, synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { type Changes, environment, messagesOf } from '../support/fixtures/environments';
import { temporaryFolder } from '../support/processes/terraform';

describe('readSynthesized', () => {
  const folder = temporaryFolder('synthesized');
  const cloud = { ...stateBackends.cloud, hostname: 'tfe.example.com', organization: 'acme' };

  test.each<[string, Changes]>([
    ['S3', { state: stateBackends.s3 }],
    ['HCP Terraform', { state: { ...cloud, project: 'shop', workspace: 'dev-of-shop' } }],
    ['the default project and workspace', { state: cloud }],
    ['a file', { state: stateBackends.local }],
    ['another region and project', { project: 'shop', region: 'eu-west-1' }],
  ])('knows of the JSON what configuration says: %s', (name, changes) => {
    const output = join(folder, name);
    const configured = environment(changes);
    const stack = synthesizeEnvironment(configured, output);
    const read = readSynthesized(output, 'dev');
    const expected = synthesizedFrom(configured, () => stack);
    expect(read).toEqual({ ...expected, synthesize: expect.any(Function) as unknown });
    expect(read.synthesize()).toBe(stack);
  });

  const REFUSED = 'accepted: the output folder of a synth of this project, cdktf.out [USAGE]';
  const written = (name: string, json: string): string => {
    const stack = join(folder, name, 'stacks', 'dev');
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, 'cdk.tf.json'), json);
    return join(folder, name);
  };

  test.each([
    ['another tool', '{"terraform": {"backend": {"gcs": {}}}}', ''],
    ['no JSON', 'network:', ' (its JSON is damaged)'],
    ['an empty file', '', ' (its JSON is damaged)'],
    ['a value', 'null', ''],
  ])('refuses %s', (name, json, why) => {
    const output = written(name, json);
    expect(messagesOf(() => readSynthesized(output, 'dev'))).toEqual([
      `--synthesized: ${JSON.stringify(output)} has no stack of dev${why}; ${REFUSED}`,
    ]);
  });

  test('refuses a folder without the environment, and the JSON of another one', () => {
    const output = join(folder, 'both');
    const stack = synthesizeEnvironment(environment(), output);
    expect(messagesOf(() => readSynthesized(output, 'prod'))).toEqual([
      `--synthesized: ${JSON.stringify(output)} has no stack of prod; ${REFUSED}`,
    ]);
    mkdirSync(join(output, 'stacks', 'other'));
    copyFileSync(join(stack, 'cdk.tf.json'), join(output, 'stacks', 'other', 'cdk.tf.json'));
    expect(messagesOf(() => readSynthesized(output, 'other'))).toEqual([
      `--synthesized: ${JSON.stringify(output)} has no stack of other; ${REFUSED}`,
    ]);
  });
});
