/** Whether a SCIM service answers at this address at all, told by the first answers, and what to do if not. Nothing here writes. */

import type { Json } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/messages.ts';
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

/** Success, which any website answers, 404 and server errors prove nothing: a service answers 404 in SCIM at a wrong path, too. */
function speaksScim({ status, body }: Answer): boolean {
  const schemas: readonly Json[] = Array.isArray(body.schemas) ? body.schemas : [];
  const named = schemas.some((one) => typeof one === 'string' && /^urn:ietf:params:scim:/i.test(one));
  if (status === 200) return named || Array.isArray(body.Resources);
  return named && status >= 400 && status < 500 && ![401, 403, 404].includes(status);
}

/** Undefined when the step's own advice applies. `received`: the answers that the step got. */
export function remedy(session: CheckSession, received: readonly Answer[]): string | undefined {
  const [first] = session.answers;
  if (session.closed && first && received.includes(first)) return entrance(first);
  const status = received.at(-1)?.status;
  if (status === 0) return UNREACHABLE;
  return status === 429 ? THROTTLED : undefined;
}

/** By the answer to the very first query, after which nothing else was tried. */
function entrance(first: Answer): string {
  const { status } = first;
  if (status === 0) return UNREACHABLE;
  if (status === 401 || status === 403) return REFUSED;
  if (status === 404) return `${WRONG_ADDRESS}${quoted(first)}`;
  if (status === 429) return THROTTLED;
  if (status >= 300 && status < 400) return REDIRECTED;
  return status >= 500 ? FAILING : FOREIGN;
}

function quoted({ body: { schemas, detail } }: Answer): string {
  const isError = Array.isArray(schemas) && schemas.includes(messages.error);
  return isError && typeof detail === 'string' ? ` The answer was: "${detail}"` : '';
}

const UNREACHABLE =
  'Check that the service runs, and its address, port, certificate and firewall: Entra calls from the Internet, and knows public certificate authorities only.';
const THROTTLED =
  'Let through at least 25 requests a second for each tenant, as Entra demands, then run the check again.';
const WRONG_ADDRESS =
  'Check that the Base URL is complete, account id included; if it is, answer a query that matches nothing with 200 and an empty ListResponse.';
const FOREIGN =
  'The server at this address is not a SCIM service; it may be a website, a sign-in page or a proxy. Enter the whole Base URL that you were given, account id included.';
const FAILING =
  'Check that the service runs without errors (its log says more), then run the check again; if nothing is wrong with it, check that the Base URL is complete.';
const REFUSED =
  'Check that Base URL and token belong to the same account and that the token has not expired, or generate a new one and enter it in the identity provider (in Entra ID the Secret Token).';
const REDIRECTED =
  'Enter the address that the redirect leads to as the Base URL (in Entra ID the Tenant URL): a client does not send its token to another address.';
