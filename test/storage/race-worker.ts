/** One of several processes on one SQLite file: runs its share of a race, prints what it got as JSON. */

import { setTimeout as sleep } from 'node:timers/promises';
import { preconditionFailed, ScimError } from '../../shared/scim/error.ts';
import { say } from '../../shared/scim/text.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { adding, changeMembers, createUser, nothing, setting, users } from '../contract/population.ts';

export interface Job {
  readonly file: string;
  /** Milliseconds since the epoch: all workers start together. */
  readonly start: number;
  readonly race: 'add members' | 'create one name' | 'one version' | 'attributes' | 'delete users';
  readonly target: string;
  readonly items: readonly string[];
}

const job = JSON.parse(process.argv[2] ?? '') as Job;
const documents = openSqlite(job.file, 'resources');
const store = resourceStore(documents);

const races: Record<Job['race'], (item: string) => Promise<unknown>> = {
  'add members': (id) => changeMembers(store, job.target, adding(id)),
  'create one name': () => createUser(store, job.target),
  'one version': (title) =>
    store.update(users, job.target, nothing, ({ resource, revision }) => {
      if (revision !== 1) throw preconditionFailed('version-changed', say`changed`);
      return {
        attributes: { ...resource, title },
        members: adding(),
        conditional: true,
        log: () => [],
      };
    }),
  attributes: (name) => setting(store, job.target, (user) => ({ ...user, [name]: name })),
  'delete users': (id) => store.delete(users, id, () => ({ log: [] })),
};

const statusOf = (error: unknown) => (error instanceof ScimError ? error.status : String(error));

await sleep(job.start - Date.now());
const outcomes = await Promise.all(job.items.map((item) => races[job.race](item).then(() => 200, statusOf)));
documents.close();
console.log(JSON.stringify(outcomes));
