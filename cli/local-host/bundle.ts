/** The deployable: minified CommonJS files, each with its source map and the licences of what it contains beside it. */

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { failed } from '../../terminal/command-error.ts';

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
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [entry], outfile });
}

/** What the app loads first, and what it loads after its first answer. */
export const FILES = { main: 'main.cjs', telemetry: 'application-insights.cjs' } as const;

/**
 * @param root of the project, absolute: what is written does not depend on where the build was started
 * @returns what went into each file
 */
export async function bundleApp(root: string, outdir: string): Promise<readonly Metafile[]> {
  const built = await Promise.all([
    build({
      ...OPTIONS,
      absWorkingDir: root,
      entryPoints: ['functions/main.ts'],
      outfile: join(outdir, FILES.main),
      plugins: [telemetryApart],
    }),
    build({
      ...OPTIONS,
      absWorkingDir: root,
      entryPoints: ['shared/telemetry/application-insights/client.ts'],
      outfile: join(outdir, FILES.telemetry),
      plugins: [withoutAutoCollection],
    }),
  ]);
  for (const file of Object.values(FILES)) nameSourcesFrom(root, join(outdir, `${file}.map`));
  return built.map(({ metafile }) => metafile);
}

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
const telemetryApart: Plugin = {
  name: 'telemetry-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/application-insights\/client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${FILES.telemetry}`, external: true } : undefined,
    );
  },
};

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
