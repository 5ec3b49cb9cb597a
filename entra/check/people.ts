/** The users and groups that the steps create for themselves, with the attributes that Microsoft's SCIM Validator writes. */

import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { createGroupBody, ENTERPRISE_SCHEMA, USER_SCHEMA } from '../client/bodies.ts';
import { fieldValues } from '../client/extension.ts';
import { bodyOf } from './attribute-path.ts';
import type { CheckSession } from './check-session.ts';
import { hasAttribute } from './discovered.ts';
import { must, mustAnswer } from './step.ts';

/** Part of the name of every test user and test group, so that people know them. */
export const TEST_NAME = 'kissflow-scim-check';

/** A resource as it was sent, and its path. */
export interface Created {
  readonly id: string;
  readonly path: string;
  /** `userName` or `displayName`. */
  readonly name: string;
  readonly body: JsonObject;
  readonly answer: JsonObject;
}

/** What every user needs; the attributes that the account demands included. */
export function testUserBody(session: CheckSession, entries: readonly PathEntry[] = []): JsonObject {
  const userName = `${TEST_NAME}.${session.run}.${session.next()}@example.com`;
  const own: readonly PathEntry[] = [
    ['active', true],
    ['displayName', 'Ann Ray'],
    ['name.givenName', 'Ann'],
    ['name.familyName', 'Ray'],
    ['emails[type eq "work"].value', userName],
  ];
  const known = own.filter(([path]) => hasAttribute(session.discovered, path));
  return {
    ...bodyOf([['userName', userName], ['externalId', userName], ...known, ...entries]),
    ...requiredFields(session),
    schemas: [USER_SCHEMA],
  };
}

function requiredFields({ discovered }: CheckSession): JsonObject {
  const extension = discovered?.kissflow;
  const required = extension?.fields.filter((field) => field.required) ?? [];
  if (!extension || required.length === 0) return {};
  const values = fieldValues(extension, 7);
  const entries = required.map(({ name }): [string, Json] => [name, values[name] ?? { value: randomUUID() }]);
  return { [extension.urn]: Object.fromEntries(entries) };
}

const testGroupBody = (session: CheckSession, members?: readonly Created[]): JsonObject => ({
  ...createGroupBody({
    externalId: `${session.run}-${session.next()}`,
    displayName: `${TEST_NAME} ${session.run} Test'Group ${session.next()}`,
  }),
  ...(members ? { members: members.map(({ id }) => ({ value: id })) } : {}),
});

export const createTestUser = (
  session: CheckSession,
  body: JsonObject = testUserBody(session),
): Promise<Created> => createTestResource(session, '/Users', 'userName', body);

export const createTestGroup = (session: CheckSession, members?: readonly Created[]): Promise<Created> =>
  createTestResource(session, '/Groups', 'displayName', testGroupBody(session, members));

async function createTestResource(
  session: CheckSession,
  endpoint: string,
  attribute: string,
  body: JsonObject,
): Promise<Created> {
  const answer = mustAnswer(await session.send('POST', endpoint, body), 201).body;
  const { id } = answer;
  must(typeof id === 'string' && id !== '', `the answer to POST ${endpoint} must have an "id"`);
  const path = `${endpoint}/${encodeURIComponent(String(id))}`;
  return { id: String(id), path, name: String(body[attribute]), body, answer };
}

/** An attribute that the Validator writes. */
export type PathEntry = readonly [path: string, value: Json];

/** Texts without meaning, as the Validator makes them up: locale, profileUrl and country included. */
const TEXTS = [
  ...['displayName', 'title', 'preferredLanguage', 'userType', 'nickName', 'locale', 'profileUrl'],
  ...['givenName', 'familyName', 'formatted', 'middleName', 'honorificPrefix', 'honorificSuffix'].map(
    (sub) => `name.${sub}`,
  ),
  ...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map(
    (sub) => `addresses[type eq "work"].${sub}`,
  ),
  ...['work', 'mobile', 'fax'].map((type) => `phoneNumbers[type eq "${type}"].value`),
  ...['employeeNumber', 'department', 'costCenter', 'organization', 'division'].map(
    (name) => `${ENTERPRISE_SCHEMA}:${name}`,
  ),
  ...['display', 'value', 'type'].map((sub) => `roles[primary eq "True"].${sub}`),
];
const PRIMARIES = ['emails', 'addresses', 'phoneNumbers'].map((name) => `${name}[type eq "work"].primary`);

/** The 36 paths of the Validator's longest PATCH, as far as this service provider has them. */
export function validatorEntries(session: CheckSession, active: boolean): readonly PathEntry[] {
  const word = `${session.run}-${session.next()}`;
  const all: readonly PathEntry[] = [
    ['active', active],
    ...TEXTS.map((path, index): PathEntry => [path, `${word}-${index}`]),
    ['timezone', active ? 'Europe/London' : 'Asia/Kolkata'],
    ['emails[type eq "work"].value', `mail.${word}@example.com`],
    ...PRIMARIES.map((path): PathEntry => [path, true]),
  ];
  return all.filter(([path]) => hasAttribute(session.discovered, path));
}
