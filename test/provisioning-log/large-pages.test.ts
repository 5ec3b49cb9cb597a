import type { LogEntry } from '../../shared/provisioning-log/entry.ts';
import { logDocument } from '../../shared/storage/log/log-document.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { keptEntry } from '../contract/population.ts';
import { STORES } from '../stores.ts';

const ENTRIES = 40;
const START = Date.parse('2026-03-01T09:00:00.000Z');

describe.each(STORES)('a page of the log ends at 16 MB (%s)', (_name, open) => {
  it('a walk by its cursor meets every entry once, newest first, of changes and of refusals', async () => {
    const { resources, activity } = await open();
    const now = () => START + 3_600_000;
    for (let index = 0; index < ENTRIES; index += 1) {
      const { entry, days } = keptEntry(`e${index}`);
      const large: LogEntry = {
        ...entry,
        at: new Date(START + index * 1000).toISOString(),
        attributes: [{ attribute: 'x', after: 'y'.repeat(1_000_000) }] as unknown as LogEntry['attributes'],
      };
      // Refusals become fewer: their pages end elsewhere.
      const container = index % 3 === 0 || index > 30 ? activity : resources;
      await container.batch('AcDemo', [{ kind: 'upsert', document: logDocument({ entry: large, days }) }]);
    }
    const log = logStore(resources, activity, now);
    const met: string[] = [];
    const pages: number[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await log.query('AcDemo', { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      met.push(...page.entries.map(({ id }) => id));
      pages.push(page.entries.length);
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    expect(met).toEqual(Array.from({ length: ENTRIES }, (_, index) => `e${ENTRIES - 1 - index}`));
    expect(Math.max(...pages)).toBeLessThan(17);
    expect(pages.length).toBeLessThan(6);
  });
});
