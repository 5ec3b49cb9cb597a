/** The guide merged into a synchronization schema, in the form in which Microsoft Graph returns and takes it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { mergeIntoGraphSchema } from '../../shared/kissflow/mapping-guide/graph.ts';
import { mappingGuide } from '../../shared/kissflow/mapping-guide/guide.ts';
import { ScimError } from '../../shared/scim/error.ts';
import { type Json, parseJson } from '../../shared/scim/json.ts';

const KF = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

interface Definition {
  name: string;
  type: string;
  [rest: string]: unknown;
}
interface Mapping {
  targetAttributeName: string;
  matchingPriority: number;
  source: { expression?: string; name: string; type: string };
  [rest: string]: unknown;
}
interface ObjectMapping {
  sourceObjectName: string;
  targetObjectName: string;
  attributeMappings: Mapping[];
}
interface Rule {
  name: string;
  targetDirectoryName: string;
  objectMappings: ObjectMapping[];
}
interface Schema {
  directories: { name: string; objects: { name: string; attributes: Definition[] }[] }[];
  synchronizationRules: Rule[];
}

const text = readFileSync(join(import.meta.dirname, '../fixtures/mapping-guide/graph-schema.json'), 'utf8');
const guide = mappingGuide(demoAccount('reject'));

/** The fixture with a change. */
function schemaWith(change: (schema: Schema) => void): Json {
  const schema = JSON.parse(text) as Schema;
  change(schema);
  return parseJson(JSON.stringify(schema));
}

/** What the demo account leaves to the administrator in any file: fields whose source nothing tells. */
const notMapped = (id: string, more = ''): string =>
  `Users: ${KF}:${id} was not mapped: choose the attribute of Entra ID that holds this value and map it.${more}`;
const OPEN = [
  `Users: ${KF}:User_Type.value was not mapped: Entra has no attribute to suggest; choose a source.`,
  notMapped('Cost_Rate'),
  notMapped('Salary'),
  notMapped('Last_Review', ' Its type: DateTime if the source is one, otherwise String.'),
  notMapped('Remote', ' Its type: Boolean if the source is one, otherwise String.'),
];

const merge = (schema: Json) => {
  const { schema: merged, ...report } = mergeIntoGraphSchema(schema, guide);
  return { merged: JSON.parse(JSON.stringify(merged)) as Schema, ...report };
};

function found<T>(list: readonly T[], test: (one: T) => boolean): T {
  const one = list.find(test);
  if (one === undefined) throw new Error('The fixture has no such element');
  return one;
}
const objectMapping = (schema: Schema, source: string): ObjectMapping =>
  found(
    schema.synchronizationRules.flatMap((rule) => rule.objectMappings),
    (mapping) => mapping.sourceObjectName === source,
  );
const mappingsOf = (schema: Schema, source: string): Mapping[] =>
  objectMapping(schema, source).attributeMappings;
const definitionsOf = (schema: Schema, directory: string, object: string): Definition[] =>
  found(found(schema.directories, ({ name }) => name === directory).objects, ({ name }) => name === object)
    .attributes;
const pairs = (mappings: Mapping[]) =>
  mappings.map(({ targetAttributeName, source }) => [targetAttributeName, source.expression]);
const addMapping = (schema: Schema, targetAttributeName: string, name: string, matchingPriority = 0) =>
  mappingsOf(schema, 'User').push({
    targetAttributeName,
    matchingPriority,
    source: { expression: `[${name}]`, name, type: 'Attribute' },
  });

describe('merging the guide of the demo account', () => {
  const { merged, changes, open } = merge(parseJson(text));

  it('gives users these mappings', () => {
    expect(pairs(mappingsOf(merged, 'User'))).toEqual([
      ['userName', '[userPrincipalName]'],
      ['active', 'Not([IsSoftDeleted])'],
      ['displayName', '[displayName]'],
      ['title', '[jobTitle]'],
      ['emails[type eq "work"].value', '[userPrincipalName]'],
      ['name.givenName', '[givenName]'],
      ['name.familyName', '[surname]'],
      ['addresses[type eq "other"].Formatted', '[physicalDeliveryOfficeName]'],
      ['roles[primary eq "True"].value', 'SingleAppRoleAssignment([appRoleAssignments])'],
      ['externalId', '[objectId]'],
      [`${KF}:Manager.value`, '[manager]'],
      [`${KF}:Department`, '[department]'],
      [`${KF}:Date_of_Joining`, '[employeeHireDate]'],
      [`${KF}:Office_Location`, '[physicalDeliveryOfficeName]'],
    ]);
  });

  it('reports each change, and leaves the fields open for which it can only guess a source', () => {
    const defined = (id: string, type: string) => `Attribute list: ${KF}:${id} added, type ${type}`;
    const mapped = (id: string, source: string) => `Users: ${KF}:${id} <- ${source} added`;
    expect(changes).toEqual([
      'Attribute list: emails[type eq "work"].value is required',
      defined('Manager.value', 'Reference'),
      defined('User_Type.value', 'Reference'),
      defined('Department', 'String'),
      defined('Cost_Rate', 'String'),
      defined('Salary', 'String'),
      defined('Date_of_Joining', 'DateTime'),
      defined('Last_Review', 'String'),
      defined('Remote', 'String'),
      defined('Office_Location', 'String'),
      `Users: ${ENTERPRISE}:employeeNumber <- employeeId deleted`,
      `Users: ${ENTERPRISE}:department <- department deleted`,
      `Users: ${ENTERPRISE}:manager <- manager deleted`,
      'Users: emails[type eq "work"].value <- userPrincipalName instead of mail',
      'Users: active <- Not([IsSoftDeleted]) instead of Switch([IsSoftDeleted], , "False", "True", "True", "False")',
      'Users: externalId <- objectId instead of mailNickname',
      mapped('Manager.value', 'manager'),
      mapped('Department', 'department'),
      mapped('Date_of_Joining', 'employeeHireDate'),
      mapped('Office_Location', 'physicalDeliveryOfficeName'),
    ]);
    expect(open).toEqual(OPEN);
  });

  it('defines the manager as a reference, as the file defines its own manager', () => {
    const definitions = definitionsOf(merged, 'customappsso', ENTERPRISE);
    expect(definitions.find(({ name }) => name === `${KF}:Manager.value`)).toEqual({
      name: `${KF}:Manager.value`,
      type: 'Reference',
      required: false,
      multivalued: false,
      caseExact: true,
      mutability: 'ReadWrite',
      anchor: false,
      defaultValue: null,
      apiExpressions: [],
      metadata: [],
      referencedObjects: [{ referencedObjectName: ENTERPRISE, referencedProperty: 'id' }],
    });
  });

  it('writes a function with its parameter', () => {
    expect(mappingsOf(merged, 'User')[1]).toMatchObject({
      targetAttributeName: 'active',
      flowType: 'Always',
      source: {
        expression: 'Not([IsSoftDeleted])',
        name: 'Not',
        type: 'Function',
        parameters: [
          {
            key: 'source',
            value: {
              expression: '[IsSoftDeleted]',
              name: 'IsSoftDeleted',
              type: 'Attribute',
              parameters: [],
            },
          },
        ],
      },
    });
  });

  it('leaves everything else as it was, to the digit and to the name __proto__', () => {
    const before = text.replace('"score": 1.5,', '"score": 1.50,');
    const result = JSON.stringify(mergeIntoGraphSchema(parseJson(before), guide).schema);
    const original = JSON.parse(text) as Schema;
    const lists = (schema: Schema) =>
      [mappingsOf(schema, 'User'), definitionsOf(schema, 'customappsso', ENTERPRISE)].map((list) =>
        JSON.stringify(list),
      );
    const [mappings = '', definitions = ''] = lists(original);
    const [newMappings = '', newDefinitions = ''] = lists(merged);
    const restored = result.replace(newMappings, () => mappings).replace(newDefinitions, () => definitions);
    expect(before).toContain('"__proto__": { "kept": 12345678901234567890 }');
    expect(restored).toBe(JSON.stringify(parseJson(before)));
  });

  it('does not change the file that it was given', () => {
    const given = parseJson(text);
    mergeIntoGraphSchema(given, guide);
    expect(JSON.stringify(given)).toBe(JSON.stringify(parseJson(text)));
  });
});

describe('merging twice', () => {
  const original = JSON.parse(text) as Schema;
  const some = <T>(list: T[]) => fc.subarray(list, { minLength: 0 });

  it('changes nothing the second time, whatever was there the first time', () => {
    const parts = fc.record({
      users: some(mappingsOf(original, 'User').slice(1)),
      groups: some(mappingsOf(original, 'Group').slice(1)),
      definitions: some(definitionsOf(original, 'customappsso', ENTERPRISE)),
      groupDefinitions: some(definitionsOf(original, 'customappsso', GROUP)),
      sources: some(definitionsOf(original, 'Azure Active Directory', 'User')),
    });
    fc.assert(
      fc.property(parts, ({ users, groups, definitions, groupDefinitions, sources }) => {
        const given = schemaWith((schema) => {
          mappingsOf(schema, 'User').splice(1, Infinity, ...users);
          mappingsOf(schema, 'Group').splice(1, Infinity, ...groups);
          definitionsOf(schema, 'customappsso', ENTERPRISE).splice(0, Infinity, ...definitions);
          definitionsOf(schema, 'customappsso', GROUP).splice(0, Infinity, ...groupDefinitions);
          definitionsOf(schema, 'Azure Active Directory', 'User').splice(0, Infinity, ...sources);
        });
        const once = mergeIntoGraphSchema(given, guide);
        const twice = mergeIntoGraphSchema(once.schema, guide);
        expect(twice).toEqual({ schema: once.schema, changes: [], open: once.open });
        expect(JSON.stringify(twice.schema)).toBe(JSON.stringify(once.schema));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what an administrator has decided', () => {
  it('a field that is mapped keeps its source, with or without .value and in any case', () => {
    const { merged, changes } = merge(
      schemaWith((schema) => {
        addMapping(schema, `${KF}:salary`, 'employeeType');
        addMapping(schema, `${KF}:Manager`, 'manager');
      }),
    );
    const own = pairs(mappingsOf(merged, 'User')).filter(([target]) =>
      /:(?:salary|manager)/i.test(String(target)),
    );
    expect(own).toEqual([
      [`${KF}:salary`, '[employeeType]'],
      [`${KF}:Manager`, '[manager]'],
    ]);
    expect(
      changes.filter((change) => /^Users: .*:(?:Salary|Manager)(?:\.value)? <- .* added/.test(change)),
    ).toEqual([]);
  });

  it('a reference that is defined as a String stays one; another wrong type is reported', () => {
    const { merged, open } = merge(
      schemaWith((schema) => {
        const definitions = definitionsOf(schema, 'customappsso', ENTERPRISE);
        definitions.push({ name: `${KF}:Manager.value`, type: 'String' });
        definitions.push({ name: `${KF}:Cost_Rate`, type: 'Integer' });
      }),
    );
    expect(open).toEqual([
      `Attribute list: ${KF}:Cost_Rate has the type Integer, it should be String.`,
      ...OPEN,
    ]);
    const types = definitionsOf(merged, 'customappsso', ENTERPRISE).filter(({ name }) =>
      [`${KF}:Manager.value`, `${KF}:Cost_Rate`].includes(name),
    );
    expect(types.map(({ type }) => type)).toEqual(['String', 'Integer']);
  });

  it('what a field requires is what the account says; what else is required stays so', () => {
    const define = (schema: Schema, ...definitions: Definition[]) =>
      definitionsOf(schema, 'customappsso', ENTERPRISE).push(...definitions);
    const given = schemaWith((schema) => {
      define(schema, { name: `${KF}:department`, type: 'String', required: true });
      define(schema, { name: `${KF}:Manager`, type: 'String', required: true });
      define(schema, { name: 'nickName', type: 'String', required: true });
      found(definitionsOf(schema, 'customappsso', ENTERPRISE), ({ name }) => name === 'title').required =
        true;
    });
    const { merged, changes } = merge(given);
    const required = definitionsOf(merged, 'customappsso', ENTERPRISE).filter((one) => one.required);
    expect(required.map(({ name }) => name)).toEqual([
      'userName',
      'title',
      'emails[type eq "work"].value',
      'nickName',
    ]);
    expect(changes).toContain(`Attribute list: ${KF}:Department is no longer required`);
    expect(changes).toContain(`Attribute list: ${KF}:Manager.value is no longer required`);
    expect(changes.filter((change) => change.endsWith('required'))).toHaveLength(3);
  });

  it('a field that has become required is required in the file', () => {
    const fields = [{ id: 'Department', name: 'Department', type: 'text', required: true }] as const;
    const { changes } = mergeIntoGraphSchema(
      mergeIntoGraphSchema(parseJson(text), guide).schema,
      mappingGuide({ id: 'AcDemo', fields }),
    );
    expect(changes).toEqual([`Attribute list: ${KF}:Department is required`]);
  });

  it('a type that fits a source which is no text stays', () => {
    const { merged, open } = merge(
      schemaWith((schema) => {
        definitionsOf(schema, 'customappsso', ENTERPRISE).push(
          { name: `${KF}:Last_Review`, type: 'DateTime' },
          { name: `${KF}:Remote`, type: 'Boolean' },
        );
      }),
    );
    expect(open).toEqual(OPEN);
    const types = definitionsOf(merged, 'customappsso', ENTERPRISE).filter(({ name }) =>
      /:(?:Last_Review|Remote)$/.test(name),
    );
    expect(types.map(({ type }) => type)).toEqual(['DateTime', 'Boolean']);
  });

  it.each([
    ['a field that the account does not have', `${KF}:Gone`, 0, 'no such field'],
    ['a field of another account', KF.replace('AcDemo', 'AcOther').concat(':Salary'), 0, 'no such field'],
    ['an attribute by which objects are matched', `${ENTERPRISE}:costCenter`, 2, 'objects are matched by it'],
    ['a target that is no path', 'emails[type eq', 0, 'cannot be read'],
  ])('%s is left and reported', (_title, target, priority, reason) => {
    const { merged, open } = merge(schemaWith((schema) => addMapping(schema, target, 'mail', priority)));
    expect(pairs(mappingsOf(merged, 'User'))).toContainEqual([target, '[mail]']);
    expect(open).toEqual([expect.stringContaining(reason), ...OPEN]);
    expect(open[0]).toContain(`${target} <- mail was left`);
  });

  it.each([
    [`${ENTERPRISE}:division`],
    [`${ENTERPRISE}.department`],
    [`${ENTERPRISE.toUpperCase()}:MANAGER`],
    ['urn:ietf:params:scim:schemas:extension:contoso:2.0:User:Shoe_Size'],
    ['department'],
    ['name.nickName'],
  ])('%s, which no user of Kissflow has, is deleted', (target) => {
    const { merged, changes, open } = merge(schemaWith((schema) => addMapping(schema, target, 'mail')));
    expect(pairs(mappingsOf(merged, 'User'))).not.toContainEqual([target, '[mail]']);
    expect(changes).toContain(`Users: ${target} <- mail deleted`);
    expect(open).toEqual(OPEN);
  });

  it('a free attribute may hold anything: it is mapped only where the administrator has done so', () => {
    const { merged, open } = merge(
      schemaWith((schema) => addMapping(schema, `${KF}:Salary`, 'extensionAttribute2')),
    );
    expect(open).toEqual(OPEN.filter((line) => !line.includes(':Salary ')));
    const free = pairs(mappingsOf(merged, 'User')).filter(([, source]) =>
      /extensionAttribute/.test(source ?? ''),
    );
    expect(free).toEqual([[`${KF}:Salary`, '[extensionAttribute2]']]);
    expect(definitionsOf(merged, 'customappsso', ENTERPRISE).map(({ name }) => name)).toContain(
      `${KF}:Cost_Rate`,
    );
  });

  it('a required field without a mapping is reported with the consequence', () => {
    const fields = [{ id: 'Code', name: 'Code', type: 'text', required: true }] as const;
    const { open } = mergeIntoGraphSchema(parseJson(text), mappingGuide({ id: 'AcDemo', fields }));
    expect(open).toEqual([notMapped('Code', ' It is required: until then no user is created.')]);
  });

  it('a mapping that may send a list where one value goes is left and reported', () => {
    const target = 'emails[type eq "other"].Value';
    const { merged, open } = merge(schemaWith((schema) => addMapping(schema, target, 'proxyAddresses')));
    expect(pairs(mappingsOf(merged, 'User'))).toContainEqual([target, '[proxyAddresses]']);
    expect(open).toEqual([
      `Users: ${target} <- proxyAddresses was left: delete it unless its source has one value; a user with a list there is refused.`,
      ...OPEN,
    ]);
    expect(merge(schemaWith((schema) => addMapping(schema, target, 'otherMail'))).open).toEqual(OPEN);
  });

  it('a source that the file does not list is not used', () => {
    const { open } = merge(
      schemaWith((schema) => {
        const sources = definitionsOf(schema, 'Azure Active Directory', 'User');
        sources.splice(
          sources.findIndex(({ name }) => name === 'employeeHireDate'),
          1,
        );
      }),
    );
    const [userType, costRate, salary, ...rest] = OPEN;
    expect(open).toEqual([
      userType,
      costRate,
      salary,
      expect.stringMatching(/:Date_of_Joining was not mapped: employeeHireDate is not in the attribute list/),
      ...rest,
    ]);
  });
});

it('a field for which Entra has no source is defined, and its mapping left to the administrator', () => {
  const fields = [{ id: 'HR_Partner', name: 'HR partner', type: 'user', required: true }] as const;
  const partner = mappingGuide({ id: 'AcDemo', fields });
  const { schema, changes, open } = mergeIntoGraphSchema(parseJson(text), partner);
  expect(changes).toContain(`Attribute list: ${KF}:HR_Partner.value added, type Reference`);
  const [defined] = definitionsOf(JSON.parse(JSON.stringify(schema)), 'customappsso', ENTERPRISE).slice(-1);
  expect(defined).toMatchObject({ name: `${KF}:HR_Partner.value`, required: false });
  expect(open).toEqual([
    `Users: ${KF}:HR_Partner.value was not mapped: Entra has no attribute to suggest; choose a source.`,
  ]);
});

describe('finding the place', () => {
  it('is done by what rules and directories say, not by their order or names', () => {
    const { merged, changes } = merge(
      schemaWith((schema) => {
        schema.directories.reverse();
        schema.synchronizationRules.reverse();
        for (const rule of schema.synchronizationRules) rule.name = 'X';
      }),
    );
    expect(changes).toEqual(merge(parseJson(text)).changes);
    expect(mappingsOf(merged, 'User')).toHaveLength(14);
  });

  it('takes customappsso when another target has users and groups too', () => {
    const { merged } = merge(
      schemaWith((schema) => {
        const copies = schema.synchronizationRules.map((rule) => ({
          ...rule,
          targetDirectoryName: 'elsewhere',
        }));
        schema.synchronizationRules.unshift(...copies);
      }),
    );
    expect(merged.synchronizationRules.slice(0, 2).map((rule) => rule.objectMappings)).toEqual(
      (JSON.parse(text) as Schema).synchronizationRules.map((rule) => rule.objectMappings),
    );
    expect(
      mappingsOf({ ...merged, synchronizationRules: merged.synchronizationRules.slice(2) }, 'User'),
    ).toHaveLength(14);
  });

  it("reads a file in the short form of Microsoft's examples", () => {
    const { merged, open } = merge(
      schemaWith((schema) => {
        schema.directories.shift();
        objectMapping(schema, 'User').sourceObjectName = 'user';
        const active = found(mappingsOf(schema, 'user'), (one) => one.targetAttributeName === 'active');
        active.source = { expression: 'Not( [isSoftDeleted] )', name: 'Not', type: 'Function' };
        const title = found(mappingsOf(schema, 'user'), (one) => one.targetAttributeName === 'title');
        title.source = { name: 'jobTitle', type: 'Attribute' };
        const [definition] = definitionsOf(schema, 'customappsso', ENTERPRISE).splice(0, 1, {
          name: `${KF}:Salary`,
        } as Definition);
        expect(definition?.name).toBe('id');
      }),
    );
    expect(open).toEqual(OPEN);
    const sources = mappingsOf(merged, 'user').map(({ source }) => source.expression);
    expect(sources).toContain('Not( [isSoftDeleted] )');
    expect(sources).not.toContain('[jobTitle]');
  });

  it('says so when the file does not provision groups', () => {
    const { open } = merge(schemaWith((schema) => schema.synchronizationRules.shift()));
    expect(open).toEqual([...OPEN, 'Groups: the file has no mapping of groups.']);
  });

  it('gives groups externalId from objectId and nothing that groups do not have', () => {
    const { merged, changes } = merge(
      schemaWith((schema) => {
        const groups = mappingsOf(schema, 'Group');
        groups.splice(1, 1);
        groups.push({
          targetAttributeName: 'description',
          matchingPriority: 0,
          source: { name: 'description', type: 'Attribute' },
        });
      }),
    );
    expect(pairs(mappingsOf(merged, 'Group'))).toEqual([
      ['displayName', '[displayName]'],
      ['members', '[members]'],
      ['externalId', '[objectId]'],
    ]);
    expect(changes.slice(-2)).toEqual([
      'Groups: description <- description deleted',
      'Groups: externalId <- objectId added',
    ]);
  });
});

describe('a file that is no such schema', () => {
  const without = (name: keyof Schema) =>
    schemaWith((schema) => {
      delete (schema as Partial<Schema>)[name];
    });

  it.each<[title: string, file: Json, reason: string]>([
    ['null', null, 'it is not a JSON object'],
    ['a list', [], 'it is not a JSON object'],
    ['a text', 'schema', 'it is not a JSON object'],
    ['a job', { id: 'scim.1', templateId: 'scim' }, 'it has no list "directories"'],
    ['no rules', without('synchronizationRules'), 'it has no list "synchronizationRules"'],
    [
      'rules that are none',
      { directories: [], synchronizationRules: [null, 1, [], {}] },
      'no rule has a mapping',
    ],
    [
      'no such directory',
      schemaWith((schema) => schema.directories.pop()),
      `directory "customappsso" does not list the attributes of "${ENTERPRISE}"`,
    ],
    [
      'two rules for users',
      schemaWith((schema) => schema.synchronizationRules.push(...schema.synchronizationRules.slice(1))),
      'several mappings could be the one of users: "made-up user rule" to "customappsso", "made-up user rule"',
    ],
    [
      'two rules for groups',
      schemaWith((schema) => schema.synchronizationRules.push(...schema.synchronizationRules.slice(0, 1))),
      'several mappings could be the one of groups',
    ],
  ])('%s: 400 that says what is missing and how to fetch it', (_title, file, reason) => {
    expect.assertions(3);
    try {
      mergeIntoGraphSchema(file, guide);
    } catch (error) {
      expect(error).toBeInstanceOf(ScimError);
      expect(error).toMatchObject({ status: 400, detail: expect.stringContaining(reason) });
      expect(error).toMatchObject({ detail: expect.stringContaining('Fetch it with GET') });
    }
  });
});
