/** What a benchmark and the worker that it has started say to each other. */

/** To the worker. */
export type Order =
  | { readonly kind: 'invoke'; readonly id: string; readonly call: FunctionCall }
  | { readonly kind: 'measure' };

/** A request as the host sends it beside the HTTP request itself. */
export interface FunctionCall {
  readonly function: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** From the worker. */
export type Notice =
  /** `load`: milliseconds that the bundle took; `port`: of the stream server. */
  | { readonly kind: 'ready'; readonly load: number; readonly port: number }
  | { readonly kind: 'logged'; readonly level: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  /** Microseconds of processor time since the start. */
  | { readonly kind: 'measured'; readonly processor: number };
