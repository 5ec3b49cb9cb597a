import { openService } from '../service.ts';
import { STORES } from '../stores.ts';

interface Page {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly { readonly displayName: string; readonly members?: readonly object[] }[];
}

describe.each(STORES)('RFC 7644 §3.4.2.4 a page that would be too heavy ends early (%s)', (_name, open) => {
  const stage = async () => {
    const service = await openService({}, await open(), Date.now, 3);
    const ids: string[] = [];
    for (const userName of ['a', 'b', 'c', 'd']) {
      const { json } = await service.call('POST', '/Users', { userName });
      ids.push((json as { id: string }).id);
    }
    for (const [displayName, size] of [
      ['A', 2],
      ['B', 1],
      ['C', 4],
      ['D', 0],
    ] as const) {
      const members = ids.slice(0, size).map((value) => ({ value }));
      await service.call('POST', '/Groups', { displayName, members });
    }
    return service;
  };

  it('a client that adds itemsPerPage meets every group with all of its members, and the log names the cut', async () => {
    const service = await stage();
    const pages: unknown[] = [];
    for (let startIndex = 1, total = 1; startIndex <= total; ) {
      const { status, json } = await service.call('GET', `/Groups?startIndex=${startIndex}&count=100`);
      const { totalResults, itemsPerPage, Resources } = json as unknown as Page;
      const groups = Resources.map(({ displayName, members = [] }) => `${displayName}${members.length}`);
      pages.push([status, totalResults, itemsPerPage, groups, service.lines.at(-1)?.shortenedTo]);
      startIndex += itemsPerPage;
      total = totalResults;
    }
    expect(pages).toEqual([
      [200, 4, 2, ['A2', 'B1'], 2],
      [200, 4, 1, ['C4'], 1],
      [200, 4, 1, ['D0'], undefined],
    ]);
  });

  it('without members, and for one group, nothing is cut', async () => {
    const service = await stage();
    const light = await service.call('GET', '/Groups?count=100&excludedAttributes=members');
    expect(light.json).toMatchObject({ totalResults: 4, itemsPerPage: 4 });
    const one = await service.call('GET', '/Groups?filter=displayName%20eq%20%22C%22');
    expect(one.json).toMatchObject({ totalResults: 1, itemsPerPage: 1 });
    for (const line of service.lines.slice(-2)) expect(line).not.toHaveProperty('shortenedTo');
  });

  it.each([
    // Groups of each user, and how many pages there are at least.
    [[1, 0, 1, 1], 1],
    [[1, 2, 1, 0], 2],
    [[3, 1, 1, 1], 2],
    [[4, 4, 0, 4], 3],
    [[0, 5, 0, 0], 2],
  ])('users in %j groups come in pages that say how long they are', async (sizes, fewest) => {
    const service = await openService({}, await open(), Date.now, 3);
    const ids: string[] = [];
    for (const index of sizes.keys()) {
      const { json } = await service.call('POST', '/Users', { userName: `u${index}` });
      ids.push((json as { id: string }).id);
    }
    for (let group = 0; group < Math.max(...sizes); group += 1) {
      const members = ids.filter((_, index) => (sizes[index] ?? 0) > group).map((value) => ({ value }));
      await service.call('POST', '/Groups', { displayName: `G${group}`, members });
    }
    for (const query of ['count=4', 'count=100', 'count=100&attributes=userName,groups']) {
      const met: (readonly [string, number])[] = [];
      const pages: number[] = [];
      while (met.length < sizes.length) {
        const { json } = await service.call('GET', `/Users?startIndex=${met.length + 1}&${query}`);
        const { totalResults, itemsPerPage, Resources } = json as unknown as {
          totalResults: number;
          itemsPerPage: number;
          Resources: { id: string; groups?: object[] }[];
        };
        expect([totalResults, itemsPerPage]).toEqual([sizes.length, Resources.length]);
        met.push(...Resources.map(({ id, groups = [] }) => [id, groups.length] as const));
        pages.push(itemsPerPage);
      }
      expect(met).toEqual(ids.map((id, index) => [id, sizes[index]]));
      expect(pages.length).toBeGreaterThanOrEqual(fewest);
    }
  });
});
