import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../../shared/storage/sqlite/sqlite-turns.ts';

const work = (milliseconds: number) => () => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

describe('many long reads of one request', () => {
  it('let others in after each of them, also when they run at the same time', async () => {
    const turns = new Turns();
    const pieces = async () => {
      for (let piece = 0; piece < 5; piece += 1) await turns.run(work(5));
    };
    const waits: number[] = [];
    let ended = false;
    const all = Promise.all([pieces(), pieces(), pieces(), pieces()]).then(() => {
      ended = true;
    });
    while (!ended) {
      const asked = performance.now();
      await nextTurn();
      waits.push(performance.now() - asked);
    }
    await all;
    // Four start in the first turn; then it is one of them for each turn.
    expect(waits.length).toBeGreaterThan(15);
  });

  it('a short read goes on in the same turn, whoever pauses', async () => {
    const turns = new Turns();
    const long = turns.run(work(5));
    let isNext = false;
    setImmediate(() => {
      isNext = true;
    });
    for (let piece = 0; piece < 100; piece += 1) await turns.run(() => piece);
    expect(isNext).toBe(false);
    await long;
  });
});
