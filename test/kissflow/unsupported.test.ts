/** What an administrator is told about data that the account has no attribute for: the fix in neutral words, then in Entra's. */

import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import type { Field } from '../../shared/kissflow/field.ts';
import { unsupportedText } from '../../shared/kissflow/mapping-guide/unsupported.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import { textForClient } from '../../shared/scim/text.ts';
import { sampleAccount } from '../sample-account.ts';

const KF = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WHERE = 'Provisioning > Attribute mapping (older view: Provisioning > Mappings)';

const department: Field = { id: 'Dept', name: 'Department', type: 'text', required: false };
const fields = [...sampleAccount('reject').fields, department];
const text = (path: string, type: 'User' | 'Group' = 'User', known = fields) =>
  unsupportedText('AcDemo', known, path, typeNamed(resourceTypesOf(sampleAccount('reject')), type));
const detail = (...wanted: Parameters<typeof text>) => textForClient(text(...wanted));

describe('an attribute that the account does not have', () => {
  it.each([
    [`${ENTERPRISE}:department`, `${KF}:Dept`],
    [`${ENTERPRISE}:employeeNumber`, `${KF}:Employee_ID`],
    [`${ENTERPRISE}:manager`, `${KF}:Manager.value`],
    [`${ENTERPRISE}:manager.displayName`, `${KF}:Manager.value`],
    [`${ENTERPRISE.replace('0:', '0')}:department`, `${KF}:Dept`],
    ['department', `${KF}:Dept`],
    ['Salary', `${KF}:Salary`],
    ['urn:acme:ext:2:User:salary', `${KF}:Salary`],
    [`${KF}:Manager.displayName`, `${KF}:Manager.value`],
    [`${KF}:Manager[display eq "Ann"]`, `${KF}:Manager.value`],
    [`${KF}:Manager[type eq "x"]`, `${KF}:Manager.value`],
    [`${KF}:Dept[value eq "x"].value`, `${KF}:Dept`],
    [`${KF.replace(':2:', ':2.0:')}:Dept`, `${KF}:Dept`],
  ])('%s: the advice names the field that takes its value, %s', (path, target) => {
    expect(detail(path)).toContain(`Send its value as ${target}, or`);
    expect(detail(path)).toContain(`map its source to ${target}`);
    expect(detail(path)).not.toContain('{field id}');
  });

  it('says the attribute and the fix in neutral words, and only then what to do in Entra ID', () => {
    const own = 'of your identity provider';
    expect(detail('costCenter')).toMatch(
      new RegExp(`^costCenter is not an attribute.* ${own}.* In Entra ID, `),
    );
    expect(detail(`${ENTERPRISE}:costCenter`)).toBe(
      `${ENTERPRISE}:costCenter belongs to the Enterprise User extension, which Kissflow does not have. ` +
        'Remove it from the attribute mappings of your identity provider, or map its source to one of the ' +
        "account's fields: Employee_ID, Cost_Rate, Salary, Date_of_Joining, Last_Review, Remote, Office_Location, Manager, Dept. " +
        `In Entra ID, delete the mapping with the target ${ENTERPRISE}:costCenter under ${WHERE}.`,
    );
  });

  it('has the whole advice as its remedy, and the attribute as its field', () => {
    const { remedy, field } = text('costCenter');
    expect(remedy && textForClient(remedy)).toMatch(/^Remove it from .* In Entra ID, .*\)$/);
    expect(field && textForClient(field)).toBe('costCenter');
  });

  it.each([
    'emails[type eq "work" and primary eq true].color',
    'members[value eq "a"]',
    'emails.$ref',
    'a b',
  ])('%s cannot be the target of a mapping: none is named', (path) => {
    expect(detail(path)).not.toContain('In Entra ID');
    expect(detail(path)).toContain('identity provider');
  });

  it.each(['emails[type eq "work"].color', 'name.nick', 'costCenter', 'urn:acme:ext:2:User:Shoe_Size'])(
    '%s can be one',
    (path) => {
      expect(detail(path)).toContain(
        `In Entra ID, delete the mapping with the target ${path} under ${WHERE}.`,
      );
    },
  );

  it.each([`${KF}:Shoe_Size`, `${KF}:Shoe_Size.value`, `${KF}:Shoe_Size[value eq "u9"].value`])(
    '%s: the field to define is one that can be defined',
    (path) => {
      expect(detail(path)).toContain('Define the field Shoe_Size in Kissflow, or remove it');
    },
  );

  it.each([`${KF}:9lives`, `${KF}:Shoe Size`, `${KF}:${'a'.repeat(64)}`])(
    '%s can be no field: none is to be defined',
    (path) => {
      expect(detail(path)).not.toContain('Define the field');
      expect(detail(path)).toContain("one of the account's fields: Employee_ID");
    },
  );

  it.each([`${KF}[Manager eq "x"]`, `${KF.replace(':2:', ':2.0:')}:Shoe_Size`])(
    '%s names this account and no other one',
    (path) => {
      expect(detail(path)).toContain(
        `is not a field of account AcDemo; the fields of account AcDemo begin with ${KF}:`,
      );
    },
  );

  it('of groups has no field to map to', () => {
    expect(detail('description', 'Group')).toBe(
      'description is not an attribute of groups. Remove it from the attribute mappings of your identity provider. ' +
        `In Entra ID, delete the mapping with the target description under ${WHERE}.`,
    );
  });

  it('in a value filter on members has the one that there is beside it', () => {
    expect(detail('members[id eq "a"]', 'Group')).toBe(
      'members[id eq "a"] is not an attribute of groups. Name members by "value", as in members[value eq "2819c223"].',
    );
  });

  it.each(['', ' '])('without a name is shown as a text: "%s"', (path) => {
    expect(detail(path)).toMatch(/^"" is not an attribute of users/);
  });

  it('below the URN of this account is a field to define, below that of another account a mistake', () => {
    expect(detail(`${KF}:Shoe_Size`)).toContain('Define the field Shoe_Size in Kissflow, or remove it from');
    expect(detail(`${KF}:Shoe_Size.value`)).toContain('Define the field Shoe_Size in Kissflow, or');
    expect(detail(`${KF}:Shoe_Size[value eq "9"].value`)).toContain('Define the field Shoe_Size in Kissflow');
    expect(detail(`${KF.replace('AcDemo', 'AcOther')}:Shoe_Size`)).toContain(
      `belongs to another Kissflow account; the fields of account AcDemo begin with ${KF}:`,
    );
  });

  it('names a few of many fields, and none where there are none', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...department,
      id: `F${index}`,
      name: `F${index}`,
    }));
    expect(detail('costCenter', 'User', many)).toMatch(/F19 and 10 more\. In Entra ID/);
    expect(detail('costCenter', 'User', [])).toContain(
      'identity provider, or define a field for it in Kissflow.',
    );
  });
});
