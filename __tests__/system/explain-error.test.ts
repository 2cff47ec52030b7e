import { writeFileSync } from 'node:fs';
import { ConfigurationError, OperationError } from '../../src/core/errors';
import { errorDocument, explainError } from '../../src/system/explain-error';

const systemError = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: raw, write`), { code, syscall: 'write', ...more });

function thrown(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('explainError', () => {
  test.each([
    [
      'a full disk',
      systemError('ENOSPC'),
      'Failed to write: no space left on the disk\nFree disk space, then run the command again.',
    ],
    [
      'a quota',
      systemError('EDQUOT', { path: '/data/x' }),
      'Failed to write /data/x: the disk quota is exceeded\nFree disk space, then run the command again.',
    ],
    [
      'a file system that cannot be written',
      systemError('EROFS', { syscall: 'mkdir', path: '/out' }),
      'Failed to mkdir /out: the file system is read-only',
    ],
    [
      'a folder of somebody else',
      systemError('EACCES', { syscall: 'open', path: '/out' }),
      'Failed to open /out: permission denied',
    ],
    ['a code without words', systemError('EIO', { path: '/out' }), 'Failed to write /out: EIO'],
    [
      'anything else',
      new TypeError('x is undefined'),
      'x is undefined\n  Run again with DEVLOOP_DEBUG=1 for the stack trace.',
    ],
    ['what is no error', 'text', 'text\n  Run again with DEVLOOP_DEBUG=1 for the stack trace.'],
  ])('says in sentences what %s is', (_, error, expected) => {
    expect(explainError(error)).toBe(expected);
  });

  test('says what Node.js throws for a folder that is a file', () => {
    const error = thrown(() => writeFileSync(`${__filename}/below`, ''));
    expect(explainError(error)).toBe(
      `Failed to open ${__filename}/below: a part of the path is not a directory`,
    );
  });

  test('prints no code; errorDocument has it', () => {
    const issue = { code: 'USAGE', path: '--x', message: 'is missing' } as const;
    const failure = { code: 'COMMAND_FAILED', summary: 'npm failed', hint: 'Use a network.' } as const;
    expect(explainError(new ConfigurationError(issue))).toBe('--x: is missing');
    expect(explainError(new OperationError(failure))).toBe('npm failed\nUse a network.');
    expect(errorDocument(new ConfigurationError(issue))).toEqual({
      error: { code: 'USAGE', issues: [issue] },
    });
    expect(errorDocument(new OperationError(failure))).toEqual({ error: failure });
    expect(errorDocument(systemError('ENOSPC'))).toMatchObject({ error: { code: 'FILE' } });
  });
});
