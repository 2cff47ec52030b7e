import { PassThrough } from 'node:stream';
import { COMMANDS } from '../../src/cli/commands';
import { parse } from '../../src/cli/parse';
import { readSecretValue } from '../../src/cli/secret-value';
import { messagesOf } from '../support/fixtures/environments';

type Input = Parameters<typeof readSecretValue>[3];

/** A pipe, or a terminal on which something is typed. */
function input(text: string, terminal = false) {
  const modes: boolean[] = [];
  const stream = new PassThrough();
  stream.end(text);
  if (terminal) Object.assign(stream, { isTTY: true, setRawMode: (mode: boolean) => modes.push(mode) });
  return { stream: stream as unknown as NonNullable<Input>, modes };
}

describe('Value of a secret', () => {
  const read = async (text: string, terminal = false, kind: 'parameter' | 'secret' = 'parameter') => {
    const said: string[] = [];
    const { stream, modes } = input(text, terminal);
    const value = await readSecretValue('STRIPE_KEY', kind, (words) => said.push(words), stream);
    return { value, said, modes };
  };

  test('is all of a pipe, without the line break at its end', async () => {
    expect(await read('two\nlines\n')).toEqual({ value: 'two\nlines', said: [], modes: [] });
    expect((await read(' spaced \r\n')).value).toBe(' spaced ');
  });

  test('is a line of a terminal, which does not show it, after a prompt', async () => {
    expect(await read('secrex\u007ft\rmore', true)).toEqual({
      value: 'secret',
      said: ['Value of STRIPE_KEY, which is not shown:'],
      modes: [true, false],
    });
  });

  test.each([
    ['', 'parameter', 'standard input: 0 bytes are no value; accepted: 1 to 4096 bytes'],
    ['\n', 'secret', 'standard input: 0 bytes are no value; accepted: 1 to 65536 bytes'],
    [
      'é'.repeat(2049),
      'parameter',
      'standard input: 4098 bytes are more than a parameter takes; accepted: 1 to 4096 bytes',
    ],
  ] as const)('is refused: %j', async (text, kind, message) => {
    await expect(read(text, false, kind)).rejects.toThrow(message);
  });

  test('is not what Ctrl-C interrupts', async () => {
    await expect(read('sec\u0003', true)).rejects.toThrow('interrupted');
  });
});

describe('devloop secrets', () => {
  const parsed = (...words: string[]) => parse(COMMANDS, ['secrets', ...words, '--environment', 'dev']);

  test('takes a name after set alone', () => {
    expect(parsed('set', 'STRIPE_KEY')).toMatchObject({ argument: 'set', operand: 'STRIPE_KEY' });
    expect(parsed('list')).toMatchObject({ argument: 'list', operand: undefined });
    expect(messagesOf(() => parsed('set'))).toEqual([
      'devloop secrets set: needs NAME; accepted: a name in container.secrets [USAGE]',
    ]);
    expect(messagesOf(() => parsed('list', 'STRIPE_KEY'))[0]).toContain('"STRIPE_KEY" belongs to no option');
    expect(messagesOf(() => parsed('set', 'A', 'value'))[0]).toContain('"value" belongs to no option');
  });
});
