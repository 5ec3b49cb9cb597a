/** A strict double of the Cosmos DB service for the real SDK: in process (httpClientOf) or on a port (startCosmosDouble). */

export { type ConnectedDouble, connectedDouble } from './connect.ts';
export { CosmosDouble, type DoubleOptions } from './double.ts';
export type { Fault, LoggedRequest, RequestKind } from './faults.ts';
export { httpClientOf } from './http-client.ts';
export { type RunningDouble, startCosmosDouble } from './http-server.ts';
