import { withoutTokenTraces } from '../../src/core/stack-traces';

describe('withoutTokenTraces', () => {
  test('disables stack traces during the work and enables them afterwards', () => {
    let during: string | undefined;
    withoutTokenTraces(() => (during = new Error('meanwhile').stack));
    expect(during).toBe('');
    expect(new Error('after').stack).toMatch(/^Error: after\n +at /);
  });

  test('keeps the stack trace of an error that is thrown', () => {
    const failing = () =>
      withoutTokenTraces(() => {
        throw new Error('in the work');
      });
    expect(failing).toThrow('in the work');
    let thrown: unknown;
    try {
      failing();
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Error).stack).toMatch(/^Error: in the work\n +at /);
  });
});
