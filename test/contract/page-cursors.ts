/** What each memory of page cursors must do (RFC 7644 §3.4.2.4). */

import type { OpenedPage, PageCursors } from '../../shared/storage/resources/page-cursors.ts';

const walk = (key: string, accountId = 'AcDemo') => ({ accountId, key: key.padEnd(43, '-') });
const ALL = walk('all');

interface Opened {
  /** As each of several processes has them, if they share them. */
  readonly connect: () => PageCursors;
}

/** @param open `now`: milliseconds since the epoch */
export function describePageCursors(name: string, open: (now: () => number) => Promise<Opened>): void {
  describe(`${name} as page cursors`, () => {
    let now: number;
    let connect: () => PageCursors;

    beforeEach(async () => {
      now = Date.UTC(2026, 0, 1);
      ({ connect } = await open(() => now));
    });

    /** Reads the page at `startIndex` and remembers that the next one begins behind `after`. */
    async function pass(startIndex: number, next?: readonly [number, string], of = ALL, totalResults = 30) {
      const page = await connect().open(of, startIndex);
      await page.end(next && { startIndex: next[0], cursor: { after: next[1], totalResults } });
      return page.cursor?.after;
    }
    const opened = async (startIndex: number, of = ALL): Promise<OpenedPage['cursor']> =>
      (await connect().open(of, startIndex)).cursor;

    it('nothing is remembered of what nobody read', async () => {
      expect(await opened(1)).toBeUndefined();
      expect(await opened(11)).toBeUndefined();
    });

    it('a page begins where the one before ended, with its total', async () => {
      expect(await pass(1, [11, 'u.10'])).toBeUndefined();
      expect(await opened(11)).toEqual({ after: 'u.10', totalResults: 30 });
    });

    it('a walk goes on, page by page', async () => {
      await pass(1, [11, 'u.10']);
      expect(await pass(11, [21, 'u.20'])).toBe('u.10');
      expect(await pass(21, [31, 'u.30'])).toBe('u.20');
      expect(await pass(31)).toBe('u.30');
    });

    it.each([
      ['of another filter', walk('other')],
      ['of another account', walk('third', 'AcOther')],
    ])('a walk %s is another', async (_name, other) => {
      await pass(1, [11, 'u.10']);
      expect(await opened(11, other)).toBeUndefined();
    });

    it('a page that is asked for again is the same page', async () => {
      await pass(1, [11, 'u.10']);
      await pass(11, [21, 'u.20']);
      expect(await pass(11, [21, 'u.20'])).toBe('u.10');
      expect(await pass(21)).toBe('u.20');
      expect(await pass(21)).toBe('u.20');
    });

    it('of two clients at one index, each goes on from the smaller id', async () => {
      await pass(1, [11, 'u.10']);
      await pass(1, [11, 'u.13']);
      expect(await pass(11, [21, 'u.20'])).toBe('u.10');
      expect(await pass(11, [21, 'u.20'])).toBe('u.10');
    });

    it('a client that begins after another has gone on finds its own page', async () => {
      await pass(1, [11, 'u.10']);
      await pass(11);
      await pass(1, [11, 'u.13']);
      expect(await pass(11)).toBe('u.13');
    });

    it('a total is the largest that a client at the index was told', async () => {
      await pass(1, [11, 'u.10'], ALL, 30);
      await pass(1, [11, 'u.13'], ALL, 40);
      expect(await opened(11)).toEqual({ after: 'u.10', totalResults: 40 });
    });

    it('a client that pauses for a minute is forgotten', async () => {
      await pass(1, [11, 'u.10']);
      now += 59_999;
      expect(await pass(11, [21, 'u.20'])).toBe('u.10');
      now += 60_000;
      expect(await opened(21)).toBeUndefined();
    });

    it('pages at the same time are all remembered', async () => {
      const others = [1, 2, 3].map((index) => pass(index * 100, [index * 100 + 10, `u.${index}`]));
      await Promise.all(others);
      for (const index of [1, 2, 3]) expect((await opened(index * 100 + 10))?.after).toBe(`u.${index}`);
    });
  });
}
