/** The account's own attributes, discovered from GET /Schemas (RFC 7644 §4) as Entra's attribute list is. */

import { isObject, type Json, type JsonObject, rawNumber } from '../../shared/scim/json.ts';
import { sameName } from '../../shared/scim/schema/attribute.ts';

type FieldKind =
  | 'text'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'currency'
  | 'date'
  | 'dateTime'
  | 'choice'
  | 'reference';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** The values of a choice. */
  readonly options: readonly string[];
}

export interface Extension {
  readonly urn: string;
  readonly fields: readonly Field[];
}

const PREFIX = 'urn:kissflow:scim:schemas:extension:';

/** `listing` is the answer to GET /Schemas; undefined when the account has no extension. */
export function findExtension(listing: Json | undefined): Extension | undefined {
  const schema = objects(isObject(listing) ? listing.Resources : undefined).find((one) =>
    sameName(textOf(one.id).slice(0, PREFIX.length), PREFIX),
  );
  return schema && { urn: textOf(schema.id), fields: objects(schema.attributes).flatMap(fieldOf) };
}

/** The field that stands for the manager: the first reference that may be cleared again. */
export const managerField = (extension: Extension | undefined): Field | undefined =>
  extension?.fields.find((field) => field.kind === 'reference' && !field.required);

function fieldOf(attribute: JsonObject): Field[] {
  if (attribute.multiValued === true || attribute.mutability === 'readOnly') return [];
  const options = stringsOf(attribute.canonicalValues);
  const kind = kindOf(attribute, options);
  return kind ? [{ name: textOf(attribute.name), kind, required: attribute.required === true, options }] : [];
}

/** Dates and currencies are strings to SCIM; only their description tells. */
function kindOf(attribute: JsonObject, options: readonly string[]): FieldKind | undefined {
  const type = textOf(attribute.type);
  if (type === 'complex') return hasValue(attribute) ? 'reference' : undefined;
  if (type === 'boolean' || type === 'integer' || type === 'decimal' || type === 'dateTime') return type;
  if (type !== 'string') return undefined;
  if (options.length > 0) return 'choice';
  const description = textOf(attribute.description).toLowerCase();
  if (description.includes('kissflow date field')) return 'date';
  return description.includes('kissflow currency field') ? 'currency' : 'text';
}

const hasValue = (attribute: JsonObject): boolean =>
  objects(attribute.subAttributes).some((sub) => sub.name === 'value');

const objects = (json: Json | undefined): readonly JsonObject[] =>
  Array.isArray(json) ? json.filter(isObject) : [];

const stringsOf = (json: Json | undefined): readonly string[] =>
  Array.isArray(json) ? json.filter((one: Json) => typeof one === 'string') : [];

const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '');

/** One value for each field that is not a reference; another `seed` gives other values. */
export function fieldValues(extension: Extension | undefined, seed: number): JsonObject {
  const plain = extension?.fields.filter((field) => field.kind !== 'reference') ?? [];
  return Object.fromEntries(plain.map((field) => [field.name, fieldValue(field, seed)]));
}

/** Each is read back exactly as it stands here: trailing zeros, fraction digits and all. */
function fieldValue({ kind, options }: Field, seed: number): Json {
  const day = String(1 + (seed % 28)).padStart(2, '0');
  switch (kind) {
    case 'boolean':
      return seed % 2 === 0;
    case 'integer':
      return seed;
    case 'decimal':
      return rawNumber(`${seed}.50`);
    case 'currency':
      return seed % 2 === 0 ? `${seed}.50 EUR` : `${seed}.50`;
    case 'date':
      return `2026-01-${day}`;
    case 'dateTime':
      return `2026-01-${day}T08:30:00.1234567Z`;
    case 'choice':
      return options[seed % options.length] ?? '';
    default:
      return `Text ${seed} "ä" \\ 東京 😀`;
  }
}
