/**
 * What the store needs of the account: reads that see every write whose answer this process has seen. An account whose
 * default is weaker than Session does not give that, whatever a request asks for.
 */

import type { CosmosClient } from '@azure/cosmos';
import { StoreUnavailable } from '../../store-errors/store-errors.ts';
import type { Consistency } from './cosmos-client.ts';
import { type Wait, withRetry } from './cosmos-failure.ts';

const TOO_WEAK: readonly unknown[] = ['ConsistentPrefix', 'Eventual'];

/**
 * @returns the default of the account, where that is stronger than Session
 * @throws StoreUnavailable while it is weaker than Session, and when it cannot be asked for
 */
export async function requireConsistency(client: CosmosClient, wait?: Wait): Promise<Consistency> {
  const { resource } = await withRetry('read', () => client.getDatabaseAccount(), wait);
  // What the service answers, whatever the type says.
  const level: unknown = resource?.consistencyPolicy;
  if (level === 'Strong' || level === 'BoundedStaleness') return level;
  if (!TOO_WEAK.includes(level)) return 'Session';
  throw new StoreUnavailable(
    `Cosmos DB: the default consistency of the account is ${String(level)}, which is weaker than Session: set it to Session or a stronger one (the parameter \`consistency\` of infra/main.bicep)`,
  );
}
