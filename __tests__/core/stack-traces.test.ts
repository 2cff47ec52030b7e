import { withoutTokenTraces } from '../../src/core/stack-traces';

describe('work without the traces of tokens', () => {
  test('writes out no trace meanwhile, and does so again after it', () => {
    let during: string | undefined;
    withoutTokenTraces(() => (during = new Error('meanwhile').stack));
    expect(during).toBe('');
    expect(new Error('after').stack).toMatch(/^Error: after\n +at /);
  });

  test('an error that is thrown keeps its trace', () => {
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
