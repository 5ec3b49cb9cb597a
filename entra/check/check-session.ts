/** One run against one Base URL: sends, notes every answer, and remembers what it created. */

import { randomUUID } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import type { Connection } from '../../terminal/token.ts';
import { baseOf, exchange, type Reply, type Request, type Waiting, waitFor } from '../client/exchange.ts';
import { equals, queryPath } from '../client/wire.ts';
import type { Discovered } from './discovered.ts';

export interface Answer extends Pick<Reply, 'status' | 'headers' | 'trouble'> {
  readonly method: Request['method'];
  readonly path: string;
  readonly milliseconds: number;
  /** Empty when there is no JSON object. */
  readonly body: JsonObject;
}

export class CheckSession {
  readonly run = randomUUID().slice(0, 8);
  readonly base: string;
  readonly answers: Answer[] = [];
  /** From /Schemas; undefined as long as they could not be read. */
  discovered: Discovered | undefined;
  /** Nobody can be talked to with this Base URL and token. */
  closed = false;
  readonly #token: string;
  readonly #waiting: Waiting;
  readonly #created = new Set<string>();
  /** Lookups for what was perhaps created: the answer to its POST has no id. */
  readonly #lost: [endpoint: string, filter: string][] = [];
  #count = 0;

  constructor({ baseUrl, token }: Connection, waiting: Waiting = {}) {
    this.base = baseOf(baseUrl);
    this.#token = token;
    this.#waiting = waiting;
  }

  /** A number that no other resource of this run has. */
  next(): number {
    this.#count += 1;
    return this.#count;
  }

  send(method: Request['method'], path: string, body?: JsonObject): Promise<Answer> {
    return this.sendAs(this.#token, method, path, body);
  }

  /** Without a token when it is undefined. */
  async sendAs(
    token: string | undefined,
    method: Request['method'],
    path: string,
    body?: JsonObject,
  ): Promise<Answer> {
    const started = performance.now();
    const reply = await this.#ask(token, { method, path, ...(body ? { body } : {}) });
    const milliseconds = performance.now() - started;
    const answer = { ...reply, method, path, milliseconds, body: isObject(reply.body) ? reply.body : {} };
    this.answers.push(answer);
    this.#remember(answer, body);
    return answer;
  }

  #ask(token: string | undefined, request: Request): Promise<Reply> {
    const headers = {
      'User-Agent': 'kissflow-scim-check',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    };
    const reply = exchange(this.base, request, headers, this.#waiting.timeout);
    return waitFor(reply, `${request.method} ${request.path.replace(/\?.*/, '')}`, this.#waiting);
  }

  /** A service provider may echo the token in an error. */
  redact(text: string): string {
    return text.replaceAll(this.#token, '(token)');
  }

  /** Deletes what the run created, groups first, at the second attempt if need be. Resolves with what is left. */
  async cleanUp(deleted: () => void): Promise<readonly string[]> {
    for (const [endpoint, filter] of this.#lost) await this.#find(endpoint, filter);
    for (const path of [...this.created, ...this.created]) {
      if (!this.#created.has(path)) continue;
      await this.send('DELETE', path);
      if (!this.#created.has(path)) deleted();
    }
    return this.created;
  }

  get created(): readonly string[] {
    return [...this.#created].sort();
  }

  /** A refused duplicate that was created after all has to go, too. */
  #remember({ method, path, status, body }: Answer, sent: JsonObject = {}): void {
    const success = status >= 200 && status < 300;
    if (method === 'POST' && success && typeof body.id === 'string') this.#keep(path, body.id);
    else if (method === 'POST' && (success || status === 0 || status >= 500)) {
      const name = path === '/Users' ? 'userName' : 'displayName';
      this.#lost.push([path, equals(name, String(sent[name]))]);
    }
    if (method === 'DELETE' && (success || status === 404)) this.#created.delete(path);
  }

  async #find(endpoint: string, filter: string): Promise<void> {
    const { status, body } = await this.send('GET', queryPath(endpoint, { filter }));
    const found: readonly Json[] = status === 200 && Array.isArray(body.Resources) ? body.Resources : [];
    // A service provider that ignores the filter lists what belongs to others.
    const own = found.length === 1 ? found.filter(isObject) : [];
    for (const { id, ...names } of own) {
      const mine = JSON.stringify([names.userName, names.displayName]).includes(this.run);
      if (mine && typeof id === 'string') this.#keep(endpoint, id);
    }
  }

  #keep(endpoint: string, id: string): void {
    this.#created.add(`${endpoint}/${encodeURIComponent(id)}`);
  }
}
