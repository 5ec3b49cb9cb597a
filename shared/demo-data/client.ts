/** A client of the SCIM endpoint with a clock of its own: what it sends was sent some time ago, and is logged so. */

import type { Endpoint } from '../http/message.ts';
import { isObject, type JsonObject, parseJson } from '../scim/json.ts';
import { messages } from '../scim/messages/messages.ts';
import type { TokenService } from '../tokens/token-service.ts';

/** The service as it was at the time that its clock tells. */
export interface DemoService {
  readonly tokens: Pick<TokenService, 'issue' | 'rotate' | 'revoke'>;
  readonly resources: (endpoint: '/Users' | '/Groups') => Endpoint;
  /** Writes the counts that come together while requests are answered. */
  flush(): Promise<void>;
}

export interface DemoClient {
  /** Goes on at this time. */
  at(minutesAgo: number): void;
  /** The token of the requests from now on. */
  use(token: string): void;
  /** @returns the id of what was created; undefined when it was refused */
  create(endpoint: '/Users' | '/Groups', body: JsonObject): Promise<string | undefined>;
  /** RFC 7644 §3.5.2, as Entra ID writes it. Without an id, of what was refused, nothing is sent. */
  patch(endpoint: '/Users' | '/Groups', id: string | undefined, operations: readonly object[]): Promise<void>;
  remove(endpoint: '/Users' | '/Groups', id: string | undefined): Promise<void>;
}

export interface DemoClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly at: (minutesAgo: number) => void;
  /** Between one request and the next. */
  readonly tick: () => void;
}

/** Milliseconds between two requests of one cycle. */
const PACE = 370;

/** @param present milliseconds since the epoch; the clock never goes beyond it, nor back */
export function demoClock(present: number): DemoClock {
  let time = 0;
  const to = (next: number) => {
    time = Math.min(present, Math.max(time, next));
  };
  return {
    now: () => time,
    at: (minutesAgo) => to(present - minutesAgo * 60_000),
    tick: () => to(time + PACE),
  };
}

/** @throws Error when the service fails; what it refuses is in its log */
export function demoClient(account: string, service: DemoService, clock: DemoClock): DemoClient {
  let token = '';
  const send = async (
    method: string,
    endpoint: '/Users' | '/Groups',
    path: string,
    body?: object,
  ): Promise<JsonObject> => {
    clock.tick();
    const url = new URL(`http://localhost/scim/v2/${account}${endpoint}${path}`);
    const headers = new Map([
      ['authorization', `Bearer ${token}`],
      ['content-type', 'application/scim+json'],
    ]);
    const answer = await service.resources(endpoint)(
      { method, url, header: (name) => headers.get(name), body: body && piecesOf(body) },
      () => {},
    );
    if (answer.status >= 500) throw new Error(`${method} ${endpoint} failed with ${answer.status}`);
    const json = typeof answer.body === 'string' && answer.body !== '' ? parseJson(answer.body) : {};
    return answer.status < 300 && isObject(json) ? json : {};
  };
  return {
    at: clock.at,
    use: (text) => {
      token = text;
    },
    async create(endpoint, body) {
      const { id } = await send('POST', endpoint, '', body);
      return typeof id === 'string' ? id : undefined;
    },
    async patch(endpoint, id, Operations) {
      const body = { schemas: [messages.patchOp], Operations };
      if (id !== undefined) await send('PATCH', endpoint, `/${id}`, body);
    },
    async remove(endpoint, id) {
      if (id !== undefined) await send('DELETE', endpoint, `/${id}`);
    },
  };
}

async function* piecesOf(body: object): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(JSON.stringify(body));
}
