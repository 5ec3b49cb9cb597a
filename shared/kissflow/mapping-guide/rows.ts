/**
 * The rows of the mapping guide: what an administrator enters in Entra ID, as data. And which attribute of Entra's user
 * a Kissflow field may be filled from, by its type and by the words of its name.
 */

import { type ENTERPRISE_USER, type Field, isUserReference } from '../field.ts';
import type { FieldType } from '../field-types.ts';

/** A line of Entra's attribute list: the definition of an attribute of the target. */
export interface TargetAttribute {
  readonly target: string;
  /** Entra also has Integer and Binary; no Kissflow field fits them. */
  readonly type: 'String' | 'DateTime' | 'Boolean' | 'Reference';
  /** Right in place of String where the source has this type, too. */
  readonly alternativeType?: 'DateTime' | 'Boolean';
  readonly required: boolean;
  readonly multiValued: boolean;
  /** Without it Entra does not send a change that is one of case only. */
  readonly exactCase: boolean;
  /** What a Reference refers to: Entra's name for the application's object of users. */
  readonly referencedObject?: typeof ENTERPRISE_USER;
}

export interface Source {
  readonly mappingType: 'Direct' | 'Expression';
  /** The attribute of Entra's user or group that is read. */
  readonly attribute: string;
  /** As Microsoft Graph writes it; for a mapping of type Expression also what is typed in the portal. */
  readonly expression: string;
}

export interface DefaultRow extends TargetAttribute {
  readonly source: Source;
  /** The name under which Kissflow shows the attribute, where it is another one. */
  readonly shownAs?: string;
}

export interface FieldRow extends TargetAttribute {
  readonly field: string;
  readonly name: string;
  /** Absent where Entra has no attribute that could be suggested. */
  readonly source?: Source & {
    /** No attribute of Entra's goes by this name: the suggestion is a free one, for the administrator to replace. */
    readonly placeholder: boolean;
  };
  /** For portals that refuse `type` for a custom attribute. */
  readonly fallbackType?: 'String';
  /** For a date whose source is text as directories write it; what is typed as an expression. */
  readonly textExpression?: string;
  readonly notes: readonly string[];
}

export interface RemovedRow {
  readonly target: string;
  /** The source of the mapping in a new application. */
  readonly source: string;
  /** The account's own target for the same source. */
  readonly instead?: string;
}

export const direct = (attribute: string): Source => ({
  mappingType: 'Direct',
  attribute,
  expression: `[${attribute}]`,
});

/** Exchange's extensionAttribute1 to extensionAttribute15. */
const FREE_ATTRIBUTES = 15;

/** One suggestion for each field, in order; undefined where Entra has nothing to offer. */
export function suggestSources(fields: readonly Field[]): FieldRow['source'][] {
  let free = 0;
  return fields.map((field) => {
    const attribute = byName(field);
    if (attribute !== undefined) return { ...direct(attribute), placeholder: false };
    if (isUserReference(field.type) || free === FREE_ATTRIBUTES) return undefined;
    free += 1;
    return { ...direct(`extensionAttribute${free}`), placeholder: true };
  });
}

interface Rule {
  readonly attribute: string;
  readonly types: readonly FieldType[];
  /** Of the whole name, in lower case, letters and digits only. */
  readonly name: RegExp;
}

const WORDS: readonly FieldType[] = ['text', 'dropdown'];

const rules: readonly Rule[] = [
  {
    attribute: 'manager',
    types: ['user'],
    name: /^(?:(?:direct|line|people|reporting)?(?:manager|supervisor)|report(?:s|ing)to)$/,
  },
  {
    attribute: 'employeeId',
    types: [...WORDS, 'number'],
    name: /^(?:employee|emp|staff|personnel)(?:id|no|num|number|code)$/,
  },
  {
    attribute: 'employeeHireDate',
    types: ['date', 'dateTime'],
    name: /^(?:(?:employee)?(?:hire|hiring|join|joining|start)date|dateof(?:hire|hiring|join|joining)|doj)$/,
  },
  { attribute: 'employeeType', types: WORDS, name: /^(?:employee|employment)type$/ },
  { attribute: 'jobTitle', types: WORDS, name: /^(?:designation|jobtitle)$/ },
  { attribute: 'department', types: WORDS, name: /^department(?:name)?$/ },
  { attribute: 'companyName', types: WORDS, name: /^company(?:name)?$/ },
  { attribute: 'physicalDeliveryOfficeName', types: WORDS, name: /^office(?:location|name)?$/ },
  { attribute: 'streetAddress', types: WORDS, name: /^street(?:address)?$/ },
  { attribute: 'postalCode', types: WORDS, name: /^(?:postal|post|zip)code$/ },
  { attribute: 'city', types: WORDS, name: /^city$/ },
  { attribute: 'state', types: WORDS, name: /^(?:state|province)$/ },
  { attribute: 'country', types: WORDS, name: /^country$/ },
  { attribute: 'telephoneNumber', types: WORDS, name: /^(?:work|office|business|tele)phone(?:number)?$/ },
  { attribute: 'mobile', types: WORDS, name: /^mobile(?:phone)?(?:number)?$/ },
  { attribute: 'preferredLanguage', types: WORDS, name: /^(?:preferred)?language$/ },
];

/** A field whose id was taken before ends in a number: `Manager_1`. */
const simplified = (text: string): string => text.toLowerCase().replaceAll(/_\d+$|[^a-z0-9]/g, '');

function byName(field: Field): string | undefined {
  const names = [simplified(field.name), simplified(field.id)];
  return rules.find(({ types, name }) => types.includes(field.type) && names.some((one) => name.test(one)))
    ?.attribute;
}
