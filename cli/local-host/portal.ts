/** The portal as static files: one script, one style, a page that names them, and each of them compressed beside it. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** Browsers that know `light-dark()`, nesting and trusted types or do without the last. */
const TARGET = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

/**
 * @param root of the project, absolute
 * @param outdir of the bundles: the portal is a folder in it
 * @returns what went into the script
 */
export async function buildPortal(root: string, outdir: string): Promise<Metafile> {
  const folder = join(outdir, 'portal');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'assets'), { recursive: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['portal/main.tsx', 'portal/style/portal.css', 'portal/icon.svg'],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    // What is imported late, such as the sign-in with Entra ID, is a file of its own.
    splitting: true,
    minify: true,
    format: 'esm',
    target: TARGET,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  for (const { path, contents } of outputFiles) writeCodings(path, contents);
  const names = outputFiles.map(({ path }) => basename(path));
  const named = (pattern: RegExp) => names.find((name) => pattern.test(name)) ?? '';
  const page = readFileSync(join(root, 'portal/index.html'), 'utf8')
    .replace('main.tsx', `/portal/assets/${named(/^main-.*\.js$/)}`)
    .replace('style/portal.css', `/portal/assets/${named(/^portal-.*\.css$/)}`)
    .replace('icon.svg', `/portal/assets/${named(/^icon-.*\.svg$/)}`);
  writeCodings(join(folder, 'index.html'), Buffer.from(page));
  return metafile;
}

function writeCodings(file: string, content: Uint8Array): void {
  writeFileSync(file, content);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
}
