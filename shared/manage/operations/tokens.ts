/** SCIM tokens of an account. The text of a token is in one answer only. */

import { baseUrlOf } from '../../http/services.ts';
import type { NewToken } from '../../tokens/token-service.ts';
import { type Call, json, type Operation } from '../call.ts';
import { Problem } from '../problem/problem.ts';
import { accountOf } from './account-of.ts';
import { dateOf } from './date-of.ts';

export const listTokens: Operation = async (call) => {
  const { id } = await accountOf(call);
  return json(200, { tokens: await call.services.tokens.list(id) });
};

export const createToken: Operation = async (call) => {
  const { id } = await accountOf(call);
  const terms = { label: String(call.body.label), createdBy: call.caller.id, expiresAt: expiryOf(call) };
  return created(call, id, await call.services.tokens.issue(id, terms));
};

export const rotateToken: Operation = async (call) => {
  const { id } = await accountOf(call);
  const { tokenId = '' } = call.path;
  const terms = { createdBy: call.caller.id, expiresAt: expiryOf(call) };
  const token = await call.services.tokens.rotate(id, tokenId, terms);
  if (!token) throw noSuchToken();
  return created(call, id, token);
};

export const revokeToken: Operation = async (call) => {
  const { id } = await accountOf(call);
  const { tokenId = '' } = call.path;
  if (!(await call.services.tokens.revoke(id, tokenId, call.caller.id))) throw noSuchToken();
  call.noteToken(tokenId);
  return new Response(null, { status: 204 });
};

const noSuchToken = (): Problem => new Problem('not-found', 'The account has no token with this id.');

function expiryOf({ body: { expiresAt } }: Call): Date | null | undefined {
  if (typeof expiresAt === 'string') return dateOf(expiresAt);
  return expiresAt === null ? null : undefined;
}

function created({ services, noteToken }: Call, accountId: string, token: NewToken): Response {
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
