/** What a change of an account has made different, setting by setting, for the administrators' log. */

import type { ChangedSetting } from '../administrators-log/entry.ts';
import { assigned, isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Account } from './account.ts';

/** Characters of JSON text: an entry is one document, and the fields of an account can be longer than that. */
const MAX_VALUES = 500_000;

/** @param before undefined for a new account */
export function changedSettings(before: Account | undefined, after: Account): readonly ChangedSetting[] {
  const [had, has] = [before ? settingsOf(before) : {}, settingsOf(after)];
  const names = [...new Set([...Object.keys(had), ...Object.keys(has)])];
  const different = names.filter((name) => JSON.stringify(had[name]) !== JSON.stringify(has[name]));
  const changed = different.filter((name) => name !== ORDER || different.every(isNoField));
  return withinLimit(
    changed.map((setting) => assigned({ setting, before: had[setting], after: has[setting] })),
  );
}

/** The ids of all fields, where nothing but their order is another one. */
const ORDER = 'fields';
const isNoField = (name: string): boolean => !name.startsWith(`${ORDER}.`);

/** Every setting by its path, also those that come later. */
function settingsOf({
  id: _,
  version: _version,
  fields,
  formerFields: former = [],
  keysStaleSince: _stale,
  ...settings
}: Account) {
  const named: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(settings as unknown as JsonObject)) {
    if (!isObject(value)) named[name] = value;
    else for (const [part, setting] of Object.entries(value)) named[`${name}.${part}`] = setting;
  }
  const retiring = former.filter((field) => field.retiring).map(({ id }) => id);
  if (retiring.length > 0) named.retiring = retiring;
  if (fields.length > 0) named[ORDER] = fields.map((field) => field.id);
  for (const field of fields) named[`fields.${field.id}`] = { ...field };
  return named;
}

/** Values that no longer fit are left out; what was changed is named all the same. */
function withinLimit(changes: readonly ChangedSetting[]): readonly ChangedSetting[] {
  let size = 0;
  return changes.map((change) => {
    size += JSON.stringify(change).length;
    return size <= MAX_VALUES ? change : { setting: change.setting };
  });
}
