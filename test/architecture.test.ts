/** The rooms of docs/ARCHITECTURE.md: who may import whom. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** Tests see what they test, and what stands below it: those of the service know neither the terminal nor its clients. */
const TEST_RULES = {
  test: [
    'functions',
    'shared',
    '@azure/',
    '@redocly/openapi-core',
    'ajv',
    'esbuild',
    'fast-check',
    'jose',
    'uuid',
    'node:',
  ],
  'test/scim': ['shared/accounts', 'shared/scim', 'shared/validation', 'test', 'fast-check', 'node:'],
  'test/terminal': ['shared/scim', 'terminal', 'string-width', 'node:'],
  'test/entra': ['cli', 'entra', 'shared/scim', 'terminal', 'test', 'node:'],
  'test/stream-host': ['cli/local-host', 'functions', 'shared', 'test', '@azure/functions', 'node:'],
  'test/cli': ['cli', 'test/stream-host', 'functions/runtime', 'shared', 'test', '@azure/functions', 'node:'],
  'test/bench': ['bench', 'test/terminal'],
  'test/infra': ['infra', 'test', 'jmespath', '@kusto/', 'node:'],
  'test/portal': [
    'cli/local-host',
    'cli/manage',
    'functions',
    'portal/api',
    'shared',
    'terminal',
    'test',
    'axe-core',
    'esbuild',
    'playwright-core',
    'node:',
  ],
  'test/package': ['cli/package', 'package.json', 'package-lock.json', 'node:'],
  'test/upgrades': ['cli/manage', 'functions/runtime', 'shared', 'test', 'node:'],
  'test/workflows': ['package.json', '@tktco/', 'node:'],
} as const;

/** Types alone, made from the OpenAPI document. */
const API_TYPES = 'shared/manage/contract/manage-api.ts';

/** Room -> what its files may import, besides their own room. Paths are prefixes; other names are npm packages. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'shared/async': ['node:timers'],
  'shared/scim': [],
  'shared/store-errors': [],
  'shared/azure-identity': ['@azure/identity', 'node:'],
  'shared/kissflow': ['shared/scim'],
  'shared/kissflow/mapping-guide': ['shared/kissflow', 'shared/scim'],
  'shared/interop': ['shared/scim'],
  'shared/validation': ['shared/scim', 'ajv'],
  'shared/administrators-log': ['shared/scim'],
  'shared/provisioning-log': ['shared/scim'],
  'shared/activity': ['shared/tokens', 'node:crypto'],
  'shared/tokens': ['shared/store-errors', 'node:crypto', 'node:timers', 'node:zlib', 'lru-cache'],
  'shared/tokens/key-vault': [
    'shared/azure-identity',
    'shared/store-errors',
    'shared/tokens',
    '@azure/',
    'node:',
  ],
  'shared/accounts': ['shared/administrators-log', 'shared/kissflow', 'shared/scim', 'shared/validation'],
  'shared/protocol': ['shared/provisioning-log', 'shared/scim', 'node:crypto'],
  'shared/archive': [
    'shared/accounts',
    'shared/kissflow',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/store-errors',
    'node:timers',
  ],
  'shared/storage/documents': ['shared/scim', 'shared/store-errors', 'node:timers'],
  'shared/storage/accounts': [
    'shared/accounts',
    'shared/administrators-log',
    'shared/kissflow',
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
    'node:timers',
    'lru-cache',
  ],
  'shared/storage/activity': ['shared/activity', 'shared/storage/documents', 'shared/store-errors'],
  'shared/storage/tokens': ['shared/storage/documents', 'shared/store-errors', 'shared/tokens'],
  'shared/storage/log': [
    'shared/administrators-log',
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
    'lru-cache',
  ],
  'shared/storage/resources/partition': [
    'shared/protocol',
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
    'node:crypto',
    'node:timers',
    'uuid',
  ],
  'shared/storage/resources/membership': [
    'shared/protocol',
    'shared/scim',
    'shared/storage/documents',
    'shared/storage/resources/partition',
  ],
  'shared/storage/resources/life-cycle': [
    'shared/archive',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/documents',
    'shared/storage/log',
    'shared/storage/resources/membership',
    'shared/storage/resources/partition',
  ],
  'shared/storage/resources': [
    'shared/archive',
    'shared/protocol',
    'shared/scim',
    'shared/storage/documents',
    'shared/storage/resources/life-cycle',
    'shared/storage/resources/membership',
    'shared/storage/resources/partition',
    'node:crypto',
    'node:timers/promises',
    'lru-cache',
  ],
  'shared/storage/rekey': [
    'shared/accounts/account.ts',
    'shared/scim',
    'shared/storage/documents',
    'shared/storage/resources/partition',
    'shared/store-errors',
    'node:timers',
  ],
  'shared/storage/sqlite': [
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
    'node:',
    'lru-cache',
  ],
  'shared/storage/cosmos': [
    'shared/azure-identity',
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
    '@azure/',
    'node:',
  ],
  'shared/http': [
    'shared/accounts',
    'shared/activity',
    'shared/interop',
    'shared/kissflow',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/store-errors',
    'shared/tokens',
    'node:crypto',
  ],
  'shared/manage': [
    'shared/accounts',
    'shared/administrators-log',
    'shared/http',
    'shared/manage/callers',
    'shared/manage/contract',
    'shared/manage/operations',
    'shared/manage/problem',
    'shared/scim',
    'shared/store-errors',
    'shared/tokens',
    'node:crypto',
  ],
  'shared/manage/operations': [
    'shared/manage/callers',
    'shared/accounts',
    'shared/administrators-log',
    'shared/activity',
    'shared/archive',
    'shared/http',
    'shared/kissflow',
    'shared/manage/callers',
    'shared/manage/contract',
    'shared/manage/explanation',
    'shared/manage/problem',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/tokens',
    'node:crypto',
  ],
  'shared/manage/contract': [
    'shared/accounts',
    'shared/administrators-log',
    'shared/activity',
    'shared/archive',
    'shared/http',
    'shared/kissflow',
    'shared/manage/callers',
    'shared/manage/problem',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/tokens',
    'ajv',
  ],
  'shared/manage/explanation': ['shared/kissflow', 'shared/provisioning-log', 'shared/scim'],
  'shared/manage/problem': ['shared/http'],
  'shared/manage/callers': ['shared/http', 'shared/manage/problem', 'jose', 'node:crypto'],
  'shared/demo-data': [
    'shared/accounts',
    'shared/http',
    'shared/kissflow',
    'shared/scim',
    'shared/tokens',
    'node:crypto',
  ],
  'shared/portal': ['shared/http'],
  'shared/telemetry': ['node:async_hooks'],
  'shared/telemetry/application-insights': [
    'shared/telemetry',
    'applicationinsights',
    '@azure/core-rest-pipeline',
    '@opentelemetry/',
  ],
  'functions/runtime': ['shared', '@azure/functions', 'node:'],
  functions: ['functions/runtime', '@azure/functions'],
  terminal: ['shared/scim', 'cli-progress', 'commander', 'string-width', 'node:'],
  'entra/client': ['shared/kissflow', 'shared/scim', 'terminal', 'commander', 'node:'],
  'entra/cycle': ['entra/client', 'shared/kissflow', 'shared/scim', 'terminal', 'commander', 'node:'],
  'entra/check': ['entra/client', 'shared/scim', 'terminal', 'commander', 'node:'],
  'cli/local-host': [
    'functions/runtime',
    'shared/accounts',
    'shared/http',
    'shared/manage/callers',
    'shared/scim',
    'shared/store-errors',
    'shared/tokens',
    'terminal',
    'esbuild',
    'node:',
  ],
  'cli/package': ['cli/local-host', 'esbuild', 'node:'],
  'cli/manage': [
    'cli/local-host',
    'functions/runtime',
    'shared/manage',
    'shared/scim',
    'terminal',
    'commander',
    'node:',
  ],
  'cli/backup': ['cli/local-host', 'shared/storage', 'terminal', 'node:'],
  'cli/archive': ['cli/manage', 'shared/scim', 'terminal', 'node:'],
  'cli/commands': [
    'cli/archive',
    'cli/backup',
    'cli/local-host',
    'cli/manage',
    'shared/accounts',
    'shared/kissflow',
    API_TYPES,
    'shared/scim',
    'shared/store-errors',
    'terminal',
    'commander',
    'node:',
  ],
  cli: [
    'cli/commands',
    'cli/local-host',
    'cli/manage',
    'cli/package',
    'entra/check',
    'terminal',
    'commander',
    'node:',
  ],
  bench: [
    'cli/local-host',
    'entra/client',
    'shared/accounts',
    'shared/kissflow',
    'shared/protocol',
    'shared/scim',
    'shared/storage',
    'terminal',
    'autocannon',
    'commander',
    'node:',
  ],
  'bench/worker': [
    'bench',
    'cli/local-host',
    'entra/client',
    'functions/runtime',
    'shared/accounts',
    'shared/scim',
    'shared/storage',
    'terminal',
    'test/doubles',
    'test/stream-host',
    'commander',
    '@azure/functions',
    'node:',
  ],
  infra: ['terminal', 'node:'],
  // What it knows of the service is the OpenAPI document, by types that are made from it.
  portal: ['portal/api', 'portal/entra', 'portal/pages', 'portal/parts', 'preact'],
  'portal/pages': ['portal/api', 'portal/parts', 'preact'],
  'portal/parts': ['portal/api', 'preact'],
  'portal/api': [API_TYPES],
  'portal/entra': ['oauth4webapi'],
  ...TEST_RULES,
};

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${slashed(file)}`);

const slashed = (path: string) => path.replaceAll('\\', '/');

const roomOf = (file: string): string | undefined =>
  Object.keys(RULES)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const fromRoot = (file: string, name: string): string =>
  name.startsWith('.') ? slashed(relative(ROOT, join(ROOT, dirname(file), name))) : name;

/** A statement at the start of a line (those in texts are for other processes), or a dynamic import. */
const IMPORT = /^(?:import|export)\s+(type\s)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;

interface Import {
  /** From the root of the project; a package by its name. */
  readonly name: string;
  /** Nothing of it is there when the program runs. */
  readonly onlyTypes: boolean;
}

const importsOf = (file: string): Import[] =>
  [...textOf(file).matchAll(IMPORT)].map(([, type, names = '', name, dynamic]) => ({
    name: fromRoot(file, String(name ?? dynamic)),
    onlyTypes: type !== undefined || /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names),
  }));

/** The ground floor: every room but the pure core may stand on it. */
const GROUND = 'shared/async';

const allowed = (room: string, imported: string): boolean =>
  roomOf(imported) === room ||
  (roomOf(imported) === GROUND && room !== 'shared/scim') ||
  (RULES[room] ?? []).some(
    (rule) =>
      imported === rule || imported.startsWith(rule.endsWith(':') || rule.endsWith('/') ? rule : `${rule}/`),
  );

const product = [...sources('shared'), ...sources('functions')];
const tools = ['terminal', 'entra', 'cli', 'bench', 'infra', 'portal'].flatMap(sources);
const files = [...product, ...tools, ...sources('test')];

/** Room -> the rooms that are loaded with it. */
const loadedRooms = (): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    Object.keys(RULES).map((room) => {
      const loaded = files
        .filter((file) => roomOf(file) === room)
        .flatMap(importsOf)
        .flatMap(({ name, onlyTypes }) => (onlyTypes ? [] : (roomOf(name) ?? [])));
      return [room, new Set(loaded.filter((one) => one !== room))];
    }),
  );

/** Rooms that lead back to themselves. */
function cyclic(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const left = new Map(graph);
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [room, loaded] of left) if (![...loaded].some((one) => left.has(one))) left.delete(room);
  }
  return [...left].map(([room, loaded]) => `${room} -> ${[...loaded].filter((one) => left.has(one))}`);
}

describe('architecture', () => {
  it('every file stands in a room', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(80);
  });

  it('no file leads back to itself, not even by its types', () => {
    const graph = new Map(files.map((file) => [file, new Set(importsOf(file).map(({ name }) => name))]));
    expect(cyclic(graph)).toEqual([]);
  });

  it.each(Object.keys(RULES))('%s imports only what it may', (room) => {
    const own = files.filter((file) => roomOf(file) === room);
    const broken = own.flatMap((file) =>
      importsOf(file)
        .filter(({ name }) => !allowed(room, name))
        .map(({ name }) => `${file} -> ${name}`),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  it('no room is loaded by what it loads', () => {
    expect(cyclic(loadedRooms())).toEqual([]);
  });

  it('sees every file that a program loads: esbuild finds no import more', async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: [...product, ...tools],
      bundle: true,
      packages: 'external',
      external: ['*.node', '*.wasm'],
      platform: 'node',
      format: 'esm',
      jsx: 'preserve',
      outdir: 'nowhere',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const unseen = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => {
      const seen = new Set(/\.tsx?$/.test(file) ? importsOf(file).map(({ name }) => name) : []);
      return imports.filter(({ path }) => !seen.has(path)).map(({ path }) => `${file} -> ${path}`);
    });
    expect(unseen).toEqual([]);
  });

  it('only what loads a bundle loads files that no import names', () => {
    const loaders = [...product, ...tools].filter((file) =>
      /\bcreateRequire\b|\brequire\(/.test(textOf(file)),
    );
    // bundle.ts writes one into the file that is deployed.
    expect(loaders).toEqual(['cli/local-host/bundle.ts', 'cli/local-host/load-app.ts']);
  });

  it('only the composition root reads the environment', () => {
    const environment =
      /\bprocess\s*(\.|\?\.|\[['"])env\b|\benv\b[^}]*\}\s*(=|from)\s*('node:process'|process\b)/;
    expect(product.filter((file) => environment.test(textOf(file)))).toEqual([
      'functions/runtime/environment.ts',
    ]);
  });

  it('no file is longer than 400 lines', () => {
    const written = [...product, ...tools].filter((file) => file !== API_TYPES);
    const long = written.filter((file) => textOf(file).split('\n').length > 400);
    expect(long).toEqual([]);
  });
});
