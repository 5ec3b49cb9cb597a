/** Every request's frame: correlation id, one catch, one log line. */

import { assigned } from '../scim/json.ts';
import { describeCause } from './cause.ts';
import { failureOf } from './error-response.ts';
import { type Notes, newNotes } from './notes.ts';
import type { Endpoint, Log } from './services.ts';

const CORRELATION_HEADER = 'x-correlation-id';

/** @param name of the operation in the log, such as `Users` */
export function endpoint(
  name: string,
  answer: (request: Request, notes: Notes) => Promise<Response>,
): Endpoint {
  return async (request, log) => {
    const started = performance.now();
    const notes = newNotes(`${name}.${request.method}`);
    const { response, scimType, cause } = await settle(() => answer(request, notes));
    response.headers.set(CORRELATION_HEADER, notes.correlationId);
    const outcome = {
      correlationId: notes.correlationId,
      status: response.status,
      scimType,
      cause: cause === undefined ? undefined : describeCause(cause),
      milliseconds: Math.round(performance.now() - started),
    };
    write(log, notes, assigned(outcome));
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}

async function settle(answer: () => Promise<Response>) {
  try {
    return { response: await answer(), scimType: undefined, cause: undefined };
  } catch (error) {
    return failureOf(error);
  }
}

function write(log: Log, notes: Notes, outcome: object): void {
  const { operation, account, tokenId, tokenDaysLeft, quirks, ignored, shortenedTo } = notes;
  if (tokenDaysLeft !== undefined) {
    log({ event: 'token.expires', account, tokenId, daysLeft: tokenDaysLeft });
  }
  const told = { account, tokenId, shortenedTo, quirks: namesIn(quirks), ignored: namesIn(ignored) };
  log({ event: 'scim.request', operation, ...outcome, ...assigned(told) });
}

const namesIn = (names: ReadonlySet<string>): string[] | undefined =>
  names.size > 0 ? [...names] : undefined;
