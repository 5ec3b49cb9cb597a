/**
 * What of other people's work is in the bundles, by what esbuild put there and not by what npm installed: a CycloneDX
 * document for machines, a list of licences with their texts for people.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

interface Component {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier or expression; undefined when the package names none. */
  readonly license: string | undefined;
  /** The text that comes with the package; empty when none does. */
  readonly licenseText: string;
  /** SHA-512 of what the registry has, in hexadecimal. */
  readonly sha512: string | undefined;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

/** @param root of the project. @returns in order of name and version */
export function componentsOf(root: string, metafiles: readonly Metafile[]): Component[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const folders = new Set(metafiles.flatMap(({ outputs }) => Object.values(outputs)).flatMap(foldersOf));
  const found = new Map<string, Component>();
  for (const folder of folders) {
    const component = componentAt(root, folder, packages[folder]?.integrity);
    found.set(`${component.name}@${component.version}`, component);
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

/** Folders of the packages that are part of the output. */
function foldersOf({ inputs }: Metafile['outputs'][string]): string[] {
  return Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
    const match = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll('\\', '/'));
    return match && bytesInOutput > 0 ? [match[0].replace(/^.*?(?=node_modules\/)/, '')] : [];
  });
}

function componentAt(root: string, folder: string, integrity: string | undefined): Component {
  const { name, version, license }: Record<'name' | 'version' | 'license', unknown> = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  return {
    name: String(name),
    version: String(version),
    license: typeof license === 'string' ? license : undefined,
    licenseText: licenseTextIn(join(root, folder)),
    sha512: integrity?.startsWith('sha512-')
      ? Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')
      : undefined,
  };
}

function licenseTextIn(folder: string): string {
  if (!existsSync(folder)) return '';
  const file = readdirSync(folder)
    .sort()
    .find((one) => /^(licen[cs]e|copying)([.-]|$)/i.test(one));
  return file ? readFileSync(join(folder, file), 'utf8').trim().replaceAll('\r\n', '\n') : '';
}

export interface Product {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** CycloneDX 1.6, without the time and the random number that would make every copy another one. */
export const cycloneDx = ({ name, version, license }: Product, components: readonly Component[]): object => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': `${name}@${version}`,
      name,
      version,
      licenses: licensesOf(license),
      purl: packageUrl(name, version),
    },
  },
  components: components.map((component) => ({
    type: 'library',
    'bom-ref': `${component.name}@${component.version}`,
    ...named(component.name),
    version: component.version,
    ...(component.sha512 ? { hashes: [{ alg: 'SHA-512', content: component.sha512 }] } : {}),
    ...(component.license ? { licenses: licensesOf(component.license) } : {}),
    purl: packageUrl(component.name, component.version),
  })),
});

/** A scope is a group of its own. */
function named(name: string): { readonly group?: string; readonly name: string } {
  const [scope = '', rest] = name.split('/');
  return rest === undefined ? { name } : { group: scope, name: rest };
}

const licensesOf = (license: string) =>
  /[\s()]/.test(license) ? [{ expression: license }] : [{ license: { id: license } }];

/** A purl: of the scope, the `@` is encoded. */
const packageUrl = (name: string, version: string): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

export function licenseList(product: Product, components: readonly Component[]): string {
  const head = `${product.name} ${product.version} (${product.license}) contains:\n`;
  const lines = components.map(
    ({ name, version, license }) => `  ${name} ${version}: ${license ?? 'no licence named'}`,
  );
  const texts = components.map(
    ({ name, version, licenseText }) =>
      `${'-'.repeat(80)}\n${name} ${version}\n\n${licenseText || 'The package comes without a text.'}`,
  );
  return [head, ...lines, '', ...texts, ''].join('\n');
}
