/**
 * PORT. What is measured beside the requests, which the host tracks. This room owns a closed vocabulary of measurements;
 * it never holds the text of a request, nor the name or value of an attribute.
 */

/** One attempt at a service outside of this process. */
export interface DependencyCall {
  readonly target: 'Azure Cosmos DB' | 'Azure Key Vault';
  readonly operation: 'read' | 'batch' | 'query' | 'count' | 'get' | 'set' | 'list' | 'delete';
  /** Of Cosmos DB. */
  readonly container?: string;
  /** Of HTTP; undefined when no answer came. */
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** What Cosmos DB charged. */
  readonly requestUnits?: number;
}

/** What an instance caches. */
type Cache = 'account' | 'token' | 'pepper' | 'revocation';

export interface Telemetry {
  called(call: DependencyCall): void;
  lookedUp(cache: Cache, hit: boolean): void;
  /** @param quirk a name of docs/quirks.md that a request of this account needed */
  tolerated(quirk: string, account: string | undefined): void;
  /** @param days since a token of the account was last used */
  idle(account: string, days: number): void;
}

export const noTelemetry: Telemetry = {
  called: () => {},
  lookedUp: () => {},
  tolerated: () => {},
  idle: () => {},
};

/** Throttled: the service answered, and asks for fewer requests (Cosmos DB: 429, or 449 for writes that collide). */
export const isThrottled = ({ status }: DependencyCall): boolean => status === 429 || status === 449;

/** Whether the service answered as it should: 404, 409 and 412 say that something is not there, or has changed. */
export const succeeded = ({ status }: DependencyCall): boolean =>
  status !== undefined && (status < 400 || status === 404 || status === 409 || status === 412);
