/** A link that opens the portal of a service on this machine, once. */

import { isObject, parseJson } from '../../shared/scim/json.ts';

/** The service listens on no address that another machine reaches. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(hostname);

/**
 * The code is in the fragment, which no browser sends to a server: it is in no log.
 * @param origin of the service, on this machine
 * @param key the manage key
 * @throws Error that says why there is no link
 */
export async function portalLink(origin: string, key: string): Promise<string> {
  const response = await fetch(`${origin}/manage/v1/sign-in/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  const answer = parseJson(await response.text());
  const { code, detail } = isObject(answer) ? answer : {};
  if (typeof code === 'string') return `${origin}/portal/#code=${code}`;
  throw new Error(typeof detail === 'string' ? detail : `the service answered ${response.status}`);
}
