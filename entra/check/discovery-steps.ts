/** Discovery (RFC 7644 §4): the three endpoints, and every attribute that Entra's harness would look for. */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { GROUP_SCHEMA, USER_SCHEMA } from '../client/bodies.ts';
import type { CheckSession } from './check-session.ts';
import { discover } from './discovered.ts';
import { must, mustAnswer, resourcesIn, type Section, type Step } from './step.ts';

/** Entra's default mappings of users, but for the enterprise extension. */
const MAPPED = [
  ...['externalId', 'displayName', 'title', 'preferredLanguage'],
  ...['name.givenName', 'name.familyName', 'name.formatted', 'emails[type eq "work"].value'],
  ...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map(
    (sub) => `addresses[type eq "work"].${sub}`,
  ),
  ...['work', 'mobile', 'fax'].map((type) => `phoneNumbers[type eq "${type}"].value`),
];

const missing = (names: ReadonlySet<string> | undefined, wanted: readonly string[]): readonly string[] =>
  wanted.filter((name) => names?.has(name.toLowerCase()) !== true);

const unread = (session: CheckSession): string | undefined =>
  session.discovered ? undefined : '/Schemas could not be read';

const schemas: Step = {
  name: '/Schemas lists the schemas of users and groups',
  level: 'mandatory',
  fix: 'Answer GET /Schemas with a ListResponse that has the core User and Group schemas: Entra reads it when the configuration is saved, and its group tests fail without Group.',
  run: async (session) => {
    const answer = await session.send('GET', '/Schemas');
    const found = resourcesIn(answer);
    for (const id of [USER_SCHEMA, GROUP_SCHEMA]) {
      must(
        found.some((schema) => schema.id === id),
        `/Schemas must list ${id}`,
      );
    }
    session.discovered = discover(answer.body);
  },
};

const essentials: Step = {
  name: 'userName, active, displayName and members are described',
  level: 'mandatory',
  skip: unread,
  fix: 'Publish in /Schemas what Entra cannot do without: userName and active of User, displayName and members of Group.',
  run: async ({ discovered }) => {
    const absent = [
      ...missing(discovered?.user.entra, ['userName', 'active']).map((name) => `User ${name}`),
      ...missing(discovered?.group.entra, ['displayName', 'members']).map((name) => `Group ${name}`),
    ];
    must(absent.length === 0, `/Schemas does not have ${absent.join(', ')}`);
  },
};

const mapped: Step = {
  name: "every attribute of Entra's default mappings is described",
  level: 'advice',
  skip: unread,
  fix: 'Publish these attributes in /Schemas (a type such as "work" as a canonical value), or delete their mappings in Entra.',
  run: async ({ discovered }) => {
    const absent = missing(discovered?.user.entra, MAPPED);
    must(absent.length === 0, `/Schemas does not have ${absent.join(', ')}`);
  },
};

const spelling: Step = {
  name: 'the schemas have camelCase names and no nulls',
  level: 'advice',
  skip: unread,
  fix: 'Leave out what has no value, and spell the characteristics of attributes as RFC 7643 section 7 does: Entra skips what it cannot read.',
  run: async ({ discovered }) => {
    const odd = (discovered?.schemas ?? []).flatMap((schema) => oddities(schema, String(schema.id)));
    must(odd.length === 0, `${odd.length} places, the first is ${odd[0]}`);
  },
};

/** Extension attributes may be called anything; only the names of characteristics are looked at. */
function oddities(json: Json | undefined, place: string): readonly string[] {
  if (json === null) return [`${place} is null`];
  if (Array.isArray(json)) return json.flatMap((one: Json, index) => oddities(one, `${place}[${index}]`));
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    /^[A-Z_]/.test(name) ? [`${place}.${name} is not camelCase`] : oddities(value, `${place}.${name}`),
  );
}

const configuration: Step = {
  name: '/ServiceProviderConfig says that PATCH and filters are supported',
  level: 'advice',
  fix: 'Publish /ServiceProviderConfig with "patch" and "filter" supported (RFC 7643 section 5); other clients than Entra decide by it.',
  run: async (session) => {
    const { patch, filter } = mustAnswer(await session.send('GET', '/ServiceProviderConfig'), 200).body;
    must(isSupported(patch), '"patch.supported" must be true');
    must(isSupported(filter), '"filter.supported" must be true');
  },
};

const isSupported = (json: Json | undefined): boolean => isObject(json) && json.supported === true;

const types: Step = {
  name: '/ResourceTypes lists User and Group, with schemas that /Schemas has',
  level: 'advice',
  fix: 'Publish the resource types User and Group (RFC 7643 section 6) and the schema of every extension that they name.',
  run: async (session) => {
    const found = resourcesIn(await session.send('GET', '/ResourceTypes'));
    for (const name of ['User', 'Group']) {
      must(
        found.some((type) => type.name === name),
        `/ResourceTypes must list ${name}`,
      );
    }
    const known = session.discovered?.schemas.map(({ id }) => id);
    const unknown = found.flatMap(schemasOf).filter((id) => known?.includes(id) === false);
    must(unknown.length === 0, `/Schemas does not have ${unknown.join(', ')}`);
  },
};

function schemasOf({ schema, schemaExtensions }: JsonObject): readonly Json[] {
  const extensions: readonly Json[] = Array.isArray(schemaExtensions) ? schemaExtensions : [];
  return [schema ?? null, ...extensions.filter(isObject).map((extension) => extension.schema ?? null)];
}

export const discoverySection: Section = {
  name: 'Discovery',
  steps: [schemas, essentials, mapped, spelling, configuration, types],
};
