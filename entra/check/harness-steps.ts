/** Microsoft's harness of 2026 for gallery applications: pages, clearing, and the account's own attributes. */

import { digitsOf, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { fieldValues } from '../client/extension.ts';
import type { CheckSession } from './check-session.ts';
import { createTestGroup, createTestUser, testUserBody, validatorEntries } from './people.ts';
import { type Endpoint, getResource, patchResource, type SentOperation } from './requests.ts';
import { must, mustBeUnassigned, mustHold, resourcesIn, type Section, type Step } from './step.ts';

const paging = (
  name: string,
  endpoint: Endpoint,
  [total, count]: readonly [number, number],
  create: (session: CheckSession) => Promise<unknown>,
): Step => ({
  name,
  level: 'advice',
  fix: 'Honour startIndex and count (RFC 7644 section 3.4.2.4) in a stable order, and say startIndex and totalResults: Account Discovery reads all pages.',
  run: async (session) => {
    for (let made = 0; made < total; made += 1) await create(session);
    const seen = new Set<Json | undefined>();
    for (let startIndex = 1; startIndex <= total; startIndex += count) {
      const ids = await mustPage(
        session,
        endpoint,
        startIndex,
        Math.min(count, total - startIndex + 1),
        count,
      );
      must(!ids.some((id) => seen.has(id)), 'no resource may be on two pages');
      for (const id of ids) seen.add(id);
    }
  },
});

/** At least `least` resources must be on the page; the account may hold others besides. */
async function mustPage(
  session: CheckSession,
  endpoint: Endpoint,
  startIndex: number,
  least: number,
  count: number,
): Promise<readonly (Json | undefined)[]> {
  const answer = await session.send('GET', `${endpoint}?startIndex=${startIndex}&count=${count}`);
  const resources = resourcesIn(answer);
  const told = digitsOf(answer.body.startIndex);
  must(told === String(startIndex), `"startIndex" must be ${startIndex}, not ${told ?? 'absent'}`);
  const { length } = resources;
  must(
    length >= least && length <= count,
    `the page must have ${least} to ${count} resources, not ${length}`,
  );
  return resources.map(({ id }) => id);
}

/** Not these: required, a boolean, or an element that is picked by what is cleared. */
const KEPT = /^(?:active|displayName)$|^roles\[|\.primary$/;

const clearing = (value: '' | null, form: 'one operation each' | 'without a path'): Step => ({
  name: `clear attributes with ${value === null ? 'null' : 'an empty string'}, ${form}`,
  level: 'advice',
  fix: 'Treat an empty string and null in a replace as "unassign" (RFC 7643 section 2.5).',
  run: async (session) => {
    const entries = validatorEntries(session, true);
    const user = await createTestUser(session, testUserBody(session, entries));
    const paths = entries.map(([path]) => path).filter((path) => !KEPT.test(path));
    const after = await patchResource(session, user, ...clearOperations(paths, value, form));
    for (const path of paths) mustBeUnassigned(after, path);
    mustHold(after, 'userName', user.name);
  },
});

/** The harness keeps paths with a filter as operations of their own. */
function clearOperations(
  paths: readonly string[],
  value: Json,
  form: 'one operation each' | 'without a path',
): readonly SentOperation[] {
  const apart = (path: string) => form === 'one operation each' || path.includes('[');
  const merged = paths.filter((path) => !apart(path)).map((path): [string, Json] => [path, value]);
  const operations = paths.filter(apart).map((path) => ({ op: 'replace', path, value }));
  return merged.length === 0
    ? operations
    : [...operations, { op: 'replace', value: Object.fromEntries(merged) }];
}

const addAll: Step = {
  name: 'PATCH: add every attribute to a user that has none',
  level: 'advice',
  fix: 'Create the element that a path such as emails[type eq "work"].value names when it is not there yet, and merge later operations into it.',
  run: async (session) => {
    const user = await createTestUser(session);
    const entries = validatorEntries(session, true);
    const after = await patchResource(
      session,
      user,
      ...entries.map(([path, value]) => ({ op: 'add', path, value })),
    );
    for (const [path, value] of entries) mustHold(after, path, value);
  },
};

const ownAttributes: Step = {
  name: "the account's own attributes are kept as sent",
  level: 'mandatory',
  skip: ({ discovered }) =>
    discovered?.kissflow === undefined ? 'the schemas have no extension of a Kissflow account' : undefined,
  fix: 'Show every value of a Kissflow field as it was sent: the field definitions of the account and /Schemas may differ.',
  run: async (session) => {
    const extension = session.discovered?.kissflow;
    if (!extension) return;
    const first = fieldValues(extension, 3);
    const user = await createTestUser(session, withExtension(testUserBody(session), extension.urn, first));
    const holds = (resource: JsonObject, values: JsonObject) => {
      for (const [name, value] of Object.entries(values))
        mustHold(resource, `${extension.urn}:${name}`, value);
    };
    holds(await getResource(session, user), first);
    const second = fieldValues(extension, 4);
    const operations = Object.entries(second).map(([name, value]) => ({
      op: 'Add',
      path: `${extension.urn}:${name}`,
      value,
    }));
    holds(await patchResource(session, user, ...operations), second);
  },
};

function withExtension(user: JsonObject, urn: string, values: JsonObject): JsonObject {
  const own = user[urn];
  const required = typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {};
  return { ...user, [urn]: { ...required, ...values } };
}

export const harnessSection: Section = {
  name: 'Harness',
  steps: [
    paging('pages of users (startIndex, count=5)', '/Users', [11, 5], (session) => createTestUser(session)),
    paging('pages of groups (startIndex, count=1)', '/Groups', [3, 1], (session) => createTestGroup(session)),
    clearing('', 'one operation each'),
    clearing(null, 'one operation each'),
    clearing('', 'without a path'),
    clearing(null, 'without a path'),
    addAll,
    ownAttributes,
  ],
};
