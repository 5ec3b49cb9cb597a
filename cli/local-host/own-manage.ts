/** Calls of the manage API of the service on this machine, as whoever may read its key. */

import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { isObject, type JsonObject, parseJson } from '../../shared/scim/json.ts';

/**
 * @param origin of the service, on this machine
 * @param key the manage key
 * @param path below `/manage/v1`
 * @throws Error with what the service says, or TypeError when it does not answer
 */
async function post(origin: string, key: string, path: string): Promise<JsonObject> {
  const response = await fetch(`${origin}/manage/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  const json = parseJson(await response.text());
  const answer = isObject(json) ? json : {};
  if (response.ok) return answer;
  throw new Error(
    typeof answer.detail === 'string' ? answer.detail : `the service answered ${response.status}`,
  );
}

/**
 * A link that opens the portal once. The code is in the fragment, which no browser sends to a server: it is in no log.
 * @throws Error that says why there is no link
 */
export async function portalLink(origin: string, key: string): Promise<string> {
  const { code } = await post(origin, key, '/sign-in/codes');
  return `${origin}/portal/#code=${String(code)}`;
}

/** @returns a sentence about what was added; @throws Error that says why nothing was, as when there are users already */
export async function addDemoData(origin: string, key: string): Promise<string> {
  const { users, groups } = await post(origin, key, `/accounts/${demoAccount('reject').id}/demo-data`);
  return `${String(users)} users and ${String(groups)} groups, with a week of log`;
}
