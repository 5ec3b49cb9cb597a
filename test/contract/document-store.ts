/** What every adapter of the document port must do. It goes through the port only, so it runs on any of them. */

import { batches } from './document-store/batches.ts';
import { conditions } from './document-store/conditions.ts';
import { counts } from './document-store/counts.ts';
import { documents } from './document-store/documents.ts';
import { lifetimes } from './document-store/lifetimes.ts';
import type { Check, OpenStore } from './document-store/opened.ts';
import { oracle } from './document-store/oracle.ts';
import { pages } from './document-store/pages.ts';
import { patches } from './document-store/patches.ts';
import { races } from './document-store/races.ts';

const SECTIONS = { documents, batches, patches, pages, conditions, counts, lifetimes, races, oracle };

/** Checks, by their titles, that an adapter cannot be put to, and why. */
export interface Skipped {
  readonly reason: string;
  readonly titles: readonly string[];
}

/** @param open gives a fresh, empty store for each check */
export function describeDocumentStore(
  name: string,
  open: OpenStore,
  { skip = [] }: { readonly skip?: readonly Skipped[] } = {},
): void {
  describe(`${name} as a document store`, () => {
    const check: Check = (title, body) => {
      const skipped = skip.find(({ titles }) => titles.includes(title));
      if (skipped) return it.skip(`${title} (${skipped.reason})`, () => undefined);
      it(title, async () => {
        let now = Date.UTC(2026, 0, 1);
        const pass = (seconds: number): void => {
          now += seconds * 1000;
        };
        const opened = await open({ now: () => now });
        try {
          await body(opened.store, { ...opened, clock: { pass } });
        } finally {
          await opened.close?.();
        }
      });
    };
    for (const [section, checks] of Object.entries(SECTIONS)) describe(section, () => checks(check));
  });
}
