/** One request and one answer of the Cosmos DB REST API, free of any HTTP library. */

export interface CosmosRequest {
  readonly method: string;
  /** As on the wire, percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CosmosResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of 4xx or 5xx. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, substatus?: number) {
    super(message);
    this.status = status;
    this.headers = substatus === undefined ? {} : { 'x-ms-substatus': String(substatus) };
  }
}

export const badRequest = (message: string, substatus?: number) => new Refusal(400, message, substatus);

export type JsonRecord = { readonly [name: string]: unknown };

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('The request body is not JSON');
  }
}

/** Of a document, and of a request. */
export const MAX_BYTES = 2 * 1024 * 1024;

export function mustFit(text: string): void {
  if (Buffer.byteLength(text) > MAX_BYTES) throw new Refusal(413, 'Request size is too large');
}
