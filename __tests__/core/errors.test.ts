import { ConfigurationError, isExplained, OperationError } from '../../src/core/errors';

const one = {
  code: 'CONFIG_INVALID',
  path: 'dev.a',
  given: 'x',
  message: 'is wrong',
  accepted: 'right',
} as const;
const other = { code: 'USAGE', path: 'environment', message: 'is missing', accepted: 'dev, prod' } as const;

test('one issue is one sentence: path, value, what is wrong, what is accepted', () => {
  expect(new ConfigurationError(one).message).toBe('dev.a: "x" is wrong; accepted: right');
});

test('an issue without a value quotes none', () => {
  expect(new ConfigurationError(other).message).toBe('environment: is missing; accepted: dev, prod');
});

test('several issues are several lines, and data for programs', () => {
  const error = new ConfigurationError([one, other]);
  expect(error.message.split('\n')).toHaveLength(2);
  expect(error.issues).toEqual([one, other]);
  expect(error.name).toBe('ConfigurationError');
});

test('a failure is a sentence, what somebody else said in lines of its own, and what to do', () => {
  const failure = {
    code: 'COMMAND_FAILED',
    summary: 'npm failed',
    detail: 'a\nb',
    hint: 'Use a network.',
  } as const;
  const error = new OperationError(failure);
  expect(error.message).toBe('npm failed\n  a\n  b\nUse a network.');
  expect(error.failure).toEqual(failure);
});

test('any other error is a defect, whose trace is needed', () => {
  expect(isExplained(new ConfigurationError(one))).toBe(true);
  expect(isExplained(new TypeError('x is undefined'))).toBe(false);
});
