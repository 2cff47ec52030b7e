import type { ReadStream } from 'node:tty';
import { ConfigurationError } from '../core/errors';

/** AWS: "PutParameter", a standard parameter; "PutSecretValue". In bytes. */
const LIMITS = { parameter: 4096, secret: 65_536 } as const;

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

type Input = NodeJS.ReadStream & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode'>>;

/** Reads a line of a terminal, which does not show it. */
async function readHidden(input: Input): Promise<string> {
  input.setRawMode?.(true);
  let line = '';
  try {
    for await (const chunk of input.setEncoding('utf8'))
      for (const letter of chunk as string) {
        if (letter === CTRL_C) throw new Error('interrupted');
        if (letter === '\r' || letter === '\n' || letter === CTRL_D) return line;
        line = letter === '\u007f' ? line.slice(0, -1) : line + letter;
      }
    return line;
  } finally {
    input.setRawMode?.(false);
    input.pause();
  }
}

/** Reads all of a pipe or file, without the line break with which it ends. */
async function readAll(input: Input): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) text += chunk as string;
  return text.replace(/\r?\n$/, '');
}

/**
 * Reads the value of a secret from standard input, after a prompt on a terminal.
 *
 * @throws ConfigurationError USAGE if it is empty or too long
 */
export async function readSecretValue(
  variable: string,
  kind: 'parameter' | 'secret',
  prompt: (text: string) => void,
  input: Input = process.stdin,
): Promise<string> {
  if (input.isTTY) prompt(`Value of ${variable}, which is not shown:`);
  const value = await (input.isTTY ? readHidden(input) : readAll(input));
  const bytes = Buffer.byteLength(value);
  if (bytes > 0 && bytes <= LIMITS[kind]) return value;
  throw new ConfigurationError({
    code: 'USAGE',
    path: 'standard input',
    given: bytes,
    message: bytes === 0 ? 'bytes are no value' : `bytes are more than a ${kind} takes`,
    accepted: `1 to ${LIMITS[kind]} bytes`,
  });
}
