import { PlatformError } from '../../src/core/errors';

const one = {
  code: 'CONFIG_INVALID',
  path: 'dev.a',
  given: 'x',
  message: 'is wrong',
  accepted: 'right',
} as const;
const other = { code: 'USAGE', path: 'environment', message: 'is missing', accepted: 'dev, prod' } as const;

test('one problem is one sentence: path, value, what is wrong, what is accepted, code', () => {
  expect(new PlatformError(one).message).toBe('dev.a: "x" is wrong; accepted: right [CONFIG_INVALID]');
});

test('a problem without a value quotes none', () => {
  expect(new PlatformError(other).message).toBe('environment: is missing; accepted: dev, prod [USAGE]');
});

test('several problems are several lines, and data for programs', () => {
  const error = new PlatformError([one, other]);
  expect(error.message.split('\n')).toHaveLength(2);
  expect(error.problems).toEqual([one, other]);
  expect(error.name).toBe('PlatformError');
});
