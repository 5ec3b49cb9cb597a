/** What to do about an answer that says more than the step it came in. */

import type { Answer } from './check-session.ts';

/** Undefined when the step's own advice stands. `first`: nothing was answered before. */
export function remedy(answer: Answer | undefined, first: boolean): string | undefined {
  const status = answer?.status;
  if (status === 0) return UNREACHABLE;
  if (status === 429) return THROTTLED;
  if (status === 404 && first && answer?.body.schemas === undefined) return WRONG_ADDRESS;
  if (!first) return undefined;
  if (status === 401 || status === 403) return REFUSED;
  return status !== undefined && status >= 300 && status < 400 ? REDIRECTED : undefined;
}

const UNREACHABLE =
  'Check that the service runs, and its address, port, certificate and firewall: Entra calls from the Internet, and knows public certificate authorities only.';
const THROTTLED =
  'Let through at least 25 requests a second for each tenant, as Entra demands, then run the check again.';
const WRONG_ADDRESS =
  'Check that the Base URL is the whole one that was handed out, account included; if it is, answer a query that matches nothing with 200 and an empty ListResponse.';
const REFUSED =
  'Check that Base URL and token belong to the same account and that the token has not expired, or generate a new one and enter it as the Secret Token in Entra.';
const REDIRECTED =
  'Enter the address that the redirect leads to as the Tenant URL: a client does not carry its token elsewhere.';
