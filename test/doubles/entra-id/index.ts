/**
 * A tenant of Entra ID on this machine, as a page and the manage API see it: discovery, authorization with PKCE, tokens,
 * keys. It is as strict as the original where a client could be wrong, and can be told to behave badly.
 */

import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const TENANT = '0f0f0f0f-1111-2222-3333-444444444444';
export const CLIENT = 'c1c1c1c1-5555-6666-7777-888888888888';

/** What the tests change meanwhile. */
interface Behaviour {
  roles: readonly string[];
  /** Seconds until an access token ends; negative: it has ended. */
  life: number;
  /** Somebody is signed in: `prompt=none` asks nobody. */
  knowsUser: boolean;
  /** Answers with a state of its own. */
  changesState: boolean;
}

interface Granted {
  readonly challenge: string;
  readonly redirectUri: string;
}

export interface EntraId {
  readonly origin: string;
  readonly behaviour: Behaviour;
  /** Query of each request to authorize. */
  readonly asked: URLSearchParams[];
  /** `grant_type` of each token that was asked for. */
  readonly grants: string[];
  close(): Promise<void>;
}

/** @param redirectUris that are registered; a page elsewhere is refused without a way back */
export async function openEntraId(redirectUris: readonly string[]): Promise<EntraId> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' };
  const behaviour: Behaviour = { roles: ['SuperAdmin'], life: 3600, knowsUser: false, changesState: false };
  const asked: URLSearchParams[] = [];
  const grants: string[] = [];
  const codes = new Map<string, Granted>();
  const refreshTokens = new Set<string>();

  const authorize = (query: URLSearchParams, response: ServerResponse): void => {
    asked.push(query);
    const redirectUri = query.get('redirect_uri') ?? '';
    const fault = faultOf(query, redirectUris);
    const back = (answer: Record<string, string>) => {
      const state = behaviour.changesState ? 'other' : (query.get('state') ?? '');
      return `${redirectUri}#${new URLSearchParams({ ...answer, state })}`;
    };
    const code = randomUUID();
    codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri });
    if (fault) page(response, 400, `<h1>${fault}</h1>`);
    else if (query.get('prompt') === 'none')
      redirect(response, back(behaviour.knowsUser ? { code } : { error: 'login_required' }));
    else
      page(
        response,
        200,
        `<h1>Sign in</h1><a href="${escaped(back({ code }))}">Continue</a> <a href="${escaped(back(DECLINED))}">Cancel</a>`,
      );
  };

  const grant = (body: URLSearchParams, origin: string | undefined): string | undefined => {
    // AADSTS9002327: tokens of a single-page application are redeemed across origins only.
    if (!origin || body.get('client_id') !== CLIENT) return 'invalid_client';
    if (body.get('scope') !== `${CLIENT}/.default offline_access`) return 'invalid_scope';
    if (body.get('grant_type') === 'refresh_token')
      return refreshTokens.delete(body.get('refresh_token') ?? '') ? undefined : 'invalid_grant';
    const code = codes.get(body.get('code') ?? '');
    codes.delete(body.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const fits = code?.challenge === challenge && code.redirectUri === body.get('redirect_uri');
    return fits ? undefined : 'invalid_grant';
  };

  const tokens = async (request: IncomingMessage, issuer: string): Promise<[number, object]> => {
    const body = new URLSearchParams(await text(request));
    grants.push(String(body.get('grant_type')));
    const error = grant(body, request.headers.origin);
    if (error) return [400, { error, error_description: `AADSTS70008: ${error}\r\nTrace ID: 2` }];
    behaviour.knowsUser = true;
    const refresh = randomUUID();
    refreshTokens.add(refresh);
    const now = Math.floor(Date.now() / 1000);
    const claims = { oid: 'aaaaaaaa-0000-0000-0000-000000000001', azp: CLIENT, name: 'Ann Ray', ver: '2.0' };
    const token = await new SignJWT({ ...claims, roles: [...behaviour.roles] })
      .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(CLIENT)
      .setIssuedAt(now - 300)
      .setExpirationTime(now + behaviour.life)
      .sign(privateKey);
    const scope = body.get('scope');
    return [
      200,
      {
        token_type: 'Bearer',
        scope,
        expires_in: Math.max(behaviour.life, 0),
        access_token: token,
        refresh_token: refresh,
      },
    ];
  };

  const server = createServer((request, response) => {
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const url = new URL(request.url ?? '/', origin);
    const issuer = `${origin}/${TENANT}/v2.0`;
    const json = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
        .end(JSON.stringify(body));
    const answers: Readonly<Record<string, () => unknown>> = {
      'GET /v2.0/.well-known/openid-configuration': () =>
        json(200, {
          issuer,
          authorization_endpoint: `${origin}/${TENANT}/oauth2/v2.0/authorize`,
          token_endpoint: `${origin}/${TENANT}/oauth2/v2.0/token`,
          jwks_uri: `${origin}/${TENANT}/discovery/v2.0/keys`,
        }),
      'GET /discovery/v2.0/keys': () => json(200, { keys: [jwk] }),
      'GET /oauth2/v2.0/authorize': () => authorize(url.searchParams, response),
      'POST /oauth2/v2.0/token': async () => json(...(await tokens(request, issuer))),
    };
    const path = url.pathname.replace(`/${TENANT}`, '');
    const answer = answers[`${request.method} ${path}`];
    if (answer) void answer();
    else json(404, {});
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    behaviour,
    asked,
    grants,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const DECLINED = {
  error: 'access_denied',
  error_description: 'AADSTS65004: User declined to consent.\r\nTrace ID: 1',
};

/** Nothing that Entra ID would not answer for, either. */
function faultOf(query: URLSearchParams, redirectUris: readonly string[]): string | undefined {
  const expected: Readonly<Record<string, RegExp>> = {
    client_id: new RegExp(`^${CLIENT}$`),
    response_type: /^code$/,
    response_mode: /^fragment$/,
    // AADSTS90009: an application asks for a token for itself by its id.
    scope: new RegExp(`^${CLIENT}/\\.default offline_access$`),
    state: /^[\w.-]{43,60}$/,
    code_challenge: /^[\w-]{43}$/,
    code_challenge_method: /^S256$/,
  };
  if (!redirectUris.includes(query.get('redirect_uri') ?? '')) return 'AADSTS50011: redirect_uri';
  return Object.entries(expected).find(([name, pattern]) => !pattern.test(query.get(name) ?? ''))?.[0];
}

const escaped = (address: string): string => address.replaceAll('&', '&amp;');

const redirect = (response: ServerResponse, location: string) => response.writeHead(302, { location }).end();

const page = (response: ServerResponse, status: number, body: string) =>
  response
    .writeHead(status, { 'content-type': 'text/html' })
    .end(`<!doctype html><html lang="en"><title>Sign in</title>${body}`);
