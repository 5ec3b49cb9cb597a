/** Requests on the users of an account: lookups, pages, changes, creates. Whom a request is about is random. */

import { randomInt } from 'node:crypto';
import { USER_SCHEMA } from '../entra/client/bodies.ts';
import { messages } from '../shared/scim/messages/messages.ts';
import { CONNECTIONS, type Prepared, type Traffic } from './load.ts';
import { ROUNDS, type Scenario } from './measure.ts';
import { userAttributes, userNameOf } from './population.ts';

const PAGE = 100;
/** Compared with the measured time. V8 goes on compiling for thousands of requests; a service in use has them behind it. */
const WARM_UP = 3;

type Kind = Pick<Scenario, 'traffic' | 'connections' | 'target'>;

/** @param userIds in order of creation; user `i` is named `i` */
export function userScenarios(userIds: readonly string[], seconds: number): Scenario[] {
  const size = userIds.length;
  const user = () => `/Users/${userIds[randomInt(size)]}`;
  const kinds: Readonly<Record<string, Kind>> = {
    'GET by id': { target: 0.3, traffic: () => always(() => get(user())) },
    'userName eq': { target: 0.25, traffic: () => always(() => get(filtered('userName', randomInt(size)))) },
    'first page': { target: 0.1, traffic: () => always(() => firstPage(1)) },
    'forward walk': { target: 0.1, traffic: () => forwardWalk(size) },
    // How long one takes is the question, not how many there are a second.
    'random jump': { connections: 1, traffic: () => always(() => firstPage(1 + randomInt(size - PAGE + 1))) },
    'un-indexed filter': {
      connections: 1,
      traffic: () => always(() => searchByEmail(randomInt(size))),
    },
    'PATCH title': { target: 0.1, traffic: () => always(counted((n) => patch(user(), `Engineer ${n}`))) },
    'POST user': { target: 0.08, traffic: () => always(counted((n) => post(`new.${n}`))) },
  };
  return Object.entries(kinds).map(([name, kind]) => ({
    name,
    size,
    unit: 'users',
    ...kind,
    warmUp: { seconds: WARM_UP * seconds },
    slice: { seconds: seconds / ROUNDS },
  }));
}

const always =
  (next: () => Prepared): Traffic =>
  () =>
    next;

function counted(prepare: (count: number) => Prepared): () => Prepared {
  let count = 0;
  return () => {
    count += 1;
    return prepare(count);
  };
}

/**
 * Each connection walks on from page to page, starting in its own part of the list, and begins again after the last
 * page. A new connection asks again for the page of which the one before may not have seen the answer.
 */
function forwardWalk(size: number): Traffic {
  const pages = Math.floor(size / PAGE);
  const walkers = Array.from({ length: CONNECTIONS }, (_, index) =>
    Math.floor((index * pages) / CONNECTIONS),
  );
  let connections = 0;
  return () => {
    const walker = connections % CONNECTIONS;
    connections += 1;
    let step = 0;
    return () => {
      const current = ((walkers[walker] ?? 0) + step) % pages;
      walkers[walker] = current;
      step = 1;
      return firstPage(1 + current * PAGE);
    };
  };
}

const filtered = (attribute: string, index: number): string =>
  `/Users?filter=${encodeURIComponent(`${attribute} eq "${userNameOf(index)}"`)}`;

/** No index has e-mail addresses. */
export const searchByEmail = (index: number): Prepared => get(filtered('emails.value', index));

const get = (path: string): Prepared => ({ method: 'GET', path });

const firstPage = (startIndex: number): Prepared => get(`/Users?startIndex=${startIndex}&count=${PAGE}`);

const patch = (path: string, title: string): Prepared => ({
  method: 'PATCH',
  path,
  body: JSON.stringify({
    schemas: [messages.patchOp],
    Operations: [{ op: 'replace', path: 'title', value: title }],
  }),
});

const post = (name: string): Prepared => ({
  method: 'POST',
  path: '/Users',
  body: JSON.stringify({ schemas: [USER_SCHEMA], ...userAttributes(name) }),
});
