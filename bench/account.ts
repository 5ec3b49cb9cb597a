/** An account to measure: a service of its own over a store in a temporary folder, into which the bench writes directly. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResourceStore } from '../shared/protocol/resource-store.ts';
import { resourceStore } from '../shared/storage/resources/store.ts';
import { openSqlite } from '../shared/storage/sqlite/sqlite-store.ts';
import type { Target } from './load.ts';
import { startService } from './service.ts';

export interface MeasuredAccount {
  readonly service: Target;
  /** Of the file that the service has open as well. */
  readonly store: ResourceStore;
  /** Ends the service and removes everything. */
  close(): Promise<void>;
}

export async function openAccount(profiles: string | undefined): Promise<MeasuredAccount> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scim-bench-'));
  const discard = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', discard);
  const service = await startService(dataDir, profiles);
  const documents = openSqlite(join(dataDir, 'scim.db'), 'resources');
  return {
    service,
    store: resourceStore(documents),
    async close() {
      documents.close();
      await service.stop();
      process.off('exit', discard);
      discard();
    },
  };
}
