import * as z from 'zod';
import { figuresOf } from '../../../src/roles/figures';
import { configurationTable } from '../../../src/tools/docs/configuration';
import { staleSections } from '../../../src/tools/docs/generate';
import { markdownTable, withSection } from '../../../src/tools/docs/markdown';
import { figuresTable, rolesTable } from '../../../src/tools/docs/roles';

describe('The manual', () => {
  test('has current generated sections', () => {
    expect(staleSections().map(({ file }) => file)).toEqual([]);
  });
});

describe('The table of configuration keys', () => {
  test('has each key with its description and default', () => {
    const shape = z.strictObject({
      name: z.string().describe('its name'),
      size: z.number().default(8).describe('in GiB'),
      mode: z.enum(['a', 'b']).default('a').describe('a | b'),
      extra: z.string().optional().meta({ description: 'more', whenOmitted: 'none' }),
    });
    expect(configurationTable(shape).split('\n')).toEqual([
      '| key | what it is | default |',
      '|---|---|---|',
      '| `name` | its name | required |',
      '| `size` | in GiB | `8` |',
      '| `mode` | a \\| b | `a` |',
      '| `extra` | more | none |',
    ]);
  });
});

describe('The table of roles', () => {
  test('has a row for each role and the bastion', () => {
    expect(rolesTable().split('\n').slice(2)).toEqual(
      ['application', 'worker', 'jenkins', 'elk', 'plain', 'bastion', 'nat'].map((role) =>
        expect.stringMatching(new RegExp(`^\\| \`${role}\` \\| \\w`)),
      ),
    );
    expect(rolesTable()).toContain(
      '| `dataVolume` | `hostName` | Kibana, port 5601 | 16 GiB or more | 4096 MiB or more | is reported by the plan |',
    );
  });
});

describe('The table of figures', () => {
  test('has what was measured of each role, and says where nothing was', () => {
    const { seconds, mebibytes, measured } = figuresOf('application') ?? {};
    const rows = figuresTable().split('\n');
    expect(rows).toContain(`| \`application\` | ${mebibytes} MiB | ${seconds} s | ${measured} |`);
    expect(rows).toContain('| `nat` |  |  | not measured |');
  });
});

describe('withSection', () => {
  test('replaces a section between its markers', () => {
    const document = 'a\n<!-- x: from y -->\nold\n<!-- /x -->\nb\n';
    expect(withSection(document, 'x', markdownTable(['h'], [['$1']]))).toBe(
      'a\n<!-- x: from y -->\n| h |\n|---|\n| $1 |\n<!-- /x -->\nb\n',
    );
  });

  test.each(['no markers', '<!-- x: y -->\n'])('rejects %j', (document) => {
    expect(() => withSection(document, 'x', '')).toThrow('expected one section between');
  });
});
