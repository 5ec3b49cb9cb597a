/** The rooms of docs/ARCHITECTURE.md: who may import whom. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Room -> what its files may import, besides their own room. Paths are prefixes; other names are npm packages. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'shared/scim': [],
  'shared/store-errors': [],
  'shared/kissflow': ['shared/scim'],
  'shared/interop': ['shared/scim'],
  'shared/validation': ['shared/scim', 'ajv'],
  'shared/provisioning-log': ['shared/scim'],
  'shared/tokens': ['shared/store-errors', 'node:crypto', 'node:timers', 'node:zlib'],
  'shared/tokens/key-vault': ['shared/store-errors', 'shared/tokens', '@azure/', 'node:'],
  'shared/accounts': ['shared/kissflow', 'shared/scim'],
  'shared/protocol': ['shared/provisioning-log', 'shared/scim'],
  'shared/archive': [
    'shared/accounts',
    'shared/kissflow',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/store-errors',
    'shared/validation',
    'node:timers',
  ],
  'shared/storage/documents': ['shared/scim', 'shared/store-errors'],
  'shared/storage/accounts': [
    'shared/accounts',
    'shared/kissflow',
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
  ],
  'shared/storage/tokens': ['shared/storage/documents', 'shared/store-errors', 'shared/tokens'],
  'shared/storage/log': [
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
  ],
  'shared/storage/resources': [
    'shared/archive',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/documents',
    'shared/storage/log',
    'shared/store-errors',
    'node:crypto',
    'node:timers',
    'uuid',
  ],
  'shared/storage/rekey': [
    'shared/scim',
    'shared/storage/documents',
    'shared/storage/resources',
    'shared/store-errors',
  ],
  'shared/storage/sqlite': ['shared/scim', 'shared/storage/documents', 'shared/store-errors', 'node:'],
  'shared/storage/cosmos': [
    'shared/scim',
    'shared/storage/documents',
    'shared/store-errors',
    '@azure/',
    'node:',
  ],
  'shared/http': [
    'shared/accounts',
    'shared/interop',
    'shared/kissflow',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/store-errors',
    'shared/tokens',
    'shared/validation',
    'node:crypto',
  ],
  'shared/manage': [
    'shared/accounts',
    'shared/archive',
    'shared/http',
    'shared/kissflow',
    'shared/manage/callers',
    'shared/manage/problem',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/store-errors',
    'shared/tokens',
    'shared/validation',
    'ajv',
    'node:crypto',
  ],
  'shared/manage/problem': [],
  'shared/manage/callers': ['shared/manage/problem', 'jose', 'node:crypto'],
  'shared/telemetry': ['node:async_hooks'],
  'shared/telemetry/application-insights': [
    'shared/telemetry',
    'applicationinsights',
    '@azure/core-rest-pipeline',
    '@opentelemetry/',
  ],
  'functions/runtime': ['shared', '@azure/functions', '@azure/identity', 'node:'],
  functions: ['functions/runtime', '@azure/functions'],
};

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${slashed(file)}`);

const slashed = (path: string) => path.replaceAll('\\', '/');

const roomOf = (file: string): string | undefined =>
  Object.keys(RULES)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

/** Static and dynamic imports, from the root of the project; packages by name. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const names = [...text.matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) =>
    String(match[1]),
  );
  return names.map((name) =>
    name.startsWith('.') ? slashed(relative(ROOT, join(ROOT, dirname(file), name))) : name,
  );
}

const allowed = (room: string, imported: string): boolean =>
  roomOf(imported) === room ||
  (RULES[room] ?? []).some(
    (rule) =>
      imported === rule || imported.startsWith(rule.endsWith(':') || rule.endsWith('/') ? rule : `${rule}/`),
  );

const files = [...sources('shared'), ...sources('functions')];

describe('architecture', () => {
  it('every file stands in a room', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(80);
  });

  it.each(Object.keys(RULES))('%s imports only what it may', (room) => {
    const own = files.filter((file) => roomOf(file) === room);
    const broken = own.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !allowed(room, imported))
        .map((imported) => `${file} -> ${imported}`),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  it('only the composition root reads the environment', () => {
    const readers = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('process.env'));
    expect(readers).toEqual(['functions/runtime/compose.ts']);
  });

  it('no file is longer than 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });
});
