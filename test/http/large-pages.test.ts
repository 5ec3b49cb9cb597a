import { setImmediate as turn } from 'node:timers/promises';
import { openService } from '../service.ts';
import { STORES } from '../stores.ts';

interface Page {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly { readonly id: string }[];
}

const USERS = 24;
/** 750,000 characters. */
const CERTIFICATES = Array.from({ length: 15 }, (_, index) => ({
  value: `${String.fromCharCode(65 + index)}AAA`.repeat(12_500),
}));

/** What a page ends before. */
const MAX_TEXT = 16_000_000;

describe.each(STORES)('RFC 7644 §3.4.2.4 a page of large resources ends at 16 MB (%s)', (_name, open) => {
  it.each([
    ['a list', 'count=100'],
    ['a filter on what has no index', `count=500&filter=${encodeURIComponent('nickName eq "n"')}`],
    ['selected attributes', 'count=100&excludedAttributes=title'],
  ])('%s: a walk by itemsPerPage meets every resource once', async (_title, query) => {
    const service = await openService({}, await open());
    const ids: string[] = [];
    for (let index = 0; index < USERS; index += 1) {
      const body = { userName: `u${index}`, nickName: 'n', x509Certificates: CERTIFICATES };
      const { status, json } = await service.call('POST', '/Users', body);
      expect(status).toBe(201);
      ids.push((json as { id: string }).id);
    }
    const met: string[] = [];
    const shortened: unknown[] = [];
    while (met.length < USERS) {
      const { text, json } = await service.call('GET', `/Users?startIndex=${met.length + 1}&${query}`);
      const page = json as unknown as Page;
      expect(page).toMatchObject({ totalResults: USERS, itemsPerPage: page.Resources.length });
      expect(page.itemsPerPage).toBeGreaterThan(0);
      expect(text.length).toBeLessThan(MAX_TEXT + 1000);
      met.push(...page.Resources.map(({ id }) => id));
      shortened.push(service.lines.at(-1)?.shortenedTo);
    }
    expect(met).toEqual(ids);
    expect(shortened).toEqual([21, undefined]);
  });
});

it('others are served while such a page is made', async () => {
  const service = await openService();
  for (let index = 0; index < USERS; index += 1)
    await service.call('POST', '/Users', { userName: `u${index}`, x509Certificates: CERTIFICATES });
  let turns = 0;
  let ended = false;
  const list = service.call('GET', '/Users?attributes=userName,x509Certificates').finally(() => {
    ended = true;
  });
  for (; !ended; turns += 1) await turn();
  expect((await list).status).toBe(200);
  expect(turns).toBeGreaterThan(5);
});
