import { singleFlight } from '../../shared/async/promises.ts';

describe('work that calls share', () => {
  it('is started once for each key while it is under way, and again afterwards', async () => {
    const started: string[] = [];
    const get = singleFlight(async (key: string) => {
      started.push(key);
      return key.toUpperCase();
    });
    expect(await Promise.all([get('a'), get('b'), get('a')])).toEqual(['A', 'B', 'A']);
    expect(started).toEqual(['a', 'b']);
    await get('a');
    expect(started).toEqual(['a', 'b', 'a']);
  });

  it('fails for all who wait for it, and is tried again by the next', async () => {
    let started = 0;
    const get = singleFlight(async () => {
      started += 1;
      if (started === 1) throw new Error('not yet');
      return started;
    });
    const both = await Promise.allSettled([get('a'), get('a')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get('a')).toBe(2);
  });
});
