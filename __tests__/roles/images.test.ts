import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { imageOf, readImages } from '../../src/roles/images';
import { ROLES as ALL, type RoleName } from '../../src/roles';
import { renderUserData } from '../../src/roles/user-data';
import { PROJECT_DIR } from '../../src/system/paths';
import { ROLES, SERVERS } from '../support/user-data/servers';

const FILE = 'src/roles/images/compose.yaml';
const text = readFileSync(join(PROJECT_DIR, FILE), 'utf8');

describe('Container images', () => {
  test('are what the Compose file says', () => {
    const { services } = parse(text) as {
      services: Record<string, Record<'image' | 'x-architectures' | 'x-as-of' | 'x-source', string>>;
    };
    const inYaml = Object.entries(services).map(([name, service]) => [
      name,
      {
        reference: service.image,
        architectures: service['x-architectures'].split(' '),
        asOf: service['x-as-of'],
        source: service['x-source'],
      },
    ]);
    expect([...readImages(text)]).toEqual(inYaml);
  });

  test.each([
    ['elasticsearch', 'no tag'],
    ['elasticsearch:9.5.6@sha256:0123', 'a short digest'],
    ['elasticsearch:9.5.6@md5:0123456789abcdef0123456789abcdef', 'another digest'],
    ['${IMAGE}', 'a variable'],
  ])('refuse %s: %s', (reference) => {
    expect(() => readImages(text.replace('elasticsearch:9.5.6', reference))).toThrow(
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
