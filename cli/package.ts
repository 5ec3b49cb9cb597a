/**
 * `npm run package`: dist/kissflow-scim.zip, which both function apps run, and beside it what is in it (CycloneDX,
 * licences) and what stacks in its logs are read with (source maps). The same commit gives the same bytes.
 */

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleApp, FILES } from './local-host/bundle.ts';
import { cycloneDx, licenseList } from './package/bill-of-materials.ts';
import { componentsOf } from './package/components.ts';
import { contents, packed, productOf } from './package/contents.ts';
import { loadTime } from './package/load-time.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const [argument] = process.argv.slice(2);
const folder = argument === undefined ? join(root, 'dist') : resolve(argument);
const product = productOf(root);

const components = componentsOf(root, await bundleApp(resolve(root), folder));
const { archive, withoutTelemetry } = packed(contents(root, folder));
const beside = (name: string) => join(folder, `${product.name}.${name}`);
const shown = (path: string) => relative('.', path) || path;
writeFileSync(beside('zip'), archive);
writeFileSync(beside('cdx.json'), `${JSON.stringify(cycloneDx(product, components), null, 2)}\n`);
writeFileSync(beside('licenses.txt'), licenseList(product, components));

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`;
const sha256 = createHash('sha256').update(archive).digest('hex');
const milliseconds = Math.round(loadTime(root, join(folder, FILES.main)));
console.log(
  [
    `${shown(beside('zip'))}: ${kilobytes(archive.length)}, ${kilobytes(withoutTelemetry)} without telemetry; SHA-256 ${sha256}`,
    `loads in ${milliseconds} ms on this machine`,
    `${shown(beside('cdx.json'))}, ${shown(beside('licenses.txt'))}: ${components.length} components`,
    `source maps: ${Object.values(FILES)
      .map((file) => shown(join(folder, `${file}.map`)))
      .join(', ')}: keep them, "npm run resolve-stack" reads logged stacks with them`,
  ].join('\n'),
);
