/** How the portal is served: as few bytes as there may be, kept for as long as they may be, under a strict policy. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildPortal } from '../../cli/local-host/portal.ts';
import { contractTypes } from '../../cli/manage/contract-types.ts';
import { ROUTES } from '../../functions/routes.ts';
import { portalIn } from '../../functions/runtime/portal.ts';
import { createRouter } from '../../functions/runtime/router.ts';
import { routesOf } from '../../functions/runtime/routes.ts';
import type { Endpoint, HttpResponse } from '../../shared/http/message.ts';
import { openService } from '../service.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
let portal: Endpoint;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portal-'));
  await buildPortal(root, folder);
  portal = portalIn(join(folder, 'portal'));
  script = String(readdirSync(join(folder, 'portal/assets')).find((name) => /^main-.*\.js$/.test(name)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') => {
  const url = new URL(path, 'https://scim.example.test');
  return portal({ method, url, header: (name) => headers[name], body: undefined }, () => {});
};

const bytesOf = ({ body }: HttpResponse): Buffer => {
  if (!(body instanceof Uint8Array)) throw new Error('There are no bytes.');
  return Buffer.from(body);
};

describe('compressed with gzip', () => {
  const bytesIn = (wanted: (name: string) => boolean): number => {
    const assets = join(folder, 'portal/assets');
    const compressed = readdirSync(assets).filter((name) => /\.(js|css)\.gz$/.test(name) && wanted(name));
    expect(compressed.length).toBeGreaterThan(0);
    return compressed.reduce((sum, name) => sum + readFileSync(join(assets, name)).length, 0);
  };
  const isLate = (name: string) => name.startsWith('sign-in-');

  it('script and style together have at most 35 KB', () => {
    expect(bytesIn((name) => !isLate(name))).toBeLessThanOrEqual(35 * 1024);
  });

  it('the sign-in with Entra ID, which is loaded where it is needed, has at most 10 KB', () => {
    expect(bytesIn(isLate)).toBeLessThanOrEqual(10 * 1024);
  });
});

it('every file is named by a hash of its content, and may be kept for a year', async () => {
  const { status, headers } = await ask(`/portal/assets/${script}`);
  expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(script).toMatch(/^main-[A-Z0-9]{8}\.js$/);
});

it.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
  ['GZIP', 'gzip', gunzipSync],
  ['identity', undefined, (bytes: Buffer) => bytes],
  ['', undefined, (bytes: Buffer) => bytes],
])('RFC 9110 §12.5.3: Accept-Encoding %j → %s', async (accepted, coding, decode) => {
  const plain = bytesOf(await ask(`/portal/assets/${script}`));
  const answer = await ask(`/portal/assets/${script}`, { 'accept-encoding': accepted });
  expect([answer.headers['content-encoding'], answer.headers.vary]).toEqual([coding, 'accept-encoding']);
  expect(decode(bytesOf(answer)).equals(plain)).toBe(true);
});

it('every other path is the page, asked for anew each time, and not sent again when it is the same', async () => {
  const page = await ask('/portal/AcDemo/users/42');
  expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-cache']);
  expect(bytesOf(page).toString()).toContain(`/portal/assets/${script}`);
  const same = await ask('/portal/', { 'if-none-match': `W/${page.headers.etag}` });
  expect([same.status, same.body, same.headers.etag]).toEqual([304, undefined, page.headers.etag]);
});

it('a file of an earlier version is 404, other methods are refused, HEAD has no body', async () => {
  expect((await ask('/portal/assets/main-OLD.js')).status).toBe(404);
  const post = await ask('/portal/', {}, 'POST');
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  expect(await ask('/portal/', {}, 'HEAD')).not.toHaveProperty('body');
  expect((await ask('/portal/', {}, 'OPTIONS')).status).toBe(204);
});

it('nothing inline, nothing from elsewhere, in no frame', async () => {
  for (const path of ['/portal/', `/portal/assets/${script}`, '/portal/assets/none.js']) {
    const { headers } = await ask(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  }
  const page = readFileSync(join(folder, 'portal/index.html'), 'utf8');
  expect(page).not.toMatch(/<script>|<style|style=| on\w+=/);
});

it('where Entra ID signs in, the page may ask its origin for a token, and nobody else', async () => {
  const there = portalIn(join(folder, 'portal'), 'https://login.microsoftonline.com');
  const url = new URL('https://scim.example.test/portal/');
  const { headers } = await there({ method: 'GET', url, header: () => undefined, body: undefined }, () => {});
  expect(headers['content-security-policy']).toContain(
    "connect-src 'self' https://login.microsoftonline.com;",
  );
});

describe('RFC 7644: / is no endpoint of SCIM', () => {
  const accept = 'text/html,application/xhtml+xml;q=0.9';
  it.each([
    ['a browser at the app for administration', 'manage', 'GET', accept, 303],
    ['a browser at a service on one machine', 'all', 'GET', accept, 303],
    ['a browser at the app for provisioning', 'scim', 'GET', accept, 404],
    ['a SCIM client', 'all', 'GET', 'application/scim+json', 404],
    ['a client that says nothing', 'all', 'GET', undefined, 404],
    ['a form', 'all', 'POST', accept, 404],
  ] as const)('%s (%s, %s %s) → %i', async (_, role, method, accepted, status) => {
    const { endpoints } = await openService();
    const route = createRouter(routesOf(ROUTES, role, endpoints), '');
    const endpoint = route(method, '/')?.route.endpoint;
    const url = new URL('https://scim.example.test/');
    const header = (name: string) => (name === 'accept' ? accepted : undefined);
    const answer = await endpoint?.({ method, url, header, body: undefined }, () => {});
    expect(answer?.status).toBe(status);
    if (status === 303) expect(answer?.headers.location).toBe('/portal/');
    else expect(answer?.headers['content-type']).toContain('application/scim+json');
  });

  it('the app for provisioning has no portal', async () => {
    const { endpoints } = await openService();
    expect(routesOf(ROUTES, 'scim', endpoints).map(({ name }) => name)).not.toContain('portal');
  });
});

it('the types that the portal is checked against are those of the OpenAPI document (npm run contract:types)', () => {
  const words = (text: string) => text.replace(/[\s|;()]+/g, '').replaceAll("'", '"');
  const kept = readFileSync(join(root, 'shared/manage/contract/manage-api.ts'), 'utf8');
  expect(words(kept)).toBe(words(contractTypes()));
});
