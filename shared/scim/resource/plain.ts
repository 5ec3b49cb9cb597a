/**
 * Complex values that are written as their schema writes them: sub-attributes by their own names, texts and booleans where
 * the schema has such, and nothing empty. Each is its own canonical form (RFC 7643 §2.5), and no client's quirk is about it;
 * a list of twenty thousand members is mostly made of them.
 */

import { isObject, type Json } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { ComplexValue } from './resource.ts';

type IsPlain = (json: Json) => json is ComplexValue;

const known = new WeakMap<Attribute, IsPlain>();

/** Made once for each attribute. @param attribute complex; of any other no value is plain */
export function plainValuesOf(attribute: Attribute): IsPlain {
  const before = known.get(attribute);
  if (before) return before;
  const kinds = new Map(attribute.subAttributes.flatMap(kindOf));
  const isPlain: IsPlain = (json): json is ComplexValue => isObject(json) && isMadeOf(kinds, json);
  known.set(attribute, isPlain);
  return isPlain;
}

type Kinds = ReadonlyMap<string, 'string' | 'boolean'>;

/** What the client sets, and only in one form. */
function kindOf({ name, type, multiValued, mutability }: Attribute): [string, 'string' | 'boolean'][] {
  if (multiValued || mutability === 'readOnly' || name === '$ref') return [];
  if (type === 'boolean') return [[name, 'boolean']];
  return type === 'string' || type === 'reference' ? [[name, 'string']] : [];
}

function isMadeOf(kinds: Kinds, json: { readonly [name: string]: Json }): boolean {
  const names = Object.keys(json);
  for (const name of names) {
    const value = json[name];
    if (value === '' || typeof value !== kinds.get(name)) return false;
  }
  return names.length > 0;
}
