/** A record of a user or group -> the resource that it was. What it cannot hold is refused by name, never dropped. */

import type { Account } from '../accounts/account.ts';
import { isOfType, validate } from '../accounts/resource-types.ts';
import { extensionUrn } from '../kissflow/field.ts';
import { invalidValue } from '../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { instant } from '../scim/resource/compare.ts';
import { readResource } from '../scim/resource/read.ts';
import type { ComplexValue, Resource, Value } from '../scim/resource/resource.ts';
import { withRetained } from '../scim/resource/retained.ts';
import type { ValueChecks } from '../scim/resource/rules.ts';
import { withServerAttributes } from '../scim/resource/server-attributes.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { field, fix, say } from '../scim/text.ts';

/**
 * What a user holds is put back as it was: even a choice that is no longer an option, or a user without a value of a field
 * that was made required since.
 */
const checks: ValueChecks = {
  isOfType,
  validate: (attribute, value, path) =>
    isOfType(attribute, value) ? value : validate(attribute, value, path),
  unknownAttribute: (path) => {
    throw invalidValue(
      'unknown-attribute',
      say`${field(path)} is not known in this account: ${fix`define the field first, or take the value out of the record`}.`,
    );
  },
};

/** What the service provider sets, or keeps elsewhere. */
const NOT_HERE = new Set(['id', 'schemas', 'meta', 'groups', 'members']);

/** @param record of the shape that the manage API describes; @throws ScimError */
export function readRecord(account: Account, type: ResourceType, record: JsonObject): Resource {
  const { id, created, lastModified, attributes = {}, fields, kept } = record;
  if (!isObject(attributes)) throw invalidValue('record', say`attributes must be an object.`);
  for (const name of Object.keys(attributes)) {
    if (!NOT_HERE.has(name.toLowerCase()) && !name.includes(':')) continue;
    throw invalidValue(
      'record',
      say`${field(`attributes.${name.slice(0, 200)}`)} does not belong in attributes: ${fix`put values of Kissflow fields under fields, and members in records of their own`}.`,
    );
  }
  const urn = extensionUrn(account.id);
  const body = fields === undefined ? attributes : { ...attributes, [urn]: fields };
  const read = readResource(type, body, checks);
  if (typeof read[type.uniqueAttribute] !== 'string' || read[type.uniqueAttribute] === '') {
    throw invalidValue('record', say`${field(`attributes.${type.uniqueAttribute}`)} is missing.`);
  }
  const whole = kept === undefined ? read : withRetained({ [urn]: keptValues(account, fields, kept) }, read);
  return withServerAttributes(type, whole, {
    id: String(id),
    created: utcInstant(created),
    lastModified: utcInstant(lastModified),
  });
}

/** In the form in which the service writes instants; the request schema has refused anything else. */
const utcInstant = (time: Json | undefined): string =>
  new Date(instant(String(time)) ?? Number.NaN).toISOString();

/** Values for fields that may return: they belong to a field that the account has or had, and are taken as they are. */
function keptValues(
  { fields, formerFields = [] }: Account,
  shown: Json | undefined,
  kept: Json,
): ComplexValue {
  if (!isObject(kept)) throw invalidValue('record', say`kept must be an object.`);
  const known = new Map([...formerFields, ...fields].map(({ id }) => [id.toLowerCase(), id]));
  const given = new Set(isObject(shown) ? Object.keys(shown).map((name) => name.toLowerCase()) : []);
  const entries = Object.entries(kept).map(([name, value]): [string, Value] => {
    const id = known.get(name.toLowerCase());
    const place = field(`kept.${name.slice(0, 64)}`);
    if (id === undefined) {
      throw invalidValue(
        'record',
        say`${place}: the account has never had this field. ${fix`Define it and remove it again, or take the value out of the record`}.`,
      );
    }
    if (given.has(name.toLowerCase())) {
      throw invalidValue(
        'record',
        say`${place} is given twice, or under fields as well: ${fix`keep one of them`}.`,
      );
    }
    given.add(name.toLowerCase());
    if (!isKept(value)) {
      throw invalidValue(
        'record',
        say`${place} must be text, true, false, or an object of those; numbers are text here.`,
      );
    }
    return [id, value];
  });
  return Object.fromEntries(entries);
}

function isKept(value: Json): value is string | boolean | ComplexValue {
  if (!isObject(value)) return isSimple(value);
  const parts = Object.values(value);
  return parts.length > 0 && parts.every(isSimple);
}

const isSimple = (value: Json): value is string | boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.isWellFormed() && !value.includes('\u0000'));
