/** The deployable: minified CommonJS files, each with its source map and the licences of what it contains beside it. */

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { failed } from '../../terminal/command-error.ts';
import { buildPortal } from './portal.ts';

const OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // Provided by the worker (or the local host) that loads the bundle; and what colours the logs of developers.
  external: ['@azure/functions-core', 'supports-color'],
  sourcemap: 'external',
  legalComments: 'external',
  // A file of CommonJS is required: imported, it would be read a second time for the names of its exports.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [entry], outfile });
}

/** What the host waits for, what the app loads after its start, with the first use of a library, and after its first answer. */
export const FILES = {
  main: 'main.cjs',
  served: 'served.cjs',
  vault: 'azure-key-vault.cjs',
  cosmos: 'azure-cosmos.cjs',
  identity: 'azure-identity.cjs',
  ajv: 'ajv.cjs',
  telemetry: 'application-insights.cjs',
} as const;

/** What the app uses of large libraries, by file and package: classes to construct, functions to call, nothing else. */
const LIBRARIES = {
  vault: {
    '@azure/core-rest-pipeline': ['createDefaultHttpClient'],
    '@azure/keyvault-secrets': ['SecretClient'],
  },
  cosmos: { '@azure/cosmos': ['CosmosClient'] },
  identity: { '@azure/identity': ['ManagedIdentityCredential'] },
  ajv: { ajv: ['Ajv'], 'ajv/dist/2020.js': ['Ajv2020'] },
} as const;

const LIBRARY_NAMES = ['vault', 'cosmos', 'identity', 'ajv'] as const;

/** For a service on one machine: not in the package. */
const LOCAL_FILES = { demoData: 'demo-data.cjs' } as const;

/** Entries of files that are imported late. */
const SERVED = 'functions/runtime/served.ts';
const TELEMETRY = 'shared/telemetry/application-insights/client.ts';
const DEMO_DATA = 'shared/demo-data/fill.ts';

type Library = Readonly<Record<string, readonly string[]>>;

/**
 * @param root of the project, absolute: what is written does not depend on where the build was started
 * @returns what went into each file
 */
export async function bundleApp(root: string, outdir: string): Promise<readonly Metafile[]> {
  const file = (name: keyof typeof FILES, options: BuildOptions) => fileNamed(FILES[name], options);
  const fileNamed = (name: string, options: BuildOptions) =>
    build({
      ...OPTIONS,
      ...options,
      absWorkingDir: root,
      outfile: join(outdir, name),
      metafile: true,
    });
  const portal = buildPortal(root, outdir);
  const built = await Promise.all([
    file('main', { entryPoints: ['functions/main.ts'], plugins: [importedLate(FILES.served, SERVED)] }),
    file('served', {
      entryPoints: [SERVED],
      plugins: [
        importedLate(FILES.telemetry, TELEMETRY),
        importedLate(LOCAL_FILES.demoData, DEMO_DATA),
        librariesApart,
      ],
    }),
    ...LIBRARY_NAMES.map((name) =>
      file(name, {
        stdin: { contents: entryOf(LIBRARIES[name]), resolveDir: root },
        plugins: [withoutBrowser],
      }),
    ),
    file('telemetry', {
      entryPoints: [TELEMETRY],
      plugins: [withoutAutoCollection],
    }),
    fileNamed(LOCAL_FILES.demoData, { entryPoints: [DEMO_DATA] }),
  ]);
  for (const name of Object.values(FILES)) nameSourcesFrom(root, join(outdir, `${name}.map`));
  return [...built.map(({ metafile }) => metafile), await portal];
}

const entryOf = (library: Library): string =>
  Object.entries(library)
    .map(([name, exports]) => `export { ${exports.join(', ')} } from '${name}';`)
    .join('\n');

/** Bundles the project in the working directory into dist. @returns what was written; @throws CommandError */
export async function buildApp(): Promise<string> {
  const start = performance.now();
  try {
    await bundleApp(resolve('.'), resolve('dist'));
  } catch {
    // esbuild has printed what is wrong, with its place.
    throw failed();
  }
  const kilobytes = (file: string) => Math.round(statSync(join('dist', file)).size / 1024);
  const sizes = Object.values(FILES).map((file) => `dist/${file}: ${kilobytes(file)} KB`);
  return `${sizes.join(', ')}, in ${Math.round(performance.now() - start)} ms`;
}

/** As the project names them, wherever the map is read. A package that was bundled itself has names of its own. */
function nameSourcesFrom(root: string, file: string): void {
  const map: { sources: readonly string[] } = JSON.parse(readFileSync(file, 'utf8'));
  const named = (source: string) =>
    /^\.{1,2}\//.test(source) ? relative(root, resolve(dirname(file), source)).replaceAll('\\', '/') : source;
  writeFileSync(file, JSON.stringify({ ...map, sources: map.sources.map(named) }));
}

/** What is imported late is read late: it stays in a file of its own. */
const importedLate = (file: string, entry: string): Plugin => ({
  name: `${file}-imported-late`,
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/${basename(entry).replace('.', '\\.')}$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${file}`, external: true } : undefined,
    );
  },
});

/**
 * Large libraries are neither compiled nor evaluated while the app loads: in their place is what fetches them when they
 * are first constructed or called. The build fails where the app imports more of them than the table says.
 */
const librariesApart: Plugin = {
  name: 'libraries-apart',
  setup({ onResolve, onLoad }) {
    const namespace = 'later';
    const sources = new Map<string, string>();
    for (const name of LIBRARY_NAMES)
      for (const [path, exports] of Object.entries<readonly string[]>(LIBRARIES[name]))
        sources.set(path, exports.map((one) => laterSource(FILES[name], one)).join('\n'));
    onResolve({ filter: /^[@a-z]/ }, ({ path }) => (sources.has(path) ? { path, namespace } : undefined));
    onResolve({ filter: /^\.\//, namespace }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: sources.get(path) ?? '', loader: 'js' }));
  },
};

const laterSource = (file: string, name: string): string => `
  export function ${name}(...args) {
    const { ${name}: actual } = require('./${file}');
    return new.target ? new actual(...args) : actual(...args);
  }`;

/**
 * `applicationinsights` loads all that collects by itself, two thirds of its size, although a client with providers of
 * its own (`useGlobalProviders: false`) never calls it. And its exporter asks a service of Microsoft every hour how to
 * behave: ours behaves as it was tested.
 */
const withoutAutoCollection: Plugin = {
  name: 'without-auto-collection',
  setup({ onResolve, onLoad }) {
    const namespace = 'left-out';
    const names = ['useAzureMonitor', 'flushAzureMonitor', 'shutdownAzureMonitor'];
    const contents: Readonly<Record<string, string>> = {
      main: names.map((name) => `exports.${name} = () => { throw new Error('left out'); };`).join('\n'),
      worker: 'exports.ConfigurationWorker = class { shutdown() {} };',
    };
    onResolve({ filter: /^\.{1,2}\/main$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]applicationinsights[\\/]/.test(importer)
        ? { path: 'main', namespace }
        : undefined,
    );
    onResolve({ filter: /\/configurationWorker\.js$/ }, () => ({ path: 'worker', namespace }));
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: contents[path] ?? '', loader: 'js' }));
  },
};

/** `@azure/identity` can open a browser for a person who signs in. A managed identity is no person. */
const withoutBrowser: Plugin = {
  name: 'without-browser',
  setup({ onResolve, onLoad }) {
    const namespace = 'no-browser';
    const contents = "export default () => { throw new Error('left out'); };";
    onResolve({ filter: /^open$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({ contents, loader: 'js' }));
  },
};
