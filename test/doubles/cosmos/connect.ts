/** The adapter's document store on a double, as one process or as several that share the service. */

import { type ContainerName, createMissing } from '../../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../../shared/storage/cosmos/cosmos-client.ts';
import { type CosmosStoreOptions, openCosmos } from '../../../shared/storage/cosmos/cosmos-store.ts';
import type { DocumentStore } from '../../../shared/storage/documents/document-store.ts';
import { type ChooseFault, CosmosDouble, type DoubleOptions } from './double.ts';
import { httpClientOf } from './http-client.ts';

export interface ConnectedDouble {
  readonly double: CosmosDouble;
  /** A client of its own: another process, with a session of its own. */
  connect(options?: ConnectOptions): DocumentStore;
}

type ConnectOptions = Pick<CosmosStoreOptions, 'onRequest' | 'wait'> & {
  readonly timeout?: number;
  readonly container?: ContainerName;
  readonly database?: string;
  /** What this client alone meets. */
  readonly fault?: ChooseFault;
};

/** The containers are there and the log is empty. */
export async function connectedDouble(options: DoubleOptions = {}): Promise<ConnectedDouble> {
  const double = new CosmosDouble(options);
  const client = (timeout = 10_000, fault?: ChooseFault) =>
    cosmosClient({
      endpoint: 'http://localhost:8081',
      key: double.key,
      httpClient: httpClientOf(double, fault),
      timeout,
    });
  await createMissing(client(), 'scim');
  double.take();
  const connect = ({
    timeout,
    container = 'resources',
    database = 'scim',
    fault,
    ...rest
  }: ConnectOptions = {}) => openCosmos({ client: client(timeout, fault), database, container, ...rest });
  return { double, connect };
}
