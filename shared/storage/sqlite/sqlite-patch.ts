/**
 * A patch as one UPDATE that decides for itself whether the document is there, meets the guards and can be patched: then
 * nothing is read, made anew or written that the patch does not name. It changes no row in any other case, and the plain
 * way (document-patch.ts) says why.
 */

import { LRUCache } from 'lru-cache';
import { isObject, jsonTextOf } from '../../scim/json.ts';
import type { DocumentPatch, Guard } from '../documents/document-store.ts';
import { endsRendition, MAX_PROPERTIES, pointerNames } from './document-patch.ts';
import { jsonPath } from './sqlite-condition.ts';
import { notExpired } from './sqlite-query.ts';
import { externalIdOf } from './sqlite-row.ts';

export interface PatchSql {
  readonly text: string;
  /** From the fourth parameter on; the first three are partition, id and the time now. */
  readonly values: readonly PatchValue[];
}

type PatchValue = string | number | null;

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

/** Selects a row where there is a document that meets `when`. */
export function guardSql(table: string, when: Guard): PatchSql {
  const key = `${table} guard${shapeOfGuard(when)}`;
  const text = texts.get(key) ?? new Statement().guardText(table, when);
  texts.set(key, text);
  const values: PatchValue[] = [];
  addGuardValues(values, when);
  return { text, values };
}

/** The service sends patches of few shapes. An empty text: for the plain way. */
const texts = new LRUCache<string, string>({ max: 200 });
const PLAIN = '';

/** Patches of one shape differ only in the values that they set and demand. */
function shapeOf(patch: DocumentPatch): string {
  const { set = {}, remove = [], increment = {}, when } = patch;
  let shape = endsRendition(patch) ? 'ends' : '';
  for (const pointer of Object.keys(set)) shape += ` set ${lengthened(pointer)}`;
  for (const pointer of remove) shape += ` remove ${lengthened(pointer)}`;
  for (const [pointer, by] of Object.entries(increment)) shape += ` increment ${lengthened(pointer)} ${by}`;
  return shape + shapeOfGuard(when);
}

function shapeOfGuard(when: Guard): string {
  let shape = '';
  for (const [name, value] of Object.entries(when)) shape += ` when ${lengthened(name)} ${typeof value}`;
  return shape;
}

/** A name may hold anything: its length says where it ends. */
const lengthened = (name: string): string => `${name.length} ${name}`;

/** In the order of their parameters. */
function valuesOf(patch: DocumentPatch): PatchSql['values'] {
  const { set = {}, when, rendition } = patch;
  const values: PatchValue[] = [];
  if (endsRendition(patch)) values.push(rendition?.layout ?? null, rendition?.text ?? null);
  for (const [pointer, value] of Object.entries(set)) {
    values.push(pointer === '/r' && isObject(value) ? jsonTextOf(value) : JSON.stringify(value));
    if (pointer === '/k') values.push(externalIdOf(value));
  }
  addGuardValues(values, when);
  return values;
}

function addGuardValues(values: PatchValue[], when: Guard): void {
  for (const [name, value] of Object.entries(when)) {
    if (value !== undefined) values.push(isColumnGuard(name, value) ? value : JSON.stringify(value));
  }
}

/** Of a property that lies in a column of its type as well. */
const isColumnGuard = (name: string, value: Guard[string]): value is string | number =>
  (name === 'type' && typeof value === 'string') || (name === 'revision' && typeof value === 'number');

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
  return new Statement().patchText(table, patch);
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

class Statement {
  #parameters = 3;
  readonly #conditions: string[] = [];
  readonly #columns = new Map<string, string>();
  /** Of each column of JSON, what its functions take: one call parses it once. */
  readonly #set = { k: '', body: '' };
  readonly #removed = { k: '', body: '' };

  guardText(table: string, when: Guard): string {
    for (const [name, value] of Object.entries(when)) this.#guard(name, value);
    const conditions = [notExpired('?3'), ...this.#conditions].join(' AND ');
    return `SELECT 1 FROM ${table} WHERE partition = ?1 AND id = ?2 AND ${conditions}`;
  }

  patchText(table: string, patch: DocumentPatch): string {
    const { set = {}, remove = [], increment = {}, when } = patch;
    if (endsRendition(patch)) {
      this.#columns.set('layout', this.#parameter());
      this.#columns.set('rendition', this.#parameter());
    }
    for (const pointer of Object.keys(set)) this.#assign(pointer);
    for (const pointer of remove) this.#remove(placeOf(pointer));
    for (const [pointer, by] of Object.entries(increment)) this.#increment(pointer, by);
    for (const [name, value] of Object.entries(when)) this.#guard(name, value);
    for (const json of ['k', 'body'] as const) this.#edit(json);
    const assignments = [...this.#columns].map(([column, value]) => `${column} = ${value}`).join(', ');
    const conditions = ['expires IS NULL', '?3 IS NOT NULL', ...this.#conditions].join(' AND ');
    return `UPDATE ${table} SET ${assignments} WHERE partition = ?1 AND id = ?2 AND ${conditions} RETURNING body, k`;
  }

  #assign(pointer: string): void {
    if (pointer === '/k') {
      this.#columns.set('k', this.#parameter());
      // To set it would write its index anew, and it hardly ever changes.
      this.#conditions.push(`externalId IS ${this.#parameter()}`);
      return;
    }
    const place = placeOf(pointer);
    this.#insideObject(place);
    this.#set[place.json] += `, ${place.path}, json(${this.#parameter()})`;
  }

  #remove(place: Place): void {
    this.#conditions.push(`json_type(${place.json}, ${place.path}) IS NOT NULL`);
    this.#removed[place.json] += `, ${place.path}`;
  }

  #increment(pointer: string, by: number): void {
    const place = placeOf(pointer);
    if (pointer === '/revision') {
      this.#conditions.push('revision IS NOT NULL');
      this.#columns.set('revision', `revision + (${by})`);
      this.#set.body += `, ${place.path}, revision + (${by})`;
      return;
    }
    this.#insideObject(place);
    const found = `json_type(${place.json}, ${place.path})`;
    this.#conditions.push(`ifnull(${found}, 'integer') = 'integer'`);
    this.#set[place.json] +=
      `, ${place.path}, ifnull(json_extract(${place.json}, ${place.path}), 0) + (${by})`;
  }

  /** Compared as JSON text, so that no value is taken for one of another type. */
  #guard(name: string, value: Guard[string]): void {
    if (isColumnGuard(name, value)) {
      this.#conditions.push(`${name} = ${this.#parameter()}`);
      return;
    }
    const found = name === 'k' ? 'k' : `body -> ${jsonPath([name])}`;
    this.#conditions.push(value === undefined ? `${found} IS NULL` : `${found} = ${this.#parameter()}`);
  }

  #insideObject({ json, parent }: Place): void {
    if (parent !== undefined) this.#conditions.push(`json_type(${json}, ${parent}) = 'object'`);
  }

  #edit(json: Place['json']): void {
    const [set, removed] = [this.#set[json], this.#removed[json]];
    const edited = set === '' ? json : `json_set(${json}${set})`;
    if (set !== '' || removed !== '')
      this.#columns.set(json, removed === '' ? edited : `json_remove(${edited}${removed})`);
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
