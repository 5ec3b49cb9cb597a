/** How long a bundle takes to load, as the worker of Azure Functions loads it: in a fresh process, functions registered. */

import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

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
