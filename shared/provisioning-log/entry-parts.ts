/** The parts of an entry: whom a request concerned, which attributes and members changed, and what that means. */

import { isId } from '../scim/id.ts';
import { assigned } from '../scim/json.ts';
import {
  type ComplexValue,
  equal,
  isComplex,
  own,
  type Resource,
  type Value,
} from '../scim/resource/resource.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { ChangedAttribute, LoggedEvent, LoggedMembers, LoggedOperation, Subject } from './entry.ts';

/** Characters of a value that the log keeps. */
const MAX_VALUE = 1000;

/** What the service provider sets itself is not a change by the client. */
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
  const changes: ChangedAttribute[] = [];
  const compare = (from: ComplexValue, to: ComplexValue, prefix: string): void => {
    for (const name of namesInEither(from, to)) {
      const [old, now] = [own(from, name), own(to, name)];
      if (equal(old, now) || (prefix === '' && OWN.has(name))) continue;
      if (isExtension(name)) compare(container(old), container(now), `${name}:`);
      else {
        const attribute = prefix + name;
        const renames = attribute === uniqueAttribute && old !== undefined;
        const keeps = withValues || attribute === 'active' || renames;
        changes.push({ attribute, ...(keeps ? valuesOf(old, now) : {}) });
      }
    }
  };
  compare(before, after, '');
  return changes;
}

function namesInEither(a: ComplexValue, b: ComplexValue): string[] {
  const names = Object.keys(a);
  for (const name of Object.keys(b)) if (!Object.hasOwn(a, name)) names.push(name);
  return names;
}

const isExtension = (name: string): boolean => name.includes(':');

const container = (value: Value | undefined): ComplexValue => (isComplex(value) ? value : {});

const valuesOf = (before: Value | undefined, after: Value | undefined): Partial<ChangedAttribute> =>
  assigned({
    before: before === undefined ? undefined : cutValue(before),
    after: after === undefined ? undefined : cutValue(after),
  });

function cutValue(value: Value): Value {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MAX_VALUE ? value : `${text.slice(0, MAX_VALUE).toWellFormed()}…`;
}

/**
 * Of several things at once the one that matters most: Entra ID renames the users that it disables.
 * @param uniqueAttribute what a resource is called by: a change of it is a renaming
 * @param changed with the value of `active`
 * @returns undefined when nothing happened
 */
export function eventOf(
  operation: LoggedOperation,
  uniqueAttribute: string,
  changed: readonly ChangedAttribute[],
  membersChanged: boolean,
): LoggedEvent | undefined {
  if (operation === 'create') return 'created';
  if (operation === 'delete') return 'deleted';
  const active = changed.find(({ attribute }) => attribute === 'active');
  if (active?.after === false) return 'disabled';
  if (active?.before === false) return 'restored';
  if (changed.some(({ attribute }) => attribute === uniqueAttribute)) return 'renamed';
  if (membersChanged) return 'members-changed';
  return changed.length > 0 ? 'changed' : undefined;
}

const MAX_NAME_LENGTH = 256;

/** @param attributes of a resource, or of a body as a client sent it: names in any case, values of any kind */
export function subjectOf(
  attributes: Readonly<Record<string, unknown>> | undefined,
  { uniqueAttribute }: Pick<ResourceType, 'uniqueAttribute'>,
): Subject {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'string' && value !== '')
      texts.set(name.toLowerCase(), value.slice(0, MAX_NAME_LENGTH).toWellFormed());
  }
  const name = texts.get(uniqueAttribute.toLowerCase()) ?? texts.get('displayname');
  const externalId = texts.get('externalid');
  return assigned({ name, externalId });
}

/** Members that an entry names; of a larger change the first ones. */
const MAX_IDS = 20;

/** @param added ids, as they were sent; @param removed the same */
export const loggedMembers = (
  added: readonly string[],
  removed: readonly string[],
  cleared: boolean,
): LoggedMembers => ({
  added: added.length,
  removed: removed.length,
  cleared,
  // Text that is not an id was sent in its place: it names no resource, and may be anything.
  ids: [...added, ...removed].filter(isId).slice(0, MAX_IDS),
});
