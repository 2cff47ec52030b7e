import { inBatches } from '../../src/aws/pages';

describe('inBatches', () => {
  test('asks for all distinct values, with at most the given number in a request', async () => {
    const requests: number[][] = [];
    const found = await inBatches([1, 2, 2, 3, 4, 5], 2, async (batch) => {
      requests.push(batch);
      return batch.map((value) => value * 10);
    });
    expect(requests).toEqual([[1, 2], [3, 4], [5]]);
    expect(found).toEqual([10, 20, 30, 40, 50]);
  });

  test('sends no request without values', async () => {
    const read = jest.fn();
    expect(await inBatches([], 2, read)).toEqual([]);
    expect(read).not.toHaveBeenCalled();
  });
});
