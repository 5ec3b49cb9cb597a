/** RFC 7644 §3.4.2.2: gives every name of a filter its attribute and every literal its type, by resource type. */

import { invalidFilter } from '../error.ts';
import type { Policy } from '../policy.ts';
import type { Comparable } from '../resource/compare.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say } from '../text.ts';
import { type Comparator, type Filter, pathText } from './ast.ts';
import { comparand } from './comparand.ts';
import type { Condition, KeyPath } from './condition.ts';
import {
  comparedLocation,
  conditionAt,
  elementNames,
  type KeyLocation,
  type KeySteps,
  type NameResolver,
  resourceNames,
} from './scope.ts';
import { NUMBER_KEY } from './search-keys.ts';

/** @throws ScimError invalidFilter */
export const bindFilter = (type: ResourceType, filter: Filter, policy: Policy): Condition =>
  bind(filter, resourceNames(type), policy);

/**
 * Binds the filter in `attribute[...]`; the condition is relative to an element.
 * @throws ScimError invalidFilter
 */
export const bindValueFilter = (attribute: Attribute, filter: Filter, policy: Policy): Condition =>
  bind(filter, elementNames(attribute, []), policy);

type Of<Kind extends Filter['kind']> = Extract<Filter, { kind: Kind }>;

function bind(filter: Filter, resolve: NameResolver, policy: Policy): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map((term) => bind(term, resolve, policy)) };
    case 'not':
      return not(bind(filter.term, resolve, policy));
    case 'present':
      return present(resolve(filter.path));
    case 'compare':
      return filter.value.kind === 'null'
        ? bindNull(filter, resolve(filter.path))
        : bindCompare(filter, comparedLocation(resolve(filter.path), filter.path), policy);
    case 'valuePath':
      return bindValuePath(filter, resolve(filter.path), policy);
  }
}

const not = (term: Condition): Condition => ({ kind: 'not', term });

/** Has a value, of whatever type; for a multi-valued attribute, has an element. */
function present({ path, steps }: KeySteps): Condition {
  const last = steps.at(-1);
  if (!last) return { kind: 'present', path };
  const parents = { path, steps: steps.slice(0, -1) };
  return conditionAt(parents, (keyPath) => ({ kind: 'present', path: [...keyPath, last.name] }));
}

/** RFC 7643 §2.5: null and no value are the same. */
function bindNull({ path, comparator }: Of<'compare'>, location: KeyLocation): Condition {
  if (comparator === 'eq') return not(present(location));
  if (comparator === 'ne') return present(location);
  throw invalidFilter(
    'operator-not-possible',
    say`"${field(pathText(path))}" can be compared with null by eq and ne only.`,
  );
}

function bindCompare(
  { path, comparator, value }: Of<'compare'>,
  location: KeyLocation,
  policy: Policy,
): Condition {
  const literal = comparand(location.attribute, pathText(path), comparator, value, policy);
  const key = (keyPath: KeyPath) => (location.attribute.isNumeric ? [...keyPath, NUMBER_KEY] : keyPath);
  if (comparator === 'ne') return differs(location, (keyPath) => compareWith(key(keyPath), 'eq', literal));
  return conditionAt(location, (keyPath) => compareWith(key(keyPath), comparator, literal));
}

const compareWith = (path: KeyPath, comparator: Exclude<Comparator, 'ne'>, value: Comparable): Condition => ({
  kind: 'compare',
  path,
  comparator,
  value,
});

/** True when nothing is there to be equal, and on a multi-valued attribute when some element is not equal. */
function differs(location: KeySteps, equals: (path: KeyPath) => Condition): Condition {
  const differing = conditionAt(location, (path) => not(equals(path)));
  const array = location.steps.findIndex((step) => step.multiValued);
  if (array < 0) return differing;
  const some = present({ path: location.path, steps: location.steps.slice(0, array + 1) });
  return { kind: 'or', terms: [not(some), differing] };
}

function bindValuePath({ path, filter }: Of<'valuePath'>, location: KeyLocation, policy: Policy): Condition {
  const { attribute } = location;
  if (attribute.type !== 'complex' && !attribute.multiValued) {
    throw invalidFilter(
      'value-filter-not-possible',
      say`"${field(pathText(path))}" has one simple value: ${fix`compare it without brackets`}.`,
    );
  }
  const where = conditionAt(location, (keyPath) => bind(filter, elementNames(attribute, keyPath), policy));
  return attribute.multiValued ? where : { kind: 'and', terms: [present(location), where] };
}
