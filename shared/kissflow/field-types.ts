/**
 * Every type of Kissflow user field, and all that the service knows of it: its attribute, its format, how it is mapped
 * in Entra ID. A new type is one more entry; the manage API, discovery, validation, the mapping guide, the command line
 * and the Entra client read this table and ask no type by its name.
 */

import { type Json, rawNumber } from '../scim/json.ts';
import { instant } from '../scim/resource/compare.ts';
import type { AttributeDefinition, Format } from '../scim/schema/attribute.ts';

/** The choices of a field that has any, in order. */
type Options = readonly string[];

export interface FieldTypeDefinition {
  /** The type's name in a sentence. */
  readonly title: string;
  /** Characteristics of the attribute (RFC 7643 §7) where they differ from those of a text. */
  readonly attribute: (options: Options) => Pick<AttributeDefinition, 'type'> & Partial<AttributeDefinition>;
  /** How the text of a string is checked; the attribute's `format` is the name of the type. */
  readonly format?: Format;
  /** Whether the account lists the choices. */
  readonly hasOptions?: true;
  /** In Entra's attribute list, which also has Integer and Binary: no field fits them. */
  readonly entraType: 'String' | 'DateTime' | 'Boolean' | 'Reference';
  /** For Entra's FormatDateTime: what a date that the directory keeps as text is turned into. */
  readonly dateFormat?: string;
  /** For an administrator who maps the field: which values it takes. */
  readonly note?: (options: Options) => string;
  /** A value that is read back exactly as it was sent; another `seed` gives another one. References have none. */
  readonly sample?: (seed: number, options: Options) => Json;
}

/** RFC 3339 full-date, or a date-time that names the day. */
const isDate = (text: string): boolean =>
  instant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text) !== undefined;

/** An amount, or an amount and an ISO 4217 code; the amount is a JSON number without an exponent. */
const isCurrency = (text: string): boolean => /^-?(0|[1-9]\d{0,30})(\.\d{1,30})?( [A-Z]{3})?$/.test(text);

const dayOf = (seed: number): string => `2026-01-${String(1 + (seed % 28)).padStart(2, '0')}`;

const referencePart: Omit<AttributeDefinition, 'name' | 'type' | 'description' | 'mutability'> = {
  multiValued: false,
  required: false,
  caseExact: true,
  returned: 'default',
  uniqueness: 'none',
};

/** RFC 7643 §2.3.7: `value` is our id of the user; `$ref` is its URI, which we compute. */
const userReference: readonly AttributeDefinition[] = [
  {
    ...referencePart,
    name: 'value',
    type: 'string',
    description: 'id of the user.',
    mutability: 'readWrite',
  },
  {
    ...referencePart,
    name: '$ref',
    type: 'reference',
    referenceTypes: ['User'],
    description: 'URI of the user.',
    mutability: 'readOnly',
  },
];

const fieldTypeTable = {
  text: {
    title: 'text',
    attribute: () => ({ type: 'string' }),
    entraType: 'String',
    sample: (seed) => `Text ${seed} "ä" \\ 東京 😀`,
  },
  number: {
    title: 'number',
    attribute: () => ({ type: 'decimal' }),
    entraType: 'String',
    note: () =>
      'String, because Integer has no decimals: as text, the digits arrive unchanged (12.50 stays 12.50) and are stored as a number.',
    sample: (seed) => rawNumber(`${seed}.50`),
  },
  currency: {
    title: 'currency',
    attribute: () => ({ type: 'string', jsonNumber: 'amount' }),
    format: { matches: isCurrency, expected: 'an amount such as "12.50" or "12.50 EUR", as a string' },
    entraType: 'String',
    note: () => 'An amount, or an amount and an ISO 4217 code: 12.50 or 12.50 EUR.',
    sample: (seed) => (seed % 2 === 0 ? `${seed}.50 EUR` : `${seed}.50`),
  },
  date: {
    title: 'date',
    attribute: () => ({ type: 'string', jsonNumber: 'refused' }),
    format: { matches: isDate, expected: 'a date such as "2026-01-31", or a date-time' },
    entraType: 'DateTime',
    dateFormat: 'yyyy-MM-dd',
    note: () => 'A date (2026-01-31) or a date-time.',
    sample: dayOf,
  },
  dateTime: {
    title: 'date-time',
    attribute: () => ({ type: 'dateTime' }),
    entraType: 'DateTime',
    dateFormat: 'yyyy-MM-ddTHH:mm:ssZ',
    note: () => 'A date-time (2026-01-31T09:30:00Z).',
    sample: (seed) => `${dayOf(seed)}T08:30:00.1234567Z`,
  },
  yesNo: {
    title: 'yes/no',
    attribute: () => ({ type: 'boolean' }),
    entraType: 'Boolean',
    note: () => 'true or false.',
    sample: (seed) => seed % 2 === 0,
  },
  dropdown: {
    title: 'dropdown',
    attribute: (options) => ({ type: 'string', caseExact: true, canonicalValues: options, closed: true }),
    hasOptions: true,
    entraType: 'String',
    note: (options) => `One of these, letter for letter: ${options.join(', ')}. Any other value is refused.`,
    sample: (seed, options) => options[seed % options.length] ?? '',
  },
  /** Reference to a user, such as the manager. */
  user: {
    title: 'user',
    attribute: () => ({ type: 'complex', subAttributes: userReference }),
    entraType: 'Reference',
    note: () =>
      'If the portal refuses Reference for a custom attribute, choose String, and look at one user with Provision on demand: the value has to be the id that this endpoint gave to the other user, not an object id of Entra.',
  },
} as const satisfies Readonly<Record<string, FieldTypeDefinition>>;

export type FieldType = keyof typeof fieldTypeTable;

export const fieldTypes: Readonly<Record<FieldType, FieldTypeDefinition>> = fieldTypeTable;
