/** The token service on Key Vault and SQLite, as several processes with one clock. */

import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { revocationStore, tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import { type TokenService, tokenService } from '../../shared/tokens/token-service.ts';
import { connectedVault, type Fault, type KeyVaultDouble } from '../doubles/key-vault/index.ts';

export interface Stage {
  readonly double: KeyVaultDouble;
  readonly accounts: DocumentStore;
  readonly activity: DocumentStore;
  /** A process of its own. */
  start(own?: { accounts?: DocumentStore; activity?: DocumentStore }): TokenService;
  pass(milliseconds: number): void;
  /** From now on the vault answers every request with this. */
  outage(fault: Fault | undefined): void;
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const START = Date.UTC(2026, 0, 1, 12);

export function openStage(latency?: () => number): Stage {
  let time = START;
  let fault: Fault | undefined;
  const now = () => time;
  const { double, connect } = connectedVault({
    now,
    fault: ({ kind }) => (kind === 'probe' ? undefined : fault),
    ...(latency ? { latency } : {}),
  });
  const accounts = openSqlite(':memory:', 'accounts');
  const activity = openSqlite(':memory:', 'activity');
  return {
    double,
    accounts,
    activity,
    start: (own = {}) =>
      tokenService({
        // A machine with much to do is no vault that hangs.
        secrets: connect({ timeout: 500 }),
        revocations: revocationStore(own.accounts ?? accounts),
        use: tokenUseStore(own.activity ?? activity),
        now,
      }),
    pass: (milliseconds) => {
      time += milliseconds;
    },
    outage: (next) => {
      fault = next;
    },
  };
}

export const terms = (expiresAt?: Date | null) => ({
  label: 'Entra',
  createdBy: 'ann@example.com',
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
