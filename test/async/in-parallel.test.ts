import { setImmediate as turn } from 'node:timers/promises';
import { inParallel } from '../../shared/async/promises.ts';

describe('work on many items, a few at a time', () => {
  it('is done for all items, never for more than the limit at once', async () => {
    let [running, most, done] = [0, 0, 0];
    await inParallel(new Set([1, 2, 3, 4, 5, 6, 7]), 3, async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      done += 1;
    });
    expect([most, done]).toEqual([3, 7]);
  });

  it('answers in the order of the items, whichever is done first', async () => {
    const slowFirst = async (item: number) => {
      for (let turns = 5 - item; turns > 0; turns -= 1) await turn();
      return item * 10;
    };
    expect(await inParallel([1, 2, 3, 4], 4, slowFirst)).toEqual([10, 20, 30, 40]);
    expect(await inParallel([], 4, slowFirst)).toEqual([]);
  });

  it('a slow item delays no other', async () => {
    const slow = Promise.withResolvers<void>();
    const done: number[] = [];
    const all = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
      if (item === 0) await slow.promise;
      done.push(item);
    });
    await turn();
    expect(done).toEqual([1, 2, 3, 4]);
    slow.resolve();
    await all;
  });

  it('passes on the first error, and takes no further item', async () => {
    const taken: number[] = [];
    const work = async (item: number) => {
      taken.push(item);
      await turn();
      if (item === 1) throw new Error('boom');
    };
    await expect(inParallel([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('boom');
    await turn();
    await turn();
    expect(taken).toEqual([1, 2]);
  });
});
