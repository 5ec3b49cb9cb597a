/** Whether a SCIM service answers at this address at all, told by the first answers. Nothing here writes. */

import type { Json } from '../../shared/scim/json.ts';
import type { Answer, CheckSession } from './check-session.ts';

const FIRST_USER = '/Users?startIndex=1&count=1';
const CONFIGURATION = '/ServiceProviderConfig';

/** Closes the session when it is of no use, or not safe, to go on. `first`: the answer to the very first query. */
export async function meet(session: CheckSession, first: Answer): Promise<void> {
  session.closed = turnsAway(first) || !(speaksScim(first) || (await speaksElsewhere(session, first)));
}

/** Entra starts no job then, either. */
const turnsAway = ({ status }: Answer): boolean =>
  status === 0 || status === 401 || status === 403 || (status >= 300 && status < 400);

/** Tells a wrong address from a service that answers 404, say, to queries without hits: that is a fault to report. */
async function speaksElsewhere(session: CheckSession, { status }: Answer): Promise<boolean> {
  // The configuration can often be read though the data cannot.
  for (const path of status >= 500 ? [FIRST_USER] : [FIRST_USER, CONFIGURATION]) {
    const answer = await session.send('GET', path);
    if (speaksScim(answer)) return true;
    if (answer.status === 0) return false;
  }
  return false;
}

/** Success of any website, 404 and server errors are no sign: a service answers 404 in SCIM at a wrong path, too. */
function speaksScim({ status, body }: Answer): boolean {
  const schemas: readonly Json[] = Array.isArray(body.schemas) ? body.schemas : [];
  const named = schemas.some((one) => typeof one === 'string' && /^urn:ietf:params:scim:/i.test(one));
  if (status === 200) return named || Array.isArray(body.Resources);
  return named && status >= 400 && status < 500 && ![401, 403, 404].includes(status);
}
