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

/** What it took to load the bundle, in milliseconds: of time, and of processor time, which other work disturbs less. */
export interface Load {
  readonly elapsed: number;
  readonly processor: number;
}

/** From the worker. */
export type Notice =
  /** `port`: of the stream server. */
  | { readonly kind: 'ready'; readonly load: Load; readonly port: number }
  | { readonly kind: 'logged'; readonly level: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  /** Microseconds of processor time since the start. */
  | { readonly kind: 'measured'; readonly processor: number };
