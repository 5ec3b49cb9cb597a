/** Who is on the way into the account, and what can happen to them: each is one or a few requests of the client. */

import { randomUUID } from 'node:crypto';
import type { Account } from '../accounts/account.ts';
import { extensionUrn } from '../kissflow/field.ts';
import type { JsonObject } from '../scim/json.ts';
import { fieldValues, groupBody, userBody } from './bodies.ts';
import type { DemoClient } from './client.ts';
import { GROUPS, PEOPLE, type Person } from './people.ts';

export interface Cast {
  /** They come, and into their groups, as far as those are there. @param extension values beside those that fit the fields */
  arrive(people: readonly Person[], extension?: JsonObject): Promise<void>;
  /** The groups, with those who are there. */
  gather(): Promise<void>;
  change(login: string, values: JsonObject): Promise<void>;
  leaveGroup(group: string, logins: readonly string[]): Promise<void>;
  renameGroup(group: string, displayName: string): Promise<void>;
  disappear(login: string): Promise<void>;
}

export const named = (...logins: readonly string[]): readonly Person[] =>
  PEOPLE.filter(({ login }) => logins.includes(login));

export function castOf(account: Account, client: DemoClient): Cast {
  const users = new Map<string, string>();
  const groups = new Map<string, string>();
  const objectIds = new Map<Person, string>();
  const urn = extensionUrn(account.id);
  /** The same at each attempt. */
  const objectIdOf = (person: Person): string => {
    const id = objectIds.get(person) ?? randomUUID();
    objectIds.set(person, id);
    return id;
  };
  const members = (op: 'Add' | 'Remove', group: string, logins: readonly string[]) => {
    const value = logins.flatMap((login) => users.get(login) ?? []).map((id) => ({ value: id }));
    return client.patch('/Groups', groups.get(group), [{ op, path: 'members', value }]);
  };
  return {
    async arrive(people, extension = {}) {
      for (const [index, person] of people.entries()) {
        const seed = Math.max(PEOPLE.indexOf(person), index);
        const values = fieldValues(account.fields, person, users.get(person.manager), seed);
        const body = userBody(person, objectIdOf(person), urn, { ...values, ...extension });
        const id = await client.create('/Users', body);
        if (id === undefined) continue;
        users.set(person.login, id);
        for (const [name, isMember] of GROUPS)
          if (isMember(person)) await members('Add', name, [person.login]);
      }
    },
    async gather() {
      for (const [name, isMember] of GROUPS) {
        const id = await client.create('/Groups', groupBody(name, randomUUID()));
        if (id === undefined) continue;
        groups.set(name, id);
        const logins = PEOPLE.filter(isMember).map(({ login }) => login);
        await members('Add', name, logins);
      }
    },
    change: (login, values) =>
      client.patch(
        '/Users',
        users.get(login),
        Object.entries(values).map(([path, value]) => ({ op: 'Replace', path, value })),
      ),
    leaveGroup: (group, logins) => members('Remove', group, logins),
    renameGroup: (group, value) =>
      client.patch('/Groups', groups.get(group), [{ op: 'Replace', path: 'displayName', value }]),
    disappear: (login) => client.remove('/Users', users.get(login)),
  };
}
