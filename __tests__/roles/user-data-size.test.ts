import { gzipSync } from 'node:zlib';
import { renderUserData } from '../../src/roles/user-data';
import { isCompressed, sizeOf } from '../../src/roles/user-data-size';
import { POSTGRES_APPLICATION, SETTINGS_APPLICATION } from '../support/user-data/servers';

const LIMIT = 16_384;

describe('User data', () => {
  test('is compressed only above the limit of AWS', () => {
    expect([LIMIT, LIMIT + 1].map((size) => isCompressed('x'.repeat(size)))).toEqual([false, true]);
  });

  test('counts an interpolation as 256 characters that do not compress, and escapes as what they become', () => {
    expect(sizeOf('A=${TfToken[TOKEN.0]}')).toBe(258);
    expect(sizeOf('A=$${HOME} %%{B}')).toBe(14);
    expect(sizeOf('é')).toBe(2);
    // Escapes of a shell's variables are no interpolations: this is not compressed.
    expect(sizeOf('$${NAME}'.repeat(2_000))).toBe(14_000);
    const tokens = Array.from({ length: 100 }, (_, index) => `\${TfToken[TOKEN.${index}]}`).join('\n');
    expect(sizeOf(tokens)).toBeGreaterThan(gzipSync('x'.repeat(25_600)).length + 15_000);
  });

  test('has room for many settings and secrets of an application with everything', () => {
    const { container } = SETTINGS_APPLICATION;
    const names = Array.from({ length: 100 }, (_, index) => `SETTING_NUMBER_${index}`);
    const secret = container.secrets.STRIPE_KEY;
    const large = renderUserData({
      ...SETTINGS_APPLICATION,
      container: {
        ...container,
        secrets: Object.fromEntries(
          names.slice(0, 50).map((name) => [`${name}_KEY`, { ...secret, id: name }]),
        ),
        settings: {
          ...container.settings,
          environment: Object.fromEntries(names.map((name) => [name, `the value of ${name}`])),
        },
      },
    });
    expect(isCompressed(large)).toBe(true);
    expect(sizeOf(large)).toBeLessThan(9_000);
    expect(isCompressed(renderUserData(POSTGRES_APPLICATION))).toBe(false);
  });
});
