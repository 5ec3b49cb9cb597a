/**
 * What Entra ID's Test Connection depends on, each looked at by itself: the public address, the token, and the answer to a
 * query. The token is not sent through the address: its first use says that Entra ID has come, and nothing else may.
 */

import { randomUUID } from 'node:crypto';
import type { Account } from '../../accounts/account.ts';
import { baseUrlOf } from '../../http/call.ts';
import { isLoopback } from '../../http/message.ts';
import { inBothViews, places } from '../../kissflow/entra-views.ts';
import { lastUseOf } from '../../tokens/listed-token.ts';
import { parseToken } from '../../tokens/token.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { countOf } from './status.ts';
import { tokensOf } from './tokens.ts';

interface CheckStep {
  readonly step: 'address' | 'answer' | 'token' | 'query';
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  /** Of a step that failed. */
  readonly remedy?: string;
}

export const checkConnection: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const baseUrl = baseUrlOf(call.services, account.id);
  const { token } = call.body;
  const steps = await Promise.all([
    addressStep(baseUrl),
    answerStep(baseUrl),
    tokenStep(call, account.id, typeof token === 'string' ? token : ''),
    queryStep(call, account),
  ]);
  return json(200, { baseUrl, steps, lastRequest: lastUseOf(await tokensOf(call, account.id)) ?? null });
};

const ok = (step: CheckStep['step'], detail: string): CheckStep => ({ step, outcome: 'ok', detail });

const failed = (step: CheckStep['step'], detail: string, remedy: string): CheckStep => ({
  step,
  outcome: 'failed',
  detail,
  remedy,
});

const PUBLIC = 'Put a tunnel or TLS in front of the service, and start it with PUBLIC_BASE_URL.';

function addressStep(baseUrl: string): CheckStep {
  const { protocol, hostname } = new URL(baseUrl);
  if (isLoopback(hostname))
    return failed('address', `Entra ID cannot reach ${hostname}, which is this machine alone.`, PUBLIC);
  if (protocol !== 'https:') return failed('address', 'Entra ID calls no address without https.', PUBLIC);
  return ok('address', `${hostname} is called with https.`);
}

/** Milliseconds. */
const PATIENCE = 10_000;

/** Without a token it must be refused: by this service, and by nothing before it. */
async function answerStep(baseUrl: string): Promise<CheckStep> {
  const began = performance.now();
  const asked = { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) } as const;
  try {
    const response = await fetch(`${baseUrl}/Users?startIndex=1&count=1`, asked);
    await response.body?.cancel();
    const isScim = response.headers.get('content-type')?.startsWith('application/scim+json') === true;
    if (response.status === 401 && isScim)
      return ok(
        'answer',
        `The service asked for a token, as it should, after ${Math.round(performance.now() - began)} ms.`,
      );
    return failed(
      'answer',
      `Something answered ${response.status} to a request without a token; this service answers 401.`,
      'See what is in front of the service: a proxy, a firewall or another site under this name.',
    );
  } catch (error) {
    return failed('answer', `There was no answer: ${reasonOf(error)}.`, NO_ANSWER);
  }
}

const NO_ANSWER =
  'See whether the name resolves, the certificate is valid, and the service runs. A firewall may let Entra ID pass and not this service: then Test Connection in Entra ID decides.';

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : error.message;
}

async function tokenStep(
  { services: { tokens } }: ManageCall,
  accountId: string,
  text: string,
): Promise<CheckStep> {
  if (text === '') return { step: 'token', outcome: 'skipped', detail: 'No token was given.' };
  const parsed = parseToken(text);
  if (!parsed) return failed('token', 'This is no token, or not the whole of one.', WHOLE);
  if (parsed.accountId !== accountId)
    return failed('token', `This is a token of the account ${parsed.accountId}.`, BOTH);
  if (await tokens.verify(accountId, text)) return ok('token', 'The token opens this account.');
  const refused = await tokens.refused(accountId, text);
  return failed('token', refused ? WHY[refused.why] : 'The account has no such token.', ANOTHER);
}

const WHY = { expired: 'The token has expired.', revoked: 'The token was revoked.' } as const;
const WHOLE = 'Copy it again, from kfs_ to its end, without spaces.';
const BOTH = 'Enter the Base URL and the token of the same account.';
const ANOTHER = `Generate another one, and enter it in Entra ID under ${inBothViews(places.credentials)}.`;

/** A user that cannot be there: Test Connection asks for one. */
async function queryStep(call: ManageCall, account: Account): Promise<CheckStep> {
  const value = randomUUID();
  await countOf(call, account, 'User', { kind: 'compare', path: ['userName'], comparator: 'eq', value });
  return ok('query', 'A query for a user who does not exist is an empty list, as Entra ID expects.');
}
