/** A strict double of Azure Key Vault (secrets) for the real SDK, in process or on a port. */

export { type ConnectedVault, connectedVault } from './connect.ts';
export type { DoubleOptions, KeyVaultDouble } from './double.ts';
export type { Fault, LoggedRequest, RequestKind } from './faults.ts';
export { httpClientOf } from './http-client.ts';
export { type RunningVault, serveVault } from './http-server.ts';
