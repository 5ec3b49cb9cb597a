/**
 * What is deployed, how large it is and how long it takes to load: the bundles, the host's settings, and a package.json
 * that names the entry and nothing to install. This room reads what the build has written; it never changes the sources.
 */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FILES } from '../local-host/bundle.ts';
import type { Product } from './bill-of-materials.ts';
import { type Files, zip } from './zip.ts';

/** Bytes. */
const LIMITS = { withoutTelemetry: 450 * 1024, whole: 1.2 * 1024 * 1024 };

export const productOf = (root: string): Product =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** @param built the folder that holds the bundles */
export function contents(root: string, built: string): Files {
  const { name, version, license } = productOf(root);
  const manifest = { name, version, license, private: true, main: FILES.main };
  const bundles = Object.values(FILES).map((file) => [file, readFileSync(join(built, file))]);
  return {
    ...Object.fromEntries(bundles),
    ...Object.fromEntries(portalFiles(built)),
    'host.json': readFileSync(join(root, 'host.json')),
    'package.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    LICENSE: readFileSync(join(root, 'LICENSE')),
  };
}

/** The names of the files hold hashes: the build knows them. */
const portalFiles = (built: string): [string, Buffer][] =>
  readdirSync(join(built, 'portal'), { recursive: true, encoding: 'utf8' })
    .map((name) => `portal/${name.replaceAll('\\', '/')}`)
    .filter((name) => statSync(join(built, name)).isFile())
    .sort()
    .map((name) => [name, readFileSync(join(built, name))]);

/** @throws Error when the package has outgrown what a cold start can bear */
export function packed(files: Files): { readonly archive: Buffer; readonly withoutTelemetry: number } {
  const archive = zip(files);
  // Neither is read by a start.
  const isLate = (file: string) => file === FILES.telemetry || file.startsWith('portal/');
  const rest = Object.entries(files).filter(([file]) => !isLate(file));
  const withoutTelemetry = zip(Object.fromEntries(rest)).length;
  if (withoutTelemetry > LIMITS.withoutTelemetry || archive.length > LIMITS.whole) {
    throw new Error(
      `The package has ${archive.length} bytes, ${withoutTelemetry} of them without telemetry and portal; it may have ${LIMITS.whole} and ${LIMITS.withoutTelemetry}`,
    );
  }
  return { archive, withoutTelemetry };
}

const SETTINGS = { PUBLIC_BASE_URL: 'https://scim.example.com' };

/** @param root of the project. @returns milliseconds, the median of `runs` */
export function loadTime(root: string, bundle: string, runs = 5): number {
  const loader = pathToFileURL(`${root}/cli/local-host/load-app.ts`).href;
  const script = `
    import { loadApp } from ${JSON.stringify(loader)};
    const started = performance.now();
    loadApp(${JSON.stringify(bundle)}, () => {});
    console.log(performance.now() - started);
    process.exit();`;
  const measured = Array.from({ length: runs }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: SETTINGS,
        encoding: 'utf8',
      }),
    ),
  );
  return measured.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}
