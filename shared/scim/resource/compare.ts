/**
 * RFC 7643 §2.2 (caseExact) and §2.3: the comparable form of values. Search keys, uniqueness reservations and filters
 * all go through here, and stores keep what it returns: changing a result orphans stored data.
 */

import type { Attribute } from '../schema/attribute.ts';
import type { Value } from './resource.ts';

export type Comparable = string | number | boolean;

/**
 * The form in which two strings that differ only in case are the same (after RFC 8265, UsernameCaseMapped). Frozen: what
 * it returns is stored, so a change needs a new version of the keys (storage/key-version.ts). Lower-casing composes anew,
 * hence NFC twice; it also makes a sigma at the end of a word a final one, by which a text would not be found by its
 * own beginning.
 */
export const fold = (text: string): string =>
  PRINTABLE_ASCII.test(text) ? text.toLowerCase() : foldAny(text);

const PRINTABLE_ASCII = /^[ -~]*$/;

const foldAny = (text: string): string =>
  text.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('\u03C2', '\u03C3');

/** Order of code points, which is the order of UTF-8 bytes; JavaScript's own is that of UTF-16 units. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = codePointRank(a.charCodeAt(i)) - codePointRank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Moves surrogates, which encode code points above U+FFFF, behind all other units. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

/**
 * RFC 7643 §2.3.5: an xsd:dateTime as UTC in fixed width, so that text order is time order; undefined when it is not a
 * date and time of the years 1 to 9999. No zone means UTC; what follows the seventh fraction digit is cut off.
 */
export function instant(text: string): string | undefined {
  const [, local = '', fraction = '', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  const endsDay = local.endsWith('T24:00:00') && /^0*$/.test(fraction);
  const wall = endsDay ? local.replace('T24', 'T00') : local;
  const offset = offsetMinutes(zone);
  if (offset === undefined || !isWallClock(wall)) return undefined;
  const utc =
    offset === 0 && !endsDay
      ? wall
      : seconds(Date.parse(`${wall}Z`) + (endsDay ? DAY_IN_MS : 0) - offset * 60_000);
  return inYears1To9999(utc) ? `${utc}.${fraction.slice(0, 7).padEnd(7, '0')}Z` : undefined;
}

const DAY_IN_MS = 24 * 60 * 60_000;

/** @param local in the form of DATE_TIME */
function isWallClock(local: string): boolean {
  const part = (start: number, end: number) => Number(local.slice(start, end));
  const [year, month, day] = [part(0, 4), part(5, 7), part(8, 10)];
  const isDate = day > 0 && day <= daysOf(year, month);
  return isDate && part(11, 13) < 24 && part(14, 16) < 60 && part(17, 19) < 60;
}

/** 0 where there is no such month. */
function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month] ?? 0);
}

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const seconds = (epochMilliseconds: number): string => new Date(epochMilliseconds).toISOString().slice(0, 19);

// Years outside 0..9999 are written with a sign.
const inYears1To9999 = (utc: string): boolean => /^\d{4}-/.test(utc) && !utc.startsWith('0000');

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > 14 * 60) return undefined;
  return zone.startsWith('-') ? -total : total;
}

/** @returns undefined when a canonical value has no comparable form, as binary and complex values have none. */
export function comparableForm(attribute: Attribute, value: Value): Comparable | undefined {
  if (typeof value === 'boolean') return attribute.type === 'boolean' ? value : undefined;
  if (typeof value !== 'string') return undefined;
  switch (attribute.type) {
    case 'string':
    case 'reference':
      return attribute.caseExact ? value : fold(value);
    case 'dateTime':
      return instant(value);
    case 'decimal':
    case 'integer':
      return sortableNumber(value);
    default:
      return undefined;
  }
}

/** RFC 8259 §6. */
const JSON_NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** RFC 8259 §6: whether `text` is a JSON number. */
export const isJsonNumber = (text: string): boolean => JSON_NUMBER.test(text);

/**
 * RFC 7643 §2.3.3 and §2.3.4: a number as text whose order is its own, with all of its digits; a double keeps some sixteen.
 * Sign, exponent and digits, each so that text order is number order. The same for `1.50` and `15e-1`; undefined when
 * `text` is not a JSON number, or its exponent has a hundred digits.
 */
export function sortableNumber(text: string): string | undefined {
  const [number, sign, whole = '', fraction = '', exponent = '0'] = JSON_NUMBER.exec(text) ?? [];
  if (number === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  const zeros = whole.length + fraction.length - digits.length;
  const scale = sortableInteger(BigInt(exponent) + BigInt(whole.length - zeros));
  if (scale === undefined) return undefined;
  const size = scale + digits.replace(/0+$/, '');
  // The mark behind a negative number, greater than any digit, puts -1.2 above -1.25.
  return sign === '' ? `1${size}` : `-${complement(size)}~`;
}

/** Whether it is negative, how many digits it has, and the digits. */
function sortableInteger(integer: bigint): string | undefined {
  const digits = String(integer < 0n ? -integer : integer);
  if (digits.length > 99) return undefined;
  const sized = String(digits.length).padStart(2, '0') + digits;
  return integer < 0n ? `0${complement(sized)}` : `1${sized}`;
}

const complement = (digits: string): string => digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
