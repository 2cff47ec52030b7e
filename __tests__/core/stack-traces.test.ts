import { Lazy } from 'cdktf';
import { withoutTokenTraces } from '../../src/core/stack-traces';

jest.unmock('cdktf/lib/tokens/private/stack-trace');

/** Stack trace that CDKTF captures for a new token. */
const token = () => Lazy.anyValue({ produce: () => 'a' }).creationStack;

describe('withoutTokenTraces', () => {
  test('disables stack traces of tokens during the work and enables them afterwards', () => {
    let during: string[] | undefined;
    withoutTokenTraces(() => (during = token()));
    expect(during).toEqual([]);
    expect(token().length).toBeGreaterThan(0);
  });

  test('enables stack traces of tokens after work that throws', () => {
    expect(() =>
      withoutTokenTraces(() => {
        throw new Error('in the work');
      }),
    ).toThrow('in the work');
    expect(token().length).toBeGreaterThan(0);
  });

  test('keeps the stack traces of errors', () => {
    let during: string | undefined;
    withoutTokenTraces(() => (during = new Error('meanwhile').stack));
    expect(during).toMatch(/^Error: meanwhile\n +at /);
  });
});
