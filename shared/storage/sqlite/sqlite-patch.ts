/**
 * A patch as one UPDATE that decides for itself whether the document is there, meets the guards and can be patched: then
 * nothing is read, made anew or written that the patch does not name. It changes no row in any other case, and the plain
 * way (document-patch.ts) says why.
 */

import { LRUCache } from 'lru-cache';
import type { DocumentPatch, Guard } from '../documents/document-store.ts';
import { endsRendition, MAX_PROPERTIES, pointerNames } from './document-patch.ts';
import { jsonPath } from './sqlite-condition.ts';
import { externalIdOf } from './sqlite-row.ts';

export interface PatchSql {
  readonly text: string;
  /** From the fourth parameter on; the first three are partition, id and the time now. */
  readonly values: readonly (string | null)[];
}

/** They are columns as well, which the plain way keeps up. */
const IN_COLUMNS = new Set(['type', 'groupId', 'memberId', 'owes', 'ttl']);

/** @returns undefined for a patch that only the plain way can do */
export function patchSql(table: string, patch: DocumentPatch): PatchSql | undefined {
  const key = `${table} ${shapeOf(patch)}`;
  const known = texts.get(key);
  const text = known ?? updateText(table, patch);
  if (known === undefined) texts.set(key, text);
  return text === PLAIN ? undefined : { text, values: valuesOf(patch) };
}

/** The service sends patches of few shapes. An empty text: for the plain way. */
const texts = new LRUCache<string, string>({ max: 200 });
const PLAIN = '';

/** Patches of one shape differ only in the values that they set and demand. */
function shapeOf(patch: DocumentPatch): string {
  const { set = {}, remove = [], increment = {}, when } = patch;
  const guards = Object.entries(when).map(([name, value]) => [
    name,
    value === undefined,
    typeof value === 'string',
  ]);
  return JSON.stringify([Object.keys(set), remove, increment, guards, endsRendition(patch)]);
}

/** In the order of their parameters. */
function valuesOf(patch: DocumentPatch): PatchSql['values'] {
  const { set = {}, when, rendition } = patch;
  return [
    ...(endsRendition(patch) ? [rendition?.layout ?? null, rendition?.text ?? null] : []),
    ...Object.entries(set).flatMap(([pointer, value]) =>
      pointer === '/k' ? [JSON.stringify(value), externalIdOf(value)] : [JSON.stringify(value)],
    ),
    ...Object.entries(when).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [isTypeGuard(name, value) ? value : JSON.stringify(value)];
    }),
  ];
}

const isTypeGuard = (name: string, value: Guard[string]): value is string =>
  name === 'type' && typeof value === 'string';

function updateText(table: string, patch: DocumentPatch): string {
  const { set = {}, remove = [], increment = {} } = patch;
  const pointers = [...Object.keys(set), ...remove, ...Object.keys(increment)];
  const paths = pointers.map(pointerNames);
  const isNarrow =
    paths.length > 0 &&
    paths.length <= MAX_PROPERTIES &&
    !paths.some(([head = '']) => IN_COLUMNS.has(head)) &&
    !('/revision' in set || remove.includes('/revision')) &&
    !paths.some(([head, name]) => head === 'k' && name === 'externalId') &&
    !remove.includes('/k') &&
    Object.values(increment).every(Number.isSafeInteger);
  if (!isNarrow || overlap(paths)) return PLAIN;
  return new Update().text(table, patch);
}

/** Whether a property is patched twice, or inside another that is patched as well. */
function overlap(paths: readonly (readonly string[])[]): boolean {
  const texts = paths.map((path) => `${path.join('/')}/`);
  return texts.some((text, index) => texts.some((other, at) => at !== index && other.startsWith(text)));
}

/** Where a property is: SQL for the JSON that holds it, and the path in it as SQL text. */
interface Place {
  readonly json: 'k' | 'body';
  readonly path: string;
  /** The same of the object around it; undefined where that is the document. */
  readonly parent: string | undefined;
}

class Update {
  #parameters = 3;
  readonly #conditions: string[] = [];
  readonly #columns = new Map<string, string>();

  text(table: string, patch: DocumentPatch): string {
    const { set = {}, remove = [], increment = {}, when } = patch;
    if (endsRendition(patch)) {
      this.#columns.set('layout', this.#parameter());
      this.#columns.set('rendition', this.#parameter());
    }
    for (const pointer of Object.keys(set)) this.#set(pointer);
    for (const pointer of remove) this.#remove(placeOf(pointer));
    for (const [pointer, by] of Object.entries(increment)) this.#increment(pointer, by);
    for (const [name, value] of Object.entries(when)) this.#guard(name, value);
    const assignments = [...this.#columns].map(([column, value]) => `${column} = ${value}`).join(', ');
    const conditions = ['expires IS NULL', '?3 IS NOT NULL', ...this.#conditions].join(' AND ');
    return `UPDATE ${table} SET ${assignments} WHERE partition = ?1 AND id = ?2 AND ${conditions} RETURNING body, k`;
  }

  #set(pointer: string): void {
    if (pointer === '/k') {
      this.#columns.set('k', this.#parameter());
      this.#columns.set('externalId', this.#parameter());
      return;
    }
    const place = placeOf(pointer);
    this.#insideObject(place);
    this.#edit(place, (json) => `json_set(${json}, ${place.path}, json(${this.#parameter()}))`);
  }

  #remove(place: Place): void {
    this.#conditions.push(`json_type(${place.json}, ${place.path}) IS NOT NULL`);
    this.#edit(place, (json) => `json_remove(${json}, ${place.path})`);
  }

  #increment(pointer: string, by: number): void {
    const place = placeOf(pointer);
    this.#insideObject(place);
    const found = `json_type(${place.json}, ${place.path})`;
    this.#conditions.push(`ifnull(${found}, 'integer') = 'integer'`);
    const before = `ifnull(json_extract(${place.json}, ${place.path}), 0)`;
    this.#edit(place, (json) => `json_set(${json}, ${place.path}, ${before} + (${by}))`);
    if (pointer === '/revision') this.#columns.set('revision', `${before} + (${by})`);
  }

  /** Compared as JSON text, so that no value is taken for one of another type. */
  #guard(name: string, value: Guard[string]): void {
    if (isTypeGuard(name, value)) {
      this.#conditions.push(`type = ${this.#parameter()}`);
      return;
    }
    const found = name === 'k' ? 'k' : `body -> ${jsonPath([name])}`;
    this.#conditions.push(value === undefined ? `${found} IS NULL` : `${found} = ${this.#parameter()}`);
  }

  #insideObject({ json, parent }: Place): void {
    if (parent !== undefined) this.#conditions.push(`json_type(${json}, ${parent}) = 'object'`);
  }

  #edit({ json }: Place, edited: (json: string) => string): void {
    this.#columns.set(json, edited(this.#columns.get(json) ?? json));
  }

  #parameter(): string {
    this.#parameters += 1;
    return `?${this.#parameters}`;
  }
}

function placeOf(pointer: string): Place {
  const names = pointerNames(pointer);
  const isKey = names[0] === 'k';
  const inside = isKey ? names.slice(1) : names;
  const isTop = !isKey && inside.length === 1;
  return {
    json: isKey ? 'k' : 'body',
    path: jsonPath(inside),
    parent: isTop ? undefined : jsonPath(inside.slice(0, -1)),
  };
}
