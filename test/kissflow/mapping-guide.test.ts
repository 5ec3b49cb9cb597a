/** The mapping guide of an account: rows an administrator types into Entra ID, and the page made of them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import { places } from '../../shared/kissflow/entra-views.ts';
import { type Field, fieldFormats } from '../../shared/kissflow/field.ts';
import type { FieldType } from '../../shared/kissflow/field-types.ts';
import { mappingGuide } from '../../shared/kissflow/mapping-guide/guide.ts';
import { mappingGuideMarkdown } from '../../shared/kissflow/mapping-guide/markdown.ts';
import { isKnown } from '../../shared/scim/filter/bind-path.ts';
import { parsePath } from '../../shared/scim/filter/parse.ts';
import { strict } from '../../shared/scim/policy.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import { valueFormats } from '../../shared/validation/json-schema.ts';

const KF = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const demo = mappingGuide(demoAccount('reject'));

const field = (id: string, type: FieldType, rest: Partial<Field> = {}): Field => ({
  id,
  name: id,
  type,
  required: false,
  ...rest,
});
const rowOf = (...fields: Field[]) => mappingGuide({ id: 'AcDemo', fields }).fields.at(-1);

describe('mapping guide of the demo account', () => {
  it('is this page', () => {
    const page = join(import.meta.dirname, '../fixtures/mapping-guide/demo-account.md');
    expect(mappingGuideMarkdown(demo)).toBe(readFileSync(page, 'utf8'));
  });

  it('has one row for each field', () => {
    expect(demo.fields.map((row) => [row.target, row.type, row.source?.attribute])).toEqual([
      [`${KF}:Manager.value`, 'Reference', 'manager'],
      [`${KF}:User_Type.value`, 'Reference', undefined],
      [`${KF}:Department`, 'String', 'department'],
      [`${KF}:Cost_Rate`, 'String', 'extensionAttribute1'],
      [`${KF}:Salary`, 'String', 'extensionAttribute2'],
      [`${KF}:Date_of_Joining`, 'DateTime', 'employeeHireDate'],
      [`${KF}:Last_Review`, 'String', 'extensionAttribute3'],
      [`${KF}:Remote`, 'String', 'extensionAttribute4'],
      [`${KF}:Office_Location`, 'String', 'physicalDeliveryOfficeName'],
    ]);
  });

  it('changes four default mappings of users and names three of groups', () => {
    const pairs = (rows: typeof demo.groups) => rows.map((row) => [row.target, row.source.expression]);
    expect(pairs(demo.users.change)).toEqual([
      ['emails[type eq "work"].value', '[userPrincipalName]'],
      ['active', 'Not([IsSoftDeleted])'],
      ['externalId', '[objectId]'],
      ['title', '[jobTitle]'],
    ]);
    expect(demo.users.change.map((row) => row.required)).toEqual([true, false, false, false]);
    expect(demo.users.change.map((row) => row.shownAs)).toEqual([
      undefined,
      undefined,
      undefined,
      'Designation',
    ]);
    expect(pairs(demo.groups)).toEqual([
      ['displayName', '[displayName]'],
      ['externalId', '[objectId]'],
      ['members', '[members]'],
    ]);
  });

  it('deletes the Enterprise User extension (RFC 7643 §4.3) and says which field takes the source instead', () => {
    expect(demo.users.remove).toEqual([
      { target: `${ENTERPRISE}:employeeNumber`, source: 'employeeId' },
      { target: `${ENTERPRISE}:department`, source: 'department', instead: `${KF}:Department` },
      { target: `${ENTERPRISE}:manager`, source: 'manager', instead: `${KF}:Manager.value` },
    ]);
  });

  it('keeps no mapping whose usual source is a list: such a user would be refused', () => {
    expect(demo.users.removeUnlessSingle).toEqual([
      { target: 'emails[type eq "other"].value', source: 'proxyAddresses' },
    ]);
    expect(demo.users.keep).not.toContain('emails[type eq "other"].value');
    expect(demo.users.keep).toContain('addresses[type eq "other"].formatted');
  });

  it('names targets that this account has, and deletes those that it has not (RFC 7643 §7)', () => {
    const types = resourceTypesOf(demoAccount('reject'));
    const [User, Group] = [typeNamed(types, 'User'), typeNamed(types, 'Group')];
    const unknown = (type: typeof User, targets: readonly string[]) =>
      targets.filter((target) => !isKnown(type, parsePath(target, strict)));
    const targets = (rows: readonly { target: string }[]) => rows.map(({ target }) => target);
    const removed = targets(demo.users.remove);
    expect(
      unknown(User, [...targets(demo.fields), ...targets(demo.users.change), ...demo.users.keep]),
    ).toEqual([]);
    expect(unknown(Group, targets(demo.groups))).toEqual([]);
    expect(unknown(User, removed)).toEqual(removed);
  });

  it('survives JSON unchanged, so that JSON is one of its forms', () => {
    expect(JSON.parse(JSON.stringify(demo))).toEqual(demo);
  });
});

describe('rows of fields', () => {
  it('a user field is a Reference on its value to the object of users, or a String where the portal refuses that', () => {
    expect(rowOf(field('Manager_1', 'user'))).toMatchObject({
      target: `${KF}:Manager_1.value`,
      type: 'Reference',
      referencedObject: ENTERPRISE,
      fallbackType: 'String',
      notes: [expect.stringContaining('If the portal refuses Reference')],
    });
  });

  it('a number is a String, because Integer would lose its decimals', () => {
    expect(rowOf(field('Rate', 'number'))).toMatchObject({
      type: 'String',
      notes: [expect.stringContaining('Integer has no decimals'), expect.any(String)],
    });
  });

  it.each<[name: string, type: FieldType, alternativeType: string]>([
    ['Date of Exit', 'date', 'DateTime'],
    ['Last review', 'dateTime', 'DateTime'],
    ['Works remotely', 'yesNo', 'Boolean'],
  ])(
    '%s (%s) without a source of its name is a String, because such a source is text',
    (name, type, other) => {
      const row = rowOf(field('X', type, { name }));
      expect(row).toMatchObject({ type: 'String', exactCase: true, alternativeType: other });
      expect(row?.notes).toContainEqual(
        expect.stringContaining(`Choose ${other} only if the source is a ${other}`),
      );
      expect(row?.notes.join(' ')).not.toContain('Choose String');
    },
  );

  it('a date whose source is a date has no other type to choose, but for another source', () => {
    const row = rowOf(field('Hire_Date', 'date', { name: 'Hire date' }));
    expect(row).toMatchObject({ type: 'DateTime', exactCase: false });
    expect(row).not.toHaveProperty('alternativeType');
    expect(row?.notes).toContainEqual(expect.stringContaining('Choose String if'));
  });

  it('a required field is required in the attribute list, with the consequence', () => {
    expect(rowOf(field('Employee_ID', 'text', { required: true }))).toMatchObject({
      required: true,
      notes: ['Required: a user without a value is not created.'],
    });
    expect(rowOf(field('Employee_ID', 'text'))).toMatchObject({ required: false, notes: [] });
  });

  it('a user field is never required in Entra ID, which sends references after it created the user', () => {
    const row = rowOf(field('Manager', 'user', { required: true }));
    expect(row).toMatchObject({ type: 'Reference', required: false });
    expect(row?.notes).toContainEqual(expect.stringContaining('do not tick Required'));
    expect(row?.notes).toContainEqual(expect.stringContaining('make the field optional'));
    expect(rowOf(field('Manager', 'user'))?.notes).toHaveLength(1);
  });

  it.each<[name: string, type: FieldType, attribute: string | undefined]>([
    ['Manager', 'user', 'manager'],
    ['Reporting manager', 'user', 'manager'],
    ['Reports to', 'user', 'manager'],
    ['L2 Manager', 'user', undefined],
    ['HR partner', 'user', undefined],
    ['Manager', 'text', 'extensionAttribute1'],
    ['Employee ID', 'number', 'employeeId'],
    ['Emp. No.', 'text', 'employeeId'],
    ['Hire date', 'date', 'employeeHireDate'],
    ['Start date', 'dateTime', 'employeeHireDate'],
    ['Hire date', 'text', 'extensionAttribute1'],
    ['Date of Exit', 'date', 'extensionAttribute1'],
    ['Department', 'dropdown', 'department'],
    ['Department code', 'text', 'extensionAttribute1'],
    ['Designation', 'text', 'jobTitle'],
  ])('%s (%s) may be filled from %s', (name, type, attribute) => {
    expect(rowOf(field('X', type, { name }))?.source?.attribute).toBe(attribute);
  });

  it('knows a field by its id where the name says nothing', () => {
    expect(rowOf(field('Manager_1', 'user', { name: 'Chef' }))?.source?.attribute).toBe('manager');
  });

  it('suggests no extension attribute after the 15th, which is the last', () => {
    const fields = Array.from({ length: 16 }, (_, index) => field(`F${index}`, 'text'));
    expect(rowOf(...fields.slice(0, 15))?.source).toMatchObject({ attribute: 'extensionAttribute15' });
    expect(rowOf(...fields)).not.toHaveProperty('source');
    expect(rowOf(...fields)?.notes).toEqual([
      expect.stringContaining('All 15 extension attributes are used'),
    ]);
  });
});

describe('dates as directories write them: text in generalized time (RFC 4517 §3.3.13)', () => {
  it.each<[FieldType, name: string, expression: string | undefined]>([
    ['date', 'Hire date', 'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")'],
    [
      'dateTime',
      'Last review',
      'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-ddTHH:mm:ssZ")',
    ],
    ['text', 'Hire date', undefined],
  ])('a %s field (%s) has the expression %s', (type, name, expression) => {
    expect(rowOf(field('X', type, { name }))?.textExpression).toBe(expression);
  });

  it('are refused as they are, and taken as the expression writes them', () => {
    const [date, dateTime] = [fieldFormats.date?.matches, valueFormats.dateTime];
    expect([date?.('20260131093000.0Z'), dateTime?.('20260131093000.0Z')]).toEqual([false, false]);
    expect([date?.('2026-01-31'), dateTime?.('2026-01-31T09:30:00Z')]).toEqual([true, true]);
  });
});

describe('mapping guide as Markdown', () => {
  it('keeps names and options of the account on their line and in their cell', () => {
    const name = 'A|B\n\n# <b>*C*</b> `d`';
    const options = ['x|y', '[z](http://example.com)'];
    const page = mappingGuideMarkdown(
      mappingGuide({ id: 'AcDemo', fields: [field('Odd', 'dropdown', { name, options })] }),
    );
    const shown = '| A\\|B # \\<b\\>\\*C\\*\\</b\\> \\`d\\` |';
    expect(page.split('\n').filter((line) => line.startsWith(shown))).toHaveLength(1);
    expect(page).toContain('x\\|y, \\[z\\](http://example.com).');
  });

  it('shows what is required and where no source is suggested', () => {
    const partner = field('HR_Partner', 'user', { name: 'HR partner', required: true });
    const code = field('Code', 'text', { required: true });
    const lines = mappingGuideMarkdown(mappingGuide({ id: 'AcDemo', fields: [partner, code] })).split('\n');
    expect(lines).toContain(`| \`${KF}:HR_Partner.value\` | Reference |  | yes | \`${ENTERPRISE}\` |`);
    expect(lines).toContain(`| \`${KF}:Code\` | String | yes | yes |  |`);
    expect(lines).toContain(`| HR partner | \`${KF}:HR_Partner.value\` |  |  | no suggestion |`);
  });

  const stepsOf = (page: string): string[] =>
    [
      ...page.matchAll(
        /^## .*|\*\*(?:Save|Edit attribute list|Add new mapping|Provision Microsoft )[^*]*\*\*|Tick \*Required\*/gm,
      ),
    ].map(([step]) => step);

  it('has the steps in the order in which they are taken, with every Save', () => {
    expect(stepsOf(mappingGuideMarkdown(demo))).toEqual([
      '**Provision Microsoft Entra ID Users**',
      '## 1. Users: attribute list',
      '**Edit attribute list for customappsso**',
      'Tick *Required*',
      '**Save**',
      '## 2. Users: mappings to change',
      '## 3. Users: mappings to delete',
      '## 4. Users: mappings to add',
      '**Add new mapping**',
      '**Save**',
      '**Edit attribute list for Microsoft Entra ID**',
      '**Save**',
      '## 5. Groups',
      '**Provision Microsoft Entra ID Groups**',
      '**Save**',
      '## 6. Settings and start',
      '## 7. What to expect',
    ]);
  });

  it.each(Object.entries(places))('names both views of the admin center: %s', (_, { current, older }) => {
    expect(mappingGuideMarkdown(demo)).toContain(`**${current}** (older view: **${older}**)`);
  });

  it.each(Object.entries(places))('docs/entra.md has the same names: %s', (_, { current, older }) => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/entra.md'), 'utf8');
    expect(page).toMatch(new RegExp(`\\| ${current}.* \\| ${older} \\|`));
  });

  it.each([
    'Sync only assigned users and groups',
    'Empty values are never sent',
    'Notification email',
    'Prevent accidental deletion',
    'Quarantine',
    'Restart provisioning',
    'disabled for one of four reasons',
    'Tokens are not part of an export',
    'PUBLIC_BASE_URL',
  ])('says what an administrator must know beyond the mappings: %s', (words) => {
    expect(mappingGuideMarkdown(demo)).toContain(words);
  });

  it('says what to choose for everything that the dialogs ask', () => {
    const page = mappingGuideMarkdown(demo);
    expect(page).toContain('Tick *Required* for `emails[type eq "work"].value`');
    for (const asked of [
      'Primary key',
      'Multi-value',
      'API Expression',
      'Match objects using this attribute',
    ])
      expect(page).toContain(`*${asked}*`);
    expect(page).toContain('*Apply this mapping*: Always');
    expect(page).toContain('*Default value if null*: empty');
  });

  it('has a remedy for a required field whose source may be empty', () => {
    const pageOf = (required: boolean) =>
      mappingGuideMarkdown(mappingGuide({ id: 'AcDemo', fields: [field('Code', 'text', { required })] }));
    expect(pageOf(true)).toContain('*Default value if null*: empty, but for a required field');
    expect(pageOf(false)).not.toContain('but for a required field');
  });

  it('advises to delete a mapping that may send a list, and any target of the Enterprise User extension', () => {
    const page = mappingGuideMarkdown(demo);
    expect(page).toContain(`any other target that begins with \`${ENTERPRISE}:\``);
    expect(page).toContain('`emails[type eq "other"].value`, unless its source has one value');
  });

  it('says so when the account has no fields', () => {
    const page = mappingGuideMarkdown(mappingGuide({ id: 'AcDemo', fields: [] }));
    expect(page).toContain('The account AcDemo has no fields: nothing to add.');
    expect(page).not.toContain(KF);
    expect(stepsOf(page)).toEqual([
      '**Provision Microsoft Entra ID Users**',
      '## 1. Users: attribute list',
      '**Edit attribute list for customappsso**',
      'Tick *Required*',
      '**Save**',
      '## 2. Users: mappings to change',
      '## 3. Users: mappings to delete',
      '**Save**',
      '## 4. Groups',
      '**Provision Microsoft Entra ID Groups**',
      '**Save**',
      '## 5. Settings and start',
      '## 6. What to expect',
    ]);
  });
});
