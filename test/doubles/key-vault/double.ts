/** The service: every request meets its fault and its latency, is authorised, served, and written to the log. */

import { FaultPlan, loseAnswer, travel } from '../network.ts';
import { authorize, Tokens } from './authorization.ts';
import { type Fault, kindOf, type LoggedRequest, type RequestKind } from './faults.ts';
import { newVersion, Vault } from './vault.ts';
import {
  answer,
  badParameter,
  Refusal,
  refusal,
  VAULT_URL,
  type VaultRequest,
  type VaultResponse,
} from './wire.ts';

export interface DoubleOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds on the way to the service, and again on the way back. */
  readonly latency?: () => number;
  /** Chooses the fault of every request that has none injected. */
  readonly fault?: (request: LoggedRequest) => Fault | undefined;
}

const PAGE = 25;

export class KeyVaultDouble {
  readonly vault: Vault;
  readonly tokens = new Tokens();
  readonly log: LoggedRequest[] = [];
  readonly #options: DoubleOptions;
  readonly #faults = new FaultPlan<RequestKind, Fault>();

  constructor(options: DoubleOptions = {}) {
    this.#options = options;
    this.vault = new Vault(options.now ?? Date.now);
  }

  /** The next requests of this kind meet these faults, one each. */
  inject(kind: RequestKind, ...faults: readonly Fault[]): void {
    this.#faults.add(kind, faults);
  }

  /** Requests of these kinds since the last call. */
  take(...kinds: readonly RequestKind[]): readonly LoggedRequest[] {
    return this.log.splice(0).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  }

  /** Rejects with ConnectionReset, or never settles, where the network fails. */
  async handle(request: VaultRequest): Promise<VaultResponse> {
    const kind = kindOf(request);
    if (!kind) return refusal(badParameter(`The adapter sends no ${request.method}`));
    const entry: LoggedRequest = { kind, path: request.url.pathname };
    this.log.push(entry);
    const fault = this.#faults.next(kind) ?? this.#options.fault?.(entry);
    await travel(this.#options.latency);
    const response = await this.#meet(fault, () => this.#serve(kind, request, fault));
    await travel(this.#options.latency);
    entry.status = response.status;
    return response;
  }

  async #meet(fault: Fault | undefined, work: () => VaultResponse): Promise<VaultResponse> {
    if (fault?.kind === 'status') return faultyStatus(fault);
    return fault?.kind === 'reset' || fault?.kind === 'silence' ? loseAnswer(fault, work) : work();
  }

  #serve(kind: RequestKind, request: VaultRequest, fault: Fault | undefined): VaultResponse {
    try {
      checkAddress(request);
      authorize(request, this.tokens);
      return answer(this.#result(kind, request, fault));
    } catch (error) {
      if (error instanceof Refusal) return refusal(error);
      throw error;
    }
  }

  #result(kind: RequestKind, { url, headers, body }: VaultRequest, fault: Fault | undefined): object {
    if (kind === 'list') {
      const from = Number(url.searchParams.get('$skiptoken') ?? 0);
      return this.vault.page(from, fault?.kind === 'page' ? fault.rows : PAGE);
    }
    if (kind === 'deleted') return this.vault.deleted(url.pathname.slice('/deletedsecrets/'.length));
    const [, name, version] =
      /^\/secrets\/([0-9A-Za-z-]{1,127})(?:\/([0-9a-f]{32})?)?$/.exec(url.pathname) ?? [];
    if (name === undefined) throw badParameter('The request URI contains an invalid name or version');
    if (kind === 'get') return this.vault.get(name, version ?? '');
    if (version !== undefined) throw new Refusal(405, 'MethodNotAllowed', 'A version is never written');
    if (kind === 'delete') return this.vault.remove(name);
    if (headers['content-type'] !== 'application/json') throw badParameter('The body must be JSON');
    return this.vault.set(name, newVersion(body));
  }
}

function checkAddress({ url }: VaultRequest): void {
  if (url.origin !== VAULT_URL) throw badParameter(`${url.origin} is another vault`);
  if (!/^(7\.\d|\d{4}-\d{2}-\d{2})$/.test(url.searchParams.get('api-version') ?? '')) {
    throw badParameter('The request has no valid api-version');
  }
}

function faultyStatus(fault: Extract<Fault, { kind: 'status' }>): VaultResponse {
  const { status, code = 'Injected', retryAfter, body } = fault;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const response = refusal(new Refusal(status, code, 'injected', { headers }));
  return { ...response, body: body ?? response.body };
}
