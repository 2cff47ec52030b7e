import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/commands';
import { OTHER_COMMANDS } from '../../src/cli/other-commands';
import { grouped, parse } from '../../src/cli/parse';
import { PROJECT_DIR } from '../../src/system/paths';
import { messagesOf } from '../support/fixtures/environments';

const others = Object.values(OTHER_COMMANDS).flat();
const typed = others.flatMap((other) => other.typed);

describe('Command of another program', () => {
  test.each([
    ['synth', 'npm run synth'],
    ['deploy', 'npx cdktf deploy NAME'],
    ['destroy', 'npx cdktf destroy NAME'],
    ['plan', 'npx cdktf diff NAME'],
    ['diff', 'npx cdktf diff NAME'],
    ['apply', 'npx cdktf deploy NAME'],
    ['validate', 'npm run synth'],
    ['init', 'npx cdktf deploy NAME'],
  ])('is suggested for devloop %s: %s', (word, meant) => {
    const [line] = messagesOf(() => parse(COMMANDS, [word, '--auto-approve']));
    expect(line).toContain(`devloop: "${word}" is not a command (did you mean ${meant}?); accepted: local, `);
  });

  test('is a script of npm, or a command of the CDKTF CLI', () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const unknown = others.filter(({ run }) => {
      const [, script = ''] = /^npm (?:run )?(\S+)$/.exec(run) ?? [];
      return !(script in scripts) && !/^npx cdktf (diff|deploy|destroy|output) NAME$/.test(run);
    });
    expect(unknown).toEqual([]);
  });

  test('is meant by words that are no commands, each by one', () => {
    expect(COMMANDS.filter(({ name }) => typed.includes(name))).toEqual([]);
    expect(new Set(typed).size).toBe(typed.length);
  });

  test('stands in a group of the help', () => {
    const titles = grouped(COMMANDS).map(([title]) => title);
    expect(Object.keys(OTHER_COMMANDS).filter((title) => !titles.includes(title))).toEqual([]);
  });
});
