import { writeFileSync } from 'node:fs';
import { ConfigurationError, OperationError } from '../../src/core/errors';
import { errorDocument, explainError } from '../../src/system/explain-error';

const systemError = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: raw, write`), { code, syscall: 'write', ...more });

/** Like an error that is thrown in a library. */
const withoutFrames = (error: Error) => Object.assign(error, { stack: `${error.name}: ${error.message}` });

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
      'Failed to create /out: the file system is read-only\nChoose another path.',
    ],
    [
      'a folder of somebody else',
      systemError('EACCES', { syscall: 'open', path: '/out' }),
      'Failed to open /out: permission denied\nCheck its permissions, or choose another path.',
    ],
    ['a code without words', systemError('EIO', { path: '/out' }), 'Failed to write /out: EIO'],
    [
      'anything else',
      withoutFrames(new TypeError('x is undefined')),
      'x is undefined\nnpm run typecheck may name the cause. Run again with DEVLOOP_DEBUG=1 for the stack trace.',
    ],
    [
      'a service that does not answer',
      withoutFrames(new Error('connect ECONNREFUSED 127.0.0.1:1')),
      'Failed to reach 127.0.0.1:1: nothing answers there\nCheck the network, and AWS_ENDPOINT_URL where it is set.',
    ],
    [
      'a name without an address',
      withoutFrames(new Error('getaddrinfo ENOTFOUND ec2.ap-northeast-9.amazonaws.com')),
      'Failed to reach ec2.ap-northeast-9.amazonaws.com: the name has no address\nCheck the network, and AWS_ENDPOINT_URL where it is set.',
    ],
    ['what is no error', 'text', "'text' was thrown\nRun again with DEVLOOP_DEBUG=1 for the stack trace."],
  ])('says in sentences what %s is', (_, error, expected) => {
    expect(explainError(error)).toBe(expected);
  });

  test('says what Node.js throws for a folder that is a file', () => {
    const error = thrown(() => writeFileSync(`${__filename}/below`, ''));
    expect(explainError(error)).toBe(
      `Failed to open ${__filename}/below: a part of the path is not a directory\nMove the file in its place, or choose another path.`,
    );
  });

  test('says where in the project an error was thrown', () => {
    expect(explainError(new Error('x'))).toMatch(
      /^__tests__\/system\/explain-error\.test\.ts:\d+:\d+: x\nRun/,
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
