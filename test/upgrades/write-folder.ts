/**
 * Writes a small data folder with this version: `node test/upgrades/write-folder.ts NAME`, once for each version that
 * changes what is kept, before it is released. Everything goes through the endpoints and stores as a service does it;
 * an unfinished change and an unfinished deletion are what a process that died leaves behind.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { endpointsOf, servicesOn } from '../../functions/runtime/compose.ts';
import { answerFetch } from '../../functions/runtime/fetch.ts';
import { openStores } from '../../functions/runtime/open-stores.ts';
import { readSettings } from '../../functions/runtime/settings.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { dyingAfter } from '../contract/counting.ts';
import { adding, changeMembers, groups } from '../contract/population.ts';
import { sampleAccount } from '../sample-account.ts';

const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

/** Names whose folded form is easily got wrong: final sigma, letters that lower-case to two or compose anew. */
const NAMES = [
  'ann@example.com',
  'ΣΊΣΥΦΟΣ@example.com',
  'ǰan@example.com',
  'ΐris@example.com',
  'İpek@example.com',
];

/** Of a group that is changed in more than one batch. */
const MANY = Array.from({ length: 60 }, (_, index) => `u${index}@example.com`);

interface Answer {
  readonly id: string;
  readonly displayName?: string;
}

async function write(directory: string) {
  const PUBLIC_BASE_URL = 'https://scim.example.test';
  const stores = await openStores(readSettings({ DATA_DIR: directory, PUBLIC_BASE_URL }));
  const services = servicesOn(stores, PUBLIC_BASE_URL);
  const endpoints = endpointsOf(services);
  const account = { ...sampleAccount('reject'), log: { values: true, days: 36_500 } };
  await services.accounts.ensure(account);
  const terms = { label: 'upgrade', createdBy: 'a test', expiresAt: null };
  const { text: token } = await services.tokens.issue(account.id, terms);
  const revoked = await services.tokens.issue(account.id, terms);
  await services.tokens.revoke(account.id, revoked.tokenId, 'a test');

  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const request = new Request(`${PUBLIC_BASE_URL}/scim/v2/${account.id}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const endpoint = endpoints.resources(path.startsWith('/Users') ? '/Users' : '/Groups');
    const response = await answerFetch(endpoint, request);
    if (response.status >= 400) throw new Error(`${method} ${path}: ${await response.text()}`);
    return JSON.parse((await response.text()) || '{}');
  };
  const createUser = (userName: string, more: object = {}) =>
    call('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      emails: [{ type: 'work', primary: true, value: userName }],
      ...more,
    });
  const createGroup = (displayName: string, ids: readonly string[]) =>
    call('POST', '/Groups', { displayName, members: ids.map((value) => ({ value })) });

  const people: Answer[] = [];
  for (const [index, userName] of NAMES.entries()) {
    const own = {
      Employee_ID: `0${index}`,
      Cost_Rate: 12.5,
      Remote: index % 2 === 0,
      Office_Location: 'Chennai',
    };
    people.push(
      await createUser(userName, { active: index !== 4, externalId: `ext-${index}`, [EXTENSION]: own }),
    );
  }
  const ids = people.map(({ id }) => id);
  await call('PATCH', `/Users/${ids[0]}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'title', value: 'Engineer' }],
  });
  const many: string[] = [];
  for (const userName of MANY) many.push((await createUser(userName)).id);
  const team = await createGroup('ΟΔΟΣ team', ids);
  const large = await createGroup('Large', []);
  const gone = await createGroup('Gone', ids);
  const dying = (last: number) => resourceStore(dyingAfter(stores.resources, last));
  await dying(2)
    .delete(groups, gone.id, () => ({ log: [] }))
    .catch(() => undefined);
  const owed = async () =>
    stores.resources.count(account.id, { kind: 'compare', path: ['owes'], comparator: 'eq', value: true });
  for (let last = 0; (await owed()) < 2; last += 1)
    await changeMembers(dying(last), large.id, adding(...many)).catch(() => undefined);

  const now = await Promise.all(ids.map((id) => call('GET', `/Users/${id}?excludedAttributes=groups`)));
  return {
    account: account.id,
    token,
    revoked: revoked.text,
    users: now,
    groups: [
      { id: team.id, displayName: team.displayName, members: [...ids].sort() },
      { id: large.id, displayName: large.displayName, members: [...many].sort() },
    ],
    gone: gone.id,
  };
}

/** `.db` as Gzip: SQLite's pages are mostly empty. */
function keep(directory: string, folder: string, content: object): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['scim.db', 'secrets.db'])
    writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(directory, name)), { level: 9 }));
  writeFileSync(join(folder, 'content.json'), `${JSON.stringify(content, null, 2)}\n`);
}

const [name] = process.argv.slice(2);
if (!name) throw new TypeError('Usage: node test/upgrades/write-folder.ts NAME');
const directory = mkdtempSync(join(tmpdir(), 'folder-'));
const content = await write(directory);
// Closed by SQLite itself when the process ends; what a checkpoint moves into the file must be there before.
const { DatabaseSync } = await import('node:sqlite');
for (const file of ['scim.db', 'secrets.db']) {
  const database = new DatabaseSync(join(directory, file));
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}
keep(directory, join(import.meta.dirname, '../fixtures/data-folders', name), content);
rmSync(directory, { recursive: true });
