/**
 * `npm run package`: dist/kissflow-scim.zip, which both function apps run, and beside it what is in it (CycloneDX,
 * licences) and what stacks in its logs are read with (source maps). The same commit gives the same bytes.
 */

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine, main } from '../terminal/program.ts';
import { bundleApp, FILES } from './local-host/bundle.ts';
import { componentsOf, cycloneDx, licenseList } from './package/bill-of-materials.ts';
import { contents, loadTime, packed, productOf } from './package/contents.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`;
const shown = (path: string) => relative('.', path) || path;

/** @returns what was written, line by line */
async function packageApp(folder: string): Promise<string> {
  const product = productOf(root);
  const beside = (name: string) => join(folder, `${product.name}.${name}`);
  const components = componentsOf(root, await bundleApp(resolve(root), folder));
  const { archive, withoutTelemetry } = packed(contents(root, folder));
  writeFileSync(beside('zip'), archive);
  writeFileSync(beside('cdx.json'), `${JSON.stringify(cycloneDx(product, components), null, 2)}\n`);
  writeFileSync(beside('licenses.txt'), licenseList(product, components));
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const milliseconds = Math.round(loadTime(root, join(folder, FILES.main)));
  const maps = Object.values(FILES).map((file) => shown(join(folder, `${file}.map`)));
  return [
    `${shown(beside('zip'))}: ${kilobytes(archive.length)}, ${kilobytes(withoutTelemetry)} without telemetry and portal; SHA-256 ${sha256}`,
    `loads in ${milliseconds} ms on this machine`,
    `${shown(beside('cdx.json'))}, ${shown(beside('licenses.txt'))}: ${components.length} components`,
    `source maps: ${maps.join(', ')}: keep them, "npm run resolve-stack" reads logged stacks with them`,
  ].join('\n');
}

await main((terminal) =>
  commandLine('npm run package --', terminal)
    .description('Build what is deployed, and beside it what is in it and what reads the stacks in its logs')
    .argument('[folder]', 'where to', join(root, 'dist'))
    .action(async (folder: string) => terminal.print(await packageApp(resolve(folder)))),
);
