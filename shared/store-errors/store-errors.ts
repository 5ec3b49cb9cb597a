/** How a store fails, whichever it is: every port of a store throws these. Owns no store and knows no product. */

/**
 * A store has failed. The message is for our log: it says which product failed, at what, and with which status, and holds
 * nothing of a request. Thrown as it is, the store will never do what it was asked: the mistake is ours.
 */
export class StoreFailure extends Error {
  override readonly name: string = 'StoreFailure';
}

/** The store cannot answer now. `retryAfter`: seconds a client should wait. */
export class StoreUnavailable extends StoreFailure {
  override readonly name: string = 'StoreUnavailable';
  readonly retryAfter: number;
  /** True when a write may or may not have happened. */
  readonly ambiguous: boolean;
  /** True when the store answers, and asks for fewer requests. */
  readonly throttled: boolean;

  constructor(
    message: string,
    options: { cause?: unknown; retryAfter?: number; ambiguous?: boolean; throttled?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter ?? 5;
    this.ambiguous = options.ambiguous ?? false;
    this.throttled = options.throttled ?? false;
  }
}

/** A document, or a batch as a whole, is larger than the store takes (Cosmos DB: 2 MB). Nothing was written. */
export class DocumentTooLarge extends StoreFailure {
  override readonly name = 'DocumentTooLarge';
}
