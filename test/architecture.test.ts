/** The rooms of docs/ARCHITECTURE.md: who may import whom. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Room -> what its files may import, besides their own room. Paths are prefixes; other names are npm packages. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'shared/scim': [],
  'shared/kissflow': ['shared/scim'],
  'shared/interop': ['shared/scim'],
  'shared/validation': ['shared/scim', 'ajv'],
  'shared/tokens': ['shared/storage/document-store.ts', 'node:crypto', 'node:timers', 'node:zlib'],
  'shared/tokens/key-vault': [
    'shared/tokens/secret-store.ts',
    'shared/storage/document-store.ts',
    '@azure/',
    'node:',
  ],
  'shared/provisioning-log': ['shared/scim', 'shared/storage/document-store.ts'],
  'shared/accounts': ['shared/kissflow', 'shared/scim'],
  'shared/archive': [
    'shared/accounts',
    'shared/kissflow',
    'shared/scim',
    'shared/storage/archive-store.ts',
    'shared/storage/document-store.ts',
    'shared/storage/resource-store.ts',
    'shared/validation',
    'node:timers',
  ],
  'shared/storage/archive-store.ts': ['shared/scim', 'shared/storage/resource-store.ts'],
  'shared/protocol': ['shared/scim', 'shared/storage/resource-store.ts'],
  'shared/storage/document-store.ts': ['shared/scim'],
  'shared/storage/resource-store.ts': ['shared/scim', 'shared/storage/document-store.ts'],
  'shared/storage/account-store.ts': [
    'shared/accounts',
    'shared/storage/account-cache.ts',
    'shared/storage/account-document.ts',
    'shared/storage/document-store.ts',
    'shared/storage/every-document.ts',
  ],
  'shared/storage/account-cache.ts': ['shared/accounts/account.ts'],
  'shared/storage/account-document.ts': [
    'shared/accounts/account.ts',
    'shared/kissflow/field.ts',
    'shared/scim/json.ts',
    'shared/storage/document-store.ts',
  ],
  'shared/storage/field-usage.ts': [
    'shared/accounts/field-usage.ts',
    'shared/scim',
    'shared/storage/document-store.ts',
    'shared/storage/every-document.ts',
  ],
  'shared/storage/every-document.ts': ['shared/scim', 'shared/storage/document-store.ts'],
  'shared/storage/secret-store.ts': [
    'shared/tokens/secret-store.ts',
    'shared/storage/document-store.ts',
    'shared/storage/every-document.ts',
  ],
  'shared/storage/revocation-store.ts': [
    'shared/tokens/revocation-store.ts',
    'shared/storage/document-store.ts',
    'shared/storage/every-document.ts',
  ],
  'shared/storage/token-use-store.ts': [
    'shared/tokens/token-use.ts',
    'shared/storage/document-store.ts',
    'shared/storage/every-document.ts',
  ],
  'shared/storage/log-store.ts': [
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/document-store.ts',
  ],
  'shared/storage/resources': [
    'shared/scim',
    'shared/storage/archive-store.ts',
    'shared/storage/document-store.ts',
    'shared/storage/resource-store.ts',
    'node:crypto',
    'node:timers',
    'uuid',
  ],
  'shared/storage/rekey': [
    'shared/scim',
    'shared/storage/document-store.ts',
    'shared/storage/every-document.ts',
    'shared/storage/resources/documents.ts',
  ],
  'shared/storage/sqlite': ['shared/scim', 'shared/storage/document-store.ts', 'node:'],
  'shared/storage/cosmos': ['shared/scim', 'shared/storage/document-store.ts', '@azure/', 'node:'],
  'shared/http': [
    'shared/accounts',
    'shared/interop',
    'shared/kissflow',
    'shared/protocol',
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/document-store.ts',
    'shared/storage/resource-store.ts',
    'shared/tokens/token-service.ts',
    'shared/validation',
    'node:crypto',
  ],
  'shared/manage': [
    'shared/accounts',
    'shared/archive',
    'shared/http/cause.ts',
    'shared/http/request.ts',
    'shared/http/response.ts',
    'shared/http/services.ts',
    'shared/kissflow',
    'shared/manage/callers',
    'shared/provisioning-log',
    'shared/scim',
    'shared/storage/archive-store.ts',
    'shared/storage/document-store.ts',
    'shared/storage/resource-store.ts',
    'shared/tokens/secret-store.ts',
    'shared/tokens/token-register.ts',
    'shared/tokens/token-service.ts',
    'shared/tokens/token-terms.ts',
    'shared/validation',
    'ajv',
    'node:crypto',
  ],
  'shared/manage/callers': ['shared/manage/problem.ts', 'jose', 'node:crypto'],
  'shared/telemetry': ['node:async_hooks'],
  'shared/telemetry/application-insights.ts': [
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
