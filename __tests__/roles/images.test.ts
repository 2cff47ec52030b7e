import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { imageOf, readImages } from '../../src/roles/images';
import { ROLES as ALL, type RoleName } from '../../src/roles';
import { renderUserData } from '../../src/roles/user-data';
import { PROJECT_DIR } from '../../src/system/paths';
import { temporaryFolder } from '../support/processes/terraform';
import { ROLES, SERVERS } from '../support/user-data/servers';

const FILE = 'src/roles/images/compose.yaml';
const text = readFileSync(join(PROJECT_DIR, FILE), 'utf8');

describe('Container images', () => {
  test('are what the Compose file says', () => {
    const { services } = parse(text) as {
      services: Record<string, { image: string; 'x-architectures': string }>;
    };
    const inYaml = Object.entries(services).map(([name, service]) => [
      name,
      { reference: service.image, architectures: service['x-architectures'].split(' ') },
    ]);
    expect([...readImages(text)]).toEqual(inYaml);
  });

  test.each([
    ['elasticsearch', 'no tag'],
    ['elasticsearch:9.5.3@sha256:0123', 'a short digest'],
    ['elasticsearch:9.5.3@md5:0123456789abcdef0123456789abcdef', 'another digest'],
    ['${IMAGE}', 'a variable'],
  ])('refuse %s: %s', (reference) => {
    expect(() => readImages(text.replace('elasticsearch:9.5.3', reference))).toThrow(
      `images/compose.yaml: ${reference} is not name:tag or name:tag@sha256:…`,
    );
  });

  /** All but the application's own image, which an input variable names. */
  test.each(ROLES)('are named by the role %s as its user data has them', (role: RoleName) => {
    const rendered = renderUserData(SERVERS[role]);
    const used = [...readImages(text).values()].filter(({ reference }) => rendered.includes(reference));
    expect(used).toEqual(ALL[role].images.map(imageOf));
  });

  test('stand in one file alone', async () => {
    const references = [...readImages(text).values()].map(({ reference }) => reference);
    const { stdout } = await execa(
      'grep',
      ['-rlF', ...references.flatMap((reference) => ['-e', reference]), 'src'],
      {
        cwd: PROJECT_DIR,
      },
    );
    expect(stdout.split('\n')).toEqual([FILE]);
  });
});

describe('.ci/pin-images', () => {
  const folder = temporaryFolder('pin-images');

  /** A registry, as `docker buildx imagetools inspect TAG --format FORMAT` asks it. */
  async function pin(digest: string, platforms: string) {
    const project = mkdtempSync(join(folder, 'project-'));
    mkdirSync(join(project, 'bin'));
    for (const name of ['.ci/pin-images', FILE])
      cpSync(join(PROJECT_DIR, name), join(project, name), { recursive: true });
    writeFileSync(
      join(project, 'bin', 'docker'),
      `#!/bin/bash
[[ "$1 $2 $3 $5" == 'buildx imagetools inspect --format' ]] || exit 1
if [[ $6 == *Digest* ]]; then echo '${digest}'; else printf '${platforms}'; fi`,
      { mode: 0o755 },
    );
    const run = () =>
      execa(join(project, '.ci/pin-images'), {
        env: { PATH: `${join(project, 'bin')}:${process.env['PATH']}` },
        reject: false,
      });
    return { run, read: () => readFileSync(join(project, FILE), 'utf8') };
  }
  const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

  test('adds digests and architectures, and again replaces them', async () => {
    const { run, read } = await pin(DIGEST, 'linux/arm64\\nlinux/amd64\\nunknown/unknown\\n');
    expect((await run()).exitCode).toBe(0);
    const pinned = read();
    expect(pinned.replaceAll(`@${DIGEST}`, '')).toBe(text);
    expect([...readImages(pinned).values()].map(({ reference }) => reference)).toEqual(
      [...readImages(text).values()].map(({ reference }) => `${reference}@${DIGEST}`),
    );
    expect((await run()).exitCode).toBe(0);
    expect(read()).toBe(pinned);
  });

  test('records an image that is built for one architecture', async () => {
    const { run, read } = await pin(DIGEST, 'linux/amd64\\n');
    expect((await run()).exitCode).toBe(0);
    expect([...readImages(read()).values()].map(({ architectures }) => architectures.join())).toEqual(
      Array(6).fill('amd64'),
    );
  });

  test.each([
    ['no digest', 'none', 'linux/amd64\\n', /the registry answers "none" instead of a digest/],
    ['no architecture of EC2', DIGEST, 'linux/s390x\\n', /is built for neither amd64 nor arm64/],
  ])('changes nothing where the registry has %s', async (_, digest, platforms, why) => {
    const { run, read } = await pin(digest, platforms);
    const { exitCode, stderr } = await run();
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(why) as string });
    expect(read()).toBe(text);
  });
});
