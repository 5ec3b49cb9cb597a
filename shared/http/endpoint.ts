/** Every request's frame: correlation id, one catch, one log line. */

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
    write(log, notes, {
      correlationId: notes.correlationId,
      status: response.status,
      ...(scimType ? { scimType } : {}),
      ...(cause === undefined ? {} : { cause: describeCause(cause) }),
      milliseconds: Math.round(performance.now() - started),
    });
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
  log({
    event: 'scim.request',
    operation,
    ...outcome,
    ...(account ? { account } : {}),
    ...(tokenId ? { tokenId } : {}),
    ...(shortenedTo === undefined ? {} : { shortenedTo }),
    ...(quirks.size > 0 ? { quirks: [...quirks] } : {}),
    ...(ignored.size > 0 ? { ignored: [...ignored] } : {}),
  });
}
