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

test('ConfigurationError quotes no value for an issue without one', () => {
  expect(new ConfigurationError(other).message).toBe('environment: is missing; accepted: dev, prod');
});

test('ConfigurationError prints one line per issue and exposes the issues as data', () => {
  const error = new ConfigurationError([one, other]);
  expect(error.message.split('\n')).toHaveLength(2);
  expect(error.issues).toEqual([one, other]);
  expect(error.name).toBe('ConfigurationError');
});

test('OperationError prints its summary and hint, and its detail on separate lines', () => {
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

test('isExplained is true for a ConfigurationError and false for an unexpected error', () => {
  expect(isExplained(new ConfigurationError(one))).toBe(true);
  expect(isExplained(new TypeError('x is undefined'))).toBe(false);
});
