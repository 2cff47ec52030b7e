import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { IMAGES_FILE, readImages } from '../../../src/roles/images';
import { readPins, stalePins, updatePins } from '../../../src/tools/images/pins';
import { parseReference, publishedImage, registryUrl } from '../../../src/tools/images/registry';
import { PROJECT_DIR } from '../../../src/system/paths';
import { ImageRegistry } from '../../support/image-registry';
import { temporaryFolder } from '../../support/processes/terraform';

const folder = temporaryFolder('images');
const registry = new ImageRegistry();
beforeAll(() => registry.start());
afterAll(() => registry.stop());
beforeEach(() => {
  registry.answers.clear();
  registry.challenge = undefined;
});

const before = readImages(readFileSync(IMAGES_FILE, 'utf8'));
const tags = [...before].map(([name, { reference }]) => ({ name, ...parseReference(reference) }));
const today = new Date('2027-01-31T12:00:00Z');

function copy(): string {
  const file = join(mkdtempSync(join(folder, 'pins-')), 'compose.yaml');
  copyFileSync(IMAGES_FILE, file);
  return file;
}
const update = (file: string, urlOf: (name: string) => string = () => registry.url) =>
  updatePins({ file, today, urlOf });

describe('An image reference', () => {
  const hub = 'https://registry-1.docker.io';
  test.each([
    ['docker:29.9.0-cli', hub, 'library/docker', '29.9.0-cli'],
    [`elastic/filebeat:9.5.6@sha256:${'0a'.repeat(32)}`, hub, 'elastic/filebeat', '9.5.6'],
    ['docker.elastic.co/beats/filebeat:9.5.6', 'https://docker.elastic.co', 'beats/filebeat', '9.5.6'],
    ['registry:5000/a/b:1', 'https://registry:5000', 'a/b', '1'],
    ['localhost/a:1', 'https://localhost', 'a', '1'],
  ])('names its registry, repository and tag: %s', (reference, url, repository, tag) => {
    const parsed = parseReference(reference);
    expect({ ...parsed, registry: registryUrl(parsed.registry) }).toEqual({ registry: url, repository, tag });
  });
});

describe('Pins of images', () => {
  test('take the digests and architectures that the registry has', async () => {
    const file = copy();
    const digests = new Map(
      tags.map(({ name, repository, tag }) => [
        name,
        registry.publish(repository, tag, ['linux/arm64', 'linux/amd64', 'linux/s390x', 'unknown/unknown']),
      ]),
    );
    const changes = await update(file);
    const expected = tags.map(({ name }) => {
      const reference = before.get(name)?.reference ?? '';
      return { name, before: reference, after: `${reference.replace(/@.*/, '')}@${digests.get(name)}` };
    });
    expect(changes).toEqual(expected);
    const text = readFileSync(file, 'utf8');
    expect([...readImages(text)]).toEqual(
      expected.map(({ name, after }) => [
        name,
        { reference: after, architectures: ['amd64', 'arm64'], asOf: '2027-01-31', source: 'docker.io' },
      ]),
    );
    expect(Object.keys((parse(text) as { services: object }).services)).toEqual([...before.keys()]);
    const head = (content: string) => content.slice(0, content.indexOf('services:'));
    expect(head(text)).toBe(head(readFileSync(IMAGES_FILE, 'utf8')));

    expect(await update(file)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readPins({ file, today }).map(({ pinned, age }) => ({ pinned, age }))).toEqual(
      Array(7).fill({ pinned: true, age: 0 }),
    );
  });

  test('take the architecture of an image that is built for one from its configuration', async () => {
    const file = copy();
    for (const { repository, tag } of tags) registry.publishSingle(repository, tag, 'linux', 'arm64');
    await update(file);
    expect(
      [...readImages(readFileSync(file, 'utf8')).values()].map(({ architectures }) => architectures),
    ).toEqual(Array(7).fill(['arm64']));
  });

  test('ask for one token an image', async () => {
    const [{ repository, tag } = { repository: '', tag: '' }] = tags;
    registry.publishSingle(repository, tag, 'linux', 'amd64');
    registry.requests.length = 0;
    await publishedImage({ registry: 'docker.io', repository, tag }, registry.url);
    expect(registry.requests.map((request) => request.replace(/sha256:\w+/, 'DIGEST'))).toEqual([
      `/v2/${repository}/manifests/${tag}`,
      `/token?service=registry&scope=repository%3A${encodeURIComponent(repository)}%3Apull`,
      `with a token /v2/${repository}/manifests/${tag}`,
      `with a token /v2/${repository}/blobs/DIGEST`,
    ]);
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ['no such tag', (path) => registry.answers.delete(path), /HTTP status 404/],
    [
      'another digest than its answer has',
      (path) => registry.answers.set(path, { body: '{}', digest: 'sha256:0' }),
      /it states sha256:0, and its answer is sha256:44136fa3/,
    ],
    [
      'no architecture of EC2',
      () =>
        registry.publish('library/logstash', tags.find(({ name }) => name === 'logstash')?.tag ?? '', [
          'linux/s390x',
        ]),
      /it is built for neither amd64 nor arm64/,
    ],
    ['no JSON', (path) => registry.answers.set(path, { body: 'x' }), /something else than a manifest/],
    [
      'a configuration of another digest',
      (path) => {
        registry.answers.set(path, { body: '{"config":{"digest":"sha256:1"}}' });
        registry.answers.set('library/logstash/blobs/sha256:1', {
          body: '{"os":"linux","architecture":"amd64"}',
        });
      },
      /its answer does not have this digest/,
    ],
    ['another login', () => (registry.challenge = 'Basic realm="x"'), /it asks for Basic realm="x"/],
  ])('stay as they are where the registry has %s', async (_, spoil, why) => {
    const file = copy();
    for (const { repository, tag } of tags) registry.publish(repository, tag, ['linux/amd64']);
    const last = tags.find(({ name }) => name === 'logstash');
    spoil(`library/logstash/manifests/${last?.tag}`);
    await expect(update(file)).rejects.toThrow(why);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(IMAGES_FILE, 'utf8'));
  });

  test('stay as they are where no registry answers', async () => {
    const file = copy();
    await expect(update(file, () => 'http://127.0.0.1:1')).rejects.toThrow(
      /Failed to read an image from http:\/\/127.0.0.1:1\/v2\//,
    );
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(IMAGES_FILE, 'utf8'));
  });

  test('are stale without a digest, or older than asked', () => {
    const pin = {
      name: 'a',
      image: 'a:1@sha256:0',
      asOf: '2026-11-01',
      source: 'docker.io',
      pinned: true,
      age: 90,
    };
    const pins = [pin, { ...pin, name: 'b', age: 91 }, { ...pin, name: 'c', pinned: false, age: 0 }];
    expect(stalePins(pins, 90).map(({ name }) => name)).toEqual(['b', 'c']);
  });

  test('have an age in whole days', () => {
    expect(readPins({ today: new Date('2026-12-30T23:59:59Z') })[0]?.age).toBe(
      (Date.parse('2026-12-30') - Date.parse(readPins()[0]?.asOf ?? '')) / 86_400_000,
    );
  });
});

describe('Renovate', () => {
  test('finds each image, its tag and its digest', () => {
    const { customManagers } = JSON.parse(readFileSync(join(PROJECT_DIR, 'renovate.json'), 'utf8')) as {
      customManagers: { managerFilePatterns: string[]; matchStrings: string[] }[];
    };
    const [{ managerFilePatterns, matchStrings } = { managerFilePatterns: [], matchStrings: [] }] =
      customManagers;
    const [file = ''] = managerFilePatterns;
    expect('src/roles/images/compose.yaml').toMatch(new RegExp(file.slice(1, -1)));
    const digest = `sha256:${'0a'.repeat(32)}`;
    const text = readFileSync(IMAGES_FILE, 'utf8').replace(/(image: kibana:[^\s@]+).*/, `$1@${digest}`);
    const found = [...text.matchAll(new RegExp(matchStrings[0] ?? '', 'g'))].map(({ groups }) => {
      const { depName, currentValue, currentDigest } = groups ?? {};
      return `${depName}:${currentValue}${currentDigest === undefined ? '' : `@${currentDigest}`}`;
    });
    expect(found).toEqual([...readImages(text).values()].map(({ reference }) => reference));
    expect(found.filter((reference) => reference.endsWith(`@${digest}`))).toHaveLength(1);
  });
});
