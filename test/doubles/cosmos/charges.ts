/**
 * A simple model of request units, fitted to the figures that Microsoft publishes; docs/cosmos.md says to which. It is
 * there to show a regression as a number, and to compare ways; a real account charges otherwise in detail.
 */

import { covers, includedPaths } from './index-use.ts';
import { isRecord } from './wire.ts';

const KB = 1024;

/** RU of a point read: 1 for 1 KB, 10 for 100 KB. */
export const readCharge = (bytes: number): number => 1 + (9 / 99) * Math.max(0, bytes / KB - 1);

/** RU of a query before it looks at anything. */
export const QUERY = 2.3;
/** RU of one entry of the index that a query passes. */
export const ENTRY = 0.0003;
/** RU of a document that a query loads, and of each KB of it. */
export const LOADED = 0.02;
export const LOADED_KB = 0.007;

/** @param entries of the index that the query passes @param loaded documents, of so many bytes together */
export const queryCharge = (entries: number, loaded: number, bytes: number): number =>
  QUERY + ENTRY * entries + LOADED * loaded + LOADED_KB * (bytes / KB);

/** RU of a write of up to 1 KB with nothing indexed, of each further KB, and of each indexed value. */
export const WRITE = 5;
export const WRITE_KB = 0.68;
export const INDEXED_VALUE = 0.2;

export const writeCharge = (bytes: number, indexedValues: number): number =>
  WRITE + WRITE_KB * Math.max(0, bytes / KB - 1) + INDEXED_VALUE * indexedValues;

/** A path that is included by name has an entry for every document, also where it is not there. */
export function indexedValues(container: string, document: unknown): number {
  const included = includedPaths(container);
  const named = included.filter((path) => path.endsWith('/?')).length;
  return (
    named +
    scalarsBelow(
      document,
      [],
      included.filter((path) => path.endsWith('/*')),
    )
  );
}

function scalarsBelow(value: unknown, path: readonly string[], included: readonly string[]): number {
  if (Array.isArray(value)) return sum(value.map((one) => scalarsBelow(one, path, included)));
  if (isRecord(value))
    return sum(Object.entries(value).map(([name, one]) => scalarsBelow(one, [...path, name], included)));
  return included.some((one) => covers(one, path)) ? 1 : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const sizes = new WeakMap<object, number>();

/** Bytes of a document, as it is sent. */
export function sizeOf(document: object): number {
  const known = sizes.get(document) ?? Buffer.byteLength(JSON.stringify(document));
  sizes.set(document, known);
  return known;
}
