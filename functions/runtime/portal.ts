/** Reads the portal that the build has put beside the bundle; once, and into memory: it is small. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from '../../shared/async/promises.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import { type Codings, type PortalFiles, portalEndpoint } from '../../shared/portal/portal-endpoint.ts';

/** @param folder that holds index.html, assets/, and each of these files compressed beside it */
export const portalIn = (folder: string, signInOrigin?: string): Endpoint =>
  portalEndpoint(
    once(() => readPortal(folder)),
    signInOrigin,
  );

async function readPortal(folder: string): Promise<PortalFiles> {
  const page = await codingsOf(join(folder, 'index.html'));
  const names = await readdir(join(folder, 'assets'));
  const assets = names
    .filter((name) => !/\.(br|gz)$/.test(name))
    .map(async (name) => [name, await codingsOf(join(folder, 'assets', name))] as const);
  const tag = createHash('sha256').update(page.identity).digest('base64url').slice(0, 22);
  return { page, tag, assets: new Map(await Promise.all(assets)) };
}

async function codingsOf(file: string): Promise<Codings> {
  const [identity, br, gzip] = await Promise.all(['', '.br', '.gz'].map((end) => readFile(`${file}${end}`)));
  if (!identity || !br || !gzip) throw new Error(`The portal is not whole: ${file}`);
  return { identity, br, gzip };
}
