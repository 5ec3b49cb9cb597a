/** The portal in a browser: the service in a process of its own, Debian's Chromium, and what it must never do. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { requireBundle, startServe } from '../serve-process.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

export interface Portal {
  readonly page: Page;
  readonly origin: string;
  readonly link: string;
  /** What the browser reported: violations of the policy, failures of scripts, requests to elsewhere. */
  readonly complaints: string[];
  /** Of the manage API, with the manage key. Undefined: an answer without a body. */
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<unknown>;
  /** Of the SCIM endpoint, as a client with the token of the first start. {}: an answer without a body. */
  scim(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Another link, for another sign-in. */
  newLink(): Promise<string>;
  close(): Promise<void>;
}

/** @param fill puts something into the new data folder before the service starts */
async function openPortal(fill: (data: string) => Promise<void> = async () => {}): Promise<Portal> {
  requireBundle();
  const data = mkdtempSync(join(tmpdir(), 'portal-'));
  await fill(data);
  const serve = startServe({ DATA_DIR: data, INIT_CWD: data, PORT: '0' });
  await serve.ready();
  while (!serve.printed.stdout.includes('#code=')) await sleep(20);
  const [, link = ''] = /^Portal +(\S+)$/m.exec(serve.printed.stdout) ?? [];
  const { origin } = new URL(link);
  const browser = await launchChromium();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const complaints = listen(page, origin);
  const call: Portal['call'] = async (method, path, body, headers = {}) => {
    const key = readFileSync(join(data, 'manage.key'), 'utf8').trim();
    const response = await fetch(`${origin}/manage/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const scim = async (method: string, path: string, body?: object) => {
    const { baseUrl, token } = JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8'));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const response = await fetch(baseUrl + path, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return text ? JSON.parse(text) : {};
  };
  return {
    page,
    origin,
    link,
    complaints,
    call,
    scim,
    newLink: async () => `${origin}/portal/#code=${Object(await call('POST', '/sign-in/codes')).code}`,
    async close() {
      await browser.close();
      serve.child.kill('SIGTERM');
      await serve.exit;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * Tests in one browser on one service, skipped where there is no browser: apt-get install chromium-headless-shell. A test
 * fails of which the browser complains.
 * @param fill as of openPortal
 * @returns like `describe`; its tests use the portal only while they run
 */
export const describePortalOf =
  (fill?: Parameters<typeof openPortal>[0]) => (title: string, tests: (portal: Portal) => void) => {
    const described = chromiumPath ? describe : describe.skip;
    described(title, () => {
      const portal = {} as Portal;
      beforeAll(async () => Object.assign(portal, await openPortal(fill)), 120_000);
      afterAll(() => portal.close?.());
      afterEach(() => expect(portal.complaints).toEqual([]));
      tests(portal);
    });
  };

export const describePortal = describePortalOf();

export function listen(page: Page, ...origins: readonly string[]): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|TrustedScript|TrustedHTML/i.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!origins.some((origin) => url.startsWith(origin)) && !/^(blob|data):/.test(url))
      complaints.push(`a request to ${url}`);
  });
  return complaints;
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 A and AA, by axe. The policy of the page rightly keeps scripts out: it is injected by the debugger. */
export async function barriersOn(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Runtime.evaluate', { expression: AXE });
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))))`,
    awaitPromise: true,
  });
  await cdp.detach();
  return JSON.parse(String(result.value));
}

/** Everybody can use the page: by axe in light and in dark, and on 320 px (WCAG 1.4.10) without scrolling sideways. */
export async function expectNoBarriers(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await barriersOn(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await page.setViewportSize(size);
}

/** The page is told that its user is a Viewer: on one's own machine everybody is a Super Admin. */
export async function actAsViewer(page: Page, { call }: Pick<Portal, 'call'>): Promise<void> {
  const { paths } = Object(await call('GET', '/openapi.json'));
  const described: readonly Operation[] = Object.values(paths).flatMap((item) => Object.values(Object(item)));
  const may = described
    .filter(({ security = [] }) => security.some(({ entraId }) => entraId?.includes('Viewer')))
    .map(({ operationId }) => operationId);
  await page.route('**/manage/v1/me', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...Object(await response.json()), role: 'Viewer', may } });
  });
}

/** Requests to `url` wait until they are answered. */
export async function holdBack(page: Page, url: RegExp) {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    asked.resolve();
    await answered.promise;
    await route.continue();
  });
  return { isAsked: asked.promise, answer: answered.resolve };
}

/** What a page comes to show: it is read until it is so, or for 15 seconds. */
export async function eventually<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  const end = Date.now() + 15_000;
  while (Date.now() < end && !isDeepStrictEqual(await read(), expected)) await sleep(20);
  expect(await read()).toEqual(expected);
}

interface Operation {
  readonly operationId: string;
  readonly security?: readonly { readonly entraId?: readonly string[] }[];
}
