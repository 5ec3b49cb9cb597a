/** SCIM tokens of an account. The text of a token is in one answer only. */

import { baseUrlOf } from '../../http/call.ts';
import { type HttpResponse, noContent } from '../../http/message.ts';
import type { ListedToken } from '../../tokens/listed-token.ts';
import type { NewToken } from '../../tokens/token-service.ts';
import { accountOf, dateOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { Problem } from '../problem/problem.ts';

export const listTokens: ManageOperation = async (call) => {
  const { id } = await accountOf(call);
  return json(200, { tokens: await tokensOf(call, id) });
};

/** With the uses that this process knows of; those of others are up to a minute late. */
export async function tokensOf({ services }: ManageCall, accountId: string): Promise<readonly ListedToken[]> {
  await services.activity.flush();
  return services.tokens.list(accountId);
}

export const createToken: ManageOperation = async (call) => {
  const { id } = await accountOf(call);
  const terms = { label: String(call.body.label), createdBy: call.caller.id, expiresAt: expirySent(call) };
  const token = await call.services.tokens.issue(id, terms);
  call.noteChanges([{ setting: 'label', after: terms.label }, expiryOf(token)]);
  return tokenAnswer(call, id, token);
};

export const rotateToken: ManageOperation = async (call) => {
  const { id } = await accountOf(call);
  const { tokenId = '' } = call.path;
  const terms = { createdBy: call.caller.id, expiresAt: expirySent(call) };
  const token = await call.services.tokens.rotate(id, tokenId, terms);
  if (!token) throw noSuchToken();
  call.noteChanges([expiryOf(token)]);
  return tokenAnswer(call, id, token);
};

export const revokeToken: ManageOperation = async (call) => {
  const { id } = await accountOf(call);
  const { tokenId = '' } = call.path;
  if (!(await call.services.tokens.revoke(id, tokenId, call.caller.id))) throw noSuchToken();
  call.noteToken(tokenId);
  return noContent();
};

const expiryOf = ({ expiresAt }: NewToken) => ({ setting: 'expiresAt', after: expiresAt });

const noSuchToken = (): Problem => new Problem('not-found', 'The account has no token with this id.');

function expirySent({ body: { expiresAt } }: ManageCall): Date | null | undefined {
  if (typeof expiresAt === 'string') return dateOf(expiresAt);
  return expiresAt === null ? null : undefined;
}

function tokenAnswer({ services, noteToken }: ManageCall, accountId: string, token: NewToken): HttpResponse {
  noteToken(token.tokenId);
  const connection = { baseUrl: baseUrlOf(services, accountId), token: token.text };
  return json(201, {
    tokenId: token.tokenId,
    token: token.text,
    expiresAt: token.expiresAt,
    baseUrl: connection.baseUrl,
    connectionFile: connection,
    ...(token.neverExpires ? { warning: NEVER } : {}),
  });
}

const NEVER = 'This token never expires: anyone who obtains it can use it until it is revoked.';
