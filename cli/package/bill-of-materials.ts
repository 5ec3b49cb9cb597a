/** What says what is in the package: a CycloneDX document for machines, a list of licences with their texts for people. */

import type { Component } from './components.ts';

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
