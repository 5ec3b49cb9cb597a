import { Turns } from '../../shared/storage/sqlite/sqlite-turns.ts';

const work = (milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

describe('work in pieces that wait for nothing', () => {
  it('lets timers and other requests in after a few pieces', async () => {
    const turns = new Turns();
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    const pieces = async () => {
      for (let piece = 0; piece < 10; piece += 1) {
        await turns.whileLong();
        work(6);
      }
    };
    await Promise.all([pieces(), pieces()]);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  it('goes on in the same turn while it is short', async () => {
    const turns = new Turns();
    let isNext = false;
    setImmediate(() => {
      isNext = true;
    });
    for (let piece = 0; piece < 100; piece += 1) await turns.whileLong();
    expect(isNext).toBe(false);
  });
});
