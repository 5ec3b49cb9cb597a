/** RFC 7644 §2, RFC 6750 §2.1: bearer token -> the account whose Base URL it opens. */

import { ACCOUNT_ID, type Account } from '../accounts/account.ts';
import { StoreUnavailable } from '../store-errors/store-errors.ts';
import type { TokenService } from '../tokens/token-service.ts';
import type { Services } from './services.ts';

type Verified = NonNullable<Awaited<ReturnType<TokenService['verify']>>>;

export interface Caller extends Verified {
  readonly account: Account;
}

// Far longer than any token of ours; the scheme has no case.
const BEARER = /^Bearer +(\S{1,512}) *$/i;

export const bearerOf = (request: Request): string | undefined =>
  BEARER.exec(request.headers.get('authorization') ?? '')?.[1];

/** @returns undefined when the token does not open the account; throws StoreUnavailable. */
export async function authenticate(
  { tokens, accounts }: Services,
  request: Request,
  accountId: string,
): Promise<Caller | undefined> {
  const text = bearerOf(request);
  if (text === undefined || !ACCOUNT_ID.test(accountId)) return undefined;
  const verified = await tokens.verify(accountId, text);
  if (!verified) return undefined;
  const account = await accounts.find(accountId);
  // It was there when its token was issued: a store that lags behind is no reason to send the token away.
  if (!account) throw new StoreUnavailable('the account of a genuine token is not there', { retryAfter: 1 });
  return { account, ...verified };
}
