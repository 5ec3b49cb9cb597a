/** Which attributes differ between two versions of a resource; extensions attribute by attribute. */

import { assigned } from '../scim/json.ts';
import {
  type ComplexValue,
  equal,
  isComplex,
  own,
  type Resource,
  type Value,
} from '../scim/resource/resource.ts';
import type { ChangedAttribute } from './entry.ts';

/** Characters of a value that the log keeps. */
const MAX_VALUE = 1000;

/** What the service provider sets itself is no change of the client's. */
const OWN = new Set(['schemas', 'id', 'meta']);

/**
 * @param uniqueAttribute of the resource type
 * @param withValues false keeps of values only `active`, and both names of a resource that is renamed
 */
export function changedAttributes(
  before: Resource,
  after: Resource,
  uniqueAttribute: string,
  withValues: boolean,
): readonly ChangedAttribute[] {
  const differing = (from: ComplexValue, to: ComplexValue, prefix: string): ChangedAttribute[] =>
    namesOf(from, to).flatMap((name) => {
      const [old, now] = [own(from, name), own(to, name)];
      if (equal(old, now) || (prefix === '' && OWN.has(name))) return [];
      if (isExtension(name)) return differing(container(old), container(now), `${name}:`);
      const attribute = prefix + name;
      const renames = attribute === uniqueAttribute && old !== undefined;
      const keeps = withValues || attribute === 'active' || renames;
      return [{ attribute, ...(keeps ? valuesOf(old, now) : {}) }];
    });
  return differing(before, after, '');
}

const namesOf = (a: ComplexValue, b: ComplexValue): string[] => [
  ...new Set([...Object.keys(a), ...Object.keys(b)]),
];

const isExtension = (name: string): boolean => name.includes(':');

const container = (value: Value | undefined): ComplexValue => (isComplex(value) ? value : {});

const valuesOf = (before: Value | undefined, after: Value | undefined): Partial<ChangedAttribute> =>
  assigned({
    before: before === undefined ? undefined : clip(before),
    after: after === undefined ? undefined : clip(after),
  });

function clip(value: Value): Value {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MAX_VALUE ? value : `${text.slice(0, MAX_VALUE).toWellFormed()}…`;
}
