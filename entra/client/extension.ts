/** The account's own attributes, discovered from GET /Schemas (RFC 7644 §4) as Entra's attribute list is. */

import { fieldTypeOf, isUserReference } from '../../shared/kissflow/field.ts';
import { type FieldType, fieldTypes } from '../../shared/kissflow/field-types.ts';
import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { sameName } from '../../shared/scim/schema/attribute.ts';
import { objectsIn, textOrEmpty } from './model.ts';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** The choices of a dropdown. */
  readonly options: readonly string[];
  /** A number without fraction: some service providers publish such fields (RFC 7643 §2.3.4). */
  readonly isWhole?: true;
}

export interface Extension {
  readonly urn: string;
  readonly fields: readonly Field[];
}

const PREFIX = 'urn:kissflow:scim:schemas:extension:';

/** `listing` is the answer to GET /Schemas; undefined when the account has no extension. */
export function findExtension(listing: Json | undefined): Extension | undefined {
  const schema = objectsIn(isObject(listing) ? listing.Resources : undefined).find((one) =>
    sameName(textOrEmpty(one.id).slice(0, PREFIX.length), PREFIX),
  );
  return schema && { urn: textOrEmpty(schema.id), fields: objectsIn(schema.attributes).flatMap(fieldOf) };
}

/** The field that is taken for the manager: the first reference that may be cleared again. */
export const managerField = (extension: Extension | undefined): Field | undefined =>
  extension?.fields.find((field) => isUserReference(field.type) && !field.required);

function fieldOf(attribute: JsonObject): Field[] {
  if (attribute.multiValued === true || attribute.mutability === 'readOnly') return [];
  const options = stringsOf(attribute.canonicalValues);
  const type = typeOf(attribute, options);
  const whole = isInteger(attribute) ? { isWhole: true as const } : {};
  const required = attribute.required === true;
  return type ? [{ name: textOrEmpty(attribute.name), type, required, options, ...whole }] : [];
}

/** The characteristics decide; a description is for people. */
function typeOf(attribute: JsonObject, canonicalValues: readonly string[]): FieldType | undefined {
  const { format } = attribute;
  const published = { type: isInteger(attribute) ? 'decimal' : textOrEmpty(attribute.type), canonicalValues };
  const type = fieldTypeOf(format === undefined ? published : { ...published, format: textOrEmpty(format) });
  return type && isUserReference(type) && !hasValue(attribute) ? undefined : type;
}

const isInteger = (attribute: JsonObject): boolean => attribute.type === 'integer';

const hasValue = (attribute: JsonObject): boolean =>
  objectsIn(attribute.subAttributes).some((sub) => sub.name === 'value');

const stringsOf = (json: Json | undefined): readonly string[] =>
  Array.isArray(json) ? json.filter((one: Json) => typeof one === 'string') : [];

/** One value for each field that is not a reference; another `seed` gives other values. */
export const fieldValues = (extension: Extension | undefined, seed: number): JsonObject =>
  Object.fromEntries(
    (extension?.fields ?? []).flatMap(({ name, type, options, isWhole }) => {
      const value = isWhole ? seed : fieldTypes[type].sample?.(seed, options);
      return value === undefined ? [] : [[name, value]];
    }),
  );
