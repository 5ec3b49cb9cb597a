/** One request and one answer of the Key Vault REST API, free of any HTTP library. */

export interface VaultRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface VaultResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const VAULT_URL = 'https://double.vault.azure.net';

/** An answer of 4xx or 5xx. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** The code inside the code. */
  readonly inner: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    { inner, headers = {} }: { inner?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
    this.headers = headers;
  }
}

export const badParameter = (message: string): Refusal => new Refusal(400, 'BadParameter', message);

export const answer = (body: object): VaultResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

export const refusal = ({ status, code, message, inner, headers }: Refusal): VaultResponse => ({
  ...answer({ error: { code, message, ...(inner ? { innererror: { code: inner } } : {}) } }),
  status,
  headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
});
