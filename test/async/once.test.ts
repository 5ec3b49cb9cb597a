import { once } from '../../shared/async/promises.ts';

describe('work that is done once', () => {
  it('is started by the first call, and not before', async () => {
    let started = 0;
    const get = once(async () => {
      started += 1;
      return 'made';
    });
    expect(started).toBe(0);
    expect(await Promise.all([get(), get(), get()])).toEqual(['made', 'made', 'made']);
    expect([await get(), started]).toEqual(['made', 1]);
  });

  it('a failure reaches all who wait for it, and the next call tries again', async () => {
    let started = 0;
    const get = once(async () => {
      started += 1;
      if (started === 1) throw new Error('not yet');
      return 'made';
    });
    const both = await Promise.allSettled([get(), get()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await get(), await get(), started]).toEqual(['made', 'made', 2]);
  });
});
