import { invalidValue } from '../error.ts';
import { field, fix, say } from '../text.ts';
import { isMultiple, type Value } from './resource.ts';

/** Values of a multi-valued attribute other than a group's members: each operation looks at all of them. */
export const MAX_VALUES = 1000;

/** Throws invalidValue for more values than one attribute may have. */
export function requireFew(value: Value | undefined, path: string): void {
  if (!isMultiple(value) || value.length <= MAX_VALUES) return;
  throw invalidValue(
    'too-many-values',
    say`${field(path)} would have ${value.length} values; at most ${MAX_VALUES} are kept: ${fix`send fewer`}.`,
  );
}
