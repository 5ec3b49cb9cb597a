/** `npm run package`: what is deployed, and what lies beside it. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveStack } from '../../cli/package/resolve-stack.ts';
import { type Unzipped, unzip } from './unzip.ts';

const root = join(import.meta.dirname, '../..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

let parent: string;
let printed: string;
let files: readonly Unzipped[];
const built = (name: string) => join(parent, 'one', name);

/** In another folder, started from another one. */
function pack(name: string, cwd: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  return execFileSync(process.execPath, [join(root, 'cli/package.ts'), folder], { cwd, encoding: 'utf8' });
}

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'package-'));
  printed = pack('one', root);
  pack('two', parent);
  files = unzip(readFileSync(built('kissflow-scim.zip')));
}, 120_000);
afterAll(() => rmSync(parent, { recursive: true }));

const file = (path: string) => files.find((one) => one.path === path)?.content.toString('utf8') ?? '';

describe('the package', () => {
  it('is the same bytes each time, wherever it is built', () => {
    for (const name of [
      'kissflow-scim.zip',
      'kissflow-scim.cdx.json',
      'kissflow-scim.licenses.txt',
      'ajv.cjs.map',
      'azure-cosmos.cjs.map',
      'azure-identity.cjs.map',
      'azure-key-vault.cjs.map',
      'main.cjs.map',
      'served.cjs.map',
    ]) {
      const [one, two] = ['one', 'two'].map((folder) => readFileSync(join(parent, folder, name)));
      expect([name, one?.equals(two ?? Buffer.alloc(0))]).toEqual([name, true]);
    }
  });

  it('holds what the host needs: nothing to install, no sources, no source maps, nothing of this machine', () => {
    const names = [
      'LICENSE',
      'ajv.cjs',
      'application-insights.cjs',
      'azure-cosmos.cjs',
      'azure-identity.cjs',
      'azure-key-vault.cjs',
      'host.json',
      'main.cjs',
      'package.json',
      'served.cjs',
    ];
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path) => !path.startsWith('portal/'))).toEqual(names);
    const portal = paths.filter((path) => path.startsWith('portal/'));
    expect(portal).toContain('portal/index.html');
    for (const path of portal.filter((one) => /\.(js|css|html|svg)$/.test(one)))
      expect(portal).toEqual(expect.arrayContaining([`${path}.br`, `${path}.gz`]));
    expect(new Set(files.map(({ mode, stamp }) => `${mode} ${stamp}`))).toEqual(
      new Set([`100644 ${0x21 << 16}`]),
    );
    expect(JSON.parse(file('package.json'))).toEqual({
      name: 'kissflow-scim',
      version: lock.version,
      license: 'MIT',
      private: true,
      main: 'main.cjs',
    });
    expect(file('host.json')).toBe(readFileSync(join(root, 'host.json'), 'utf8'));
    for (const { content } of files) expect(content.includes(root)).toBe(false);
  });

  it('loads from the folder it is unpacked in, and finds its telemetry there', () => {
    const folder = join(parent, 'unpacked');
    mkdirSync(folder);
    mkdirSync(join(folder, 'portal/assets'), { recursive: true });
    for (const { path, content } of files) writeFileSync(join(folder, path), content);
    const script = `
      import { loadApp } from ${JSON.stringify(join(root, 'cli/local-host/load-app.ts'))};
      const { functions } = loadApp(${JSON.stringify(join(folder, 'main.cjs'))}, () => {});
      const { applicationInsights } = await import(${JSON.stringify(join(folder, 'application-insights.cjs'))});
      console.log(functions.length, typeof applicationInsights);
      process.exit();`;
    const env = { PUBLIC_BASE_URL: 'https://scim.example.test' };
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env,
      encoding: 'utf8',
    });
    expect(said).toBe('10 function\n');
  });

  it('keeps the service, the SDKs of Azure and Ajv out of what is loaded first, each once and with what the app uses', () => {
    const loadLibraries = `
      const { CosmosClient } = require('./azure-cosmos.cjs');
      const { SecretClient, createDefaultHttpClient } = require('./azure-key-vault.cjs');
      const { ManagedIdentityCredential } = require('./azure-identity.cjs');
      const { Ajv, Ajv2020 } = require('./ajv.cjs');
      console.log([CosmosClient, SecretClient, ManagedIdentityCredential, createDefaultHttpClient, Ajv, Ajv2020].map((one) => typeof one).join());`;
    const said = execFileSync(process.execPath, ['-e', loadLibraries], {
      cwd: join(parent, 'one'),
      encoding: 'utf8',
    });
    expect(said).toBe(`${Array.from({ length: 6 }, () => 'function')}\n`);
    for (const [path, mark] of [
      ['served.cjs', 'urn:ietf:params:scim:schemas:core:2.0:User'],
      ['azure-cosmos.cjs', 'x-ms-documentdb-partitionkey'],
      ['azure-key-vault.cjs', 'keyVaultAuthenticationPolicy'],
      ['azure-identity.cjs', 'AZURE_FEDERATED_TOKEN_FILE'],
      ['ajv.cjs', 'strictTuples'],
    ] as const) {
      const others = ['main.cjs', 'served.cjs'].filter((one) => one !== path && file(one).includes(mark));
      expect([path, file(path).includes(mark), others]).toEqual([path, true, []]);
    }
  });

  it('keeps telemetry out of what is loaded first', () => {
    expect(file('main.cjs')).not.toContain('ingestionendpoint=');
    expect(file('served.cjs')).not.toContain('ingestionendpoint=');
    expect(file('served.cjs')).toContain('require("./application-insights.cjs")');
    expect(file('application-insights.cjs')).toContain('RemoteDependencyData');
  });

  it('says how large it is, how long it loads, and where the rest is', () => {
    expect(printed).toMatch(
      /kissflow-scim\.zip: \d+ KB, \d+ KB without telemetry and portal; SHA-256 [0-9a-f]{64}\n/,
    );
    expect(printed).toMatch(/loads in \d+ ms/);
    expect(printed).toContain('main.cjs.map');
  });
});

describe('the bill of materials', () => {
  interface Component {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses?: unknown;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }
  const read = (): { bomFormat: string; specVersion: string; components: Component[] } =>
    JSON.parse(readFileSync(built('kissflow-scim.cdx.json'), 'utf8'));

  it('is CycloneDX, of exactly what the bundles are made of', () => {
    const { bomFormat, specVersion, components } = read();
    expect([bomFormat, specVersion]).toEqual(['CycloneDX', '1.6']);
    const names = components.map(({ group, name }) => (group ? `${group}/${name}` : name));
    expect(names).toEqual(
      expect.arrayContaining(['@azure/cosmos', '@azure/identity', 'ajv', 'applicationinsights', 'uuid']),
    );
    // Of the command line, of the tests, and of what the build leaves out.
    for (const absent of ['commander', 'jest', 'esbuild', '@grpc/grpc-js', 'protobufjs'])
      expect(names).not.toContain(absent);
  });

  it('names versions, licences and hashes that the lockfile has', () => {
    const production = new Set(
      Object.entries<{ version: string; dev?: boolean }>(lock.packages)
        .filter(([, { dev }]) => !dev)
        .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
    );
    const unnamed: string[] = [];
    for (const { group, name, version, purl, licenses, hashes } of read().components) {
      const full = group ? `${group}/${name}` : name;
      expect(production).toContain(`${full}@${version}`);
      expect(purl).toBe(`pkg:npm/${full.replace('@', '%40')}@${version}`);
      expect([full, hashes?.[0]?.content.length]).toEqual([full, 128]);
      if (!licenses) unnamed.push(full);
    }
    // MIT by its README, which no machine reads. It comes with @azure/cosmos.
    expect(unnamed).toEqual(['semaphore']);
  });

  it('comes with the text of each licence, none of which asks for more than its notice', () => {
    const list = readFileSync(built('kissflow-scim.licenses.txt'), 'utf8');
    expect(list.match(/no licence named/g)).toHaveLength(1);
    expect(list).not.toMatch(/: .*GPL/);
    expect(list).toContain('Permission is hereby granted');
  });
});

describe('a logged stack', () => {
  const mapOf = (bundle: string) => readFileSync(built(`${bundle}.map`), 'utf8');
  const stack = (): string => {
    const script = `
      import { loadApp } from ${JSON.stringify(join(root, 'cli/local-host/load-app.ts'))};
      try { loadApp(${JSON.stringify(built('main.cjs'))}, () => {}); } catch ({ stack }) { console.log(stack); }`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: {},
      encoding: 'utf8',
    });
  };

  it('is put into terms of the sources, with the map beside the package', () => {
    const resolved = resolveStack(stack(), mapOf);
    const [first = ''] = /functions\/runtime\/settings\.ts:\d+:\d+/.exec(resolved) ?? [];
    const [path = '', line] = first.split(':');
    const source = readFileSync(join(root, path), 'utf8').split('\n')[Number(line) - 1];
    expect(source).toContain('throw new Error(');
    expect(resolved).toContain('functions/runtime/register.ts:');
    expect(resolved).toContain('PUBLIC_BASE_URL must be');
  });

  it.each([
    ['Azure, Linux', '/home/site/wwwroot/'],
    ['Windows', 'C:\\\\home\\\\site\\\\wwwroot\\\\'],
    ['an address', 'file:///home/site/wwwroot/'],
  ])('wherever it ran (%s), and as one line of JSON', (_where, folder) => {
    const [, place = ''] = /main\.cjs:(\d+:\d+)/.exec(stack()) ?? [];
    const line = JSON.stringify({
      cause: `Error\n    at x (${folder}main.cjs:${place})\n    at node:internal/x:1:1`,
    });
    const resolved = resolveStack(line, mapOf);
    expect(resolved).toMatch(/at x \(functions\/runtime\/settings\.ts:\d+:\d+\)\n/);
    expect(resolved).toContain('at node:internal/x:1:1');
  });

  it('the command says what to do without maps', () => {
    const child = () =>
      execFileSync(process.execPath, [join(root, 'cli/resolve-stack.ts'), '--maps', parent], {
        input: 'at x (main.cjs:1:1)',
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(child).toThrow(/main\.cjs\.map is not there: build the commit that was deployed/);
  });
});
