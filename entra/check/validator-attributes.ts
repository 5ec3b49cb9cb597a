/** The attributes that Microsoft's SCIM Validator writes, as paths with values. */

import type { Json } from '../../shared/scim/json.ts';
import type { CheckSession } from './check-session.ts';
import { ENTERPRISE_SCHEMA, hasAttribute } from './discovered.ts';

export type Entry = readonly [path: string, value: Json];

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
export function userAttributes(session: CheckSession, active: boolean): readonly Entry[] {
  const word = `${session.run}-${session.next()}`;
  const all: readonly Entry[] = [
    ['active', active],
    ...TEXTS.map((path, index): Entry => [path, `${word}-${index}`]),
    ['timezone', active ? 'Europe/London' : 'Asia/Kolkata'],
    ['emails[type eq "work"].value', `mail.${word}@example.com`],
    ...PRIMARIES.map((path): Entry => [path, true]),
  ];
  return all.filter(([path]) => hasAttribute(session.discovered, path));
}
