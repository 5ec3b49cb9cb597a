import { setImmediate as turn } from 'node:timers/promises';
import { each, inOnePiece, inPieces } from '../../shared/async/pieces.ts';

const busy = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

/** How many turns of the event loop `work` leaves to others. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const watch = (async () => {
    for (; !isOver; turns += 1) await turn();
  })();
  await work();
  isOver = true;
  const counted = turns;
  await watch;
  return counted;
}

describe('work in pieces', () => {
  it('comes to what all pieces come to', async () => {
    expect(await inPieces(each([1, 2, 3], (item) => item * 10))).toEqual([10, 20, 30]);
    expect(await inOnePiece(() => 4)).toBe(4);
  });

  it('lets others go first each time that it has taken long', async () => {
    const long = () => inPieces(each([1, 2, 3, 4], () => busy(12)));
    expect(await turnsDuring(long)).toBeGreaterThanOrEqual(3);
    expect(await turnsDuring(() => inOnePiece(() => busy(12)))).toBeGreaterThanOrEqual(1);
  });

  it('waits for nothing where it is short', async () => {
    expect(await turnsDuring(() => inPieces(each([1, 2, 3], (item) => item)))).toBe(0);
    expect(await turnsDuring(() => inOnePiece(() => 1))).toBe(0);
  });

  it('of several that are long, one goes on in a turn', async () => {
    const startedAt: number[] = [];
    let turns = 0;
    const piece = () => {
      startedAt.push(turns);
      busy(12);
    };
    const all = Promise.all([1, 2, 3].map(() => inPieces(each([1, 2, 3], piece))));
    for (; turns < 20; turns += 1) await turn();
    await all;
    const later = startedAt.filter((at) => at > 0);
    expect(new Set(later).size).toBe(later.length);
  });

  it('fails as its piece fails', async () => {
    const fails = () => {
      throw new Error('no');
    };
    await expect(inPieces(each([1], fails))).rejects.toThrow('no');
    await expect(inOnePiece(fails)).rejects.toThrow('no');
  });
});

describe('many long pieces of work of one request', () => {
  const LONG = 3;

  it('let others in after each of them, also when they run at the same time', async () => {
    const pieces = async () => {
      for (let piece = 0; piece < 5; piece += 1) await inOnePiece(() => busy(5), LONG);
    };
    const waits: number[] = [];
    let ended = false;
    const all = Promise.all([pieces(), pieces(), pieces(), pieces()]).then(() => {
      ended = true;
    });
    while (!ended) {
      const asked = performance.now();
      await turn();
      waits.push(performance.now() - asked);
    }
    await all;
    // Four start in the first turn; then it is one of them for each turn.
    expect(waits.length).toBeGreaterThan(15);
  });

  it('a short one goes on in the same turn, whatever pauses', async () => {
    const long = inOnePiece(() => busy(5), LONG);
    let isNext = false;
    setImmediate(() => {
      isNext = true;
    });
    for (let piece = 0; piece < 100; piece += 1) await inOnePiece(() => piece, LONG);
    expect(isNext).toBe(false);
    await long;
  });
});
