/**
 * What the service takes in, before anything is done with it: bounds that no identity provider comes near and that keep the
 * work in proportion to the body. docs/ARCHITECTURE.md publishes them. What is beyond a bound is refused with its place and
 * the bound, so that nothing is cut off without a word.
 */

import { invalidSyntax, invalidValue, type ScimError } from '../error.ts';
import type { Value } from '../resource/resource.ts';
import type { Attribute } from '../schema/attribute.ts';
import { field, fix, say, type Text } from '../text.ts';

export const limits = {
  /** Characters (UTF-16 code units) of a name in an object. */
  name: 512,
  /** Names of one object. */
  names: 5000,
  /** Objects and lists inside each other. */
  depth: 20,
  /** Characters of a number. */
  number: 64,
  /** Combining marks behind each other (UAX #15, Stream-Safe Text Format, D4): composing takes the square of them. */
  marks: 30,
  /** Characters of a value of type string or reference. */
  text: 32_768,
  /** The same, of an attribute that resources are called by. */
  label: 1024,
  /** Characters of a value of type binary. */
  binary: 65_536,
} as const;

const TOO_MANY_MARKS = new RegExp(`\\p{M}{${limits.marks + 1}}`, 'u');

export const hasTooManyMarks = (text: string): boolean =>
  text.length > limits.marks && TOO_MANY_MARKS.test(text);

/** @param path of the value; empty for the body as a whole */
const subject = (path: string): Text => (path === '' ? say`The body` : field(shortened(path)));

const shortened = (path: string): string => (path.length > 200 ? `${path.slice(0, 200)}…` : path);

export const nameTooLong = (path: string): ScimError =>
  invalidSyntax(
    'name-too-long',
    say`${subject(path)} has a name of more than ${limits.name} characters: ${fix`shorten it, or leave it out`}.`,
  );

export const tooManyNames = (path: string): ScimError =>
  invalidSyntax(
    'too-many-names',
    say`${subject(path)} has more than ${limits.names} names: ${fix`send fewer at once`}.`,
  );

export const tooDeep = (path: string): ScimError =>
  invalidSyntax('too-deep', say`${subject(path)} is nested too deeply: ${limits.depth} levels are taken.`);

export const givenTwice = (path: string): ScimError =>
  invalidSyntax('given-twice', say`${subject(path)} is given twice: ${fix`send it once`}.`);

export const numberTooLong = (path: string): ScimError =>
  invalidValue(
    'number-too-long',
    say`${subject(path)} is a number of more than ${limits.number} characters: ${fix`send fewer digits`}.`,
  );

export const tooManyMarks = (path: string): ScimError =>
  invalidValue(
    'too-many-marks',
    say`${subject(path)} has more than ${limits.marks} combining marks behind each other: ${fix`send text as people write it`}.`,
  );

/** Throws invalidValue for text that is longer than a value of its attribute may be. */
export function requireTextLimit(attribute: Attribute, value: Value | undefined, path: string): void {
  if (typeof value === 'string') {
    const most = mostCharacters(attribute);
    if (value.length > most) throw textTooLong(path, most);
  } else if (Array.isArray(value)) {
    value.forEach((one: Value, index) => {
      requireTextLimit(attribute, one, `${path}[${index}]`);
    });
  } else if (typeof value === 'object') {
    for (const sub of attribute.subAttributes) {
      if (Object.hasOwn(value, sub.name)) {
        requireTextLimit(sub, (value as Readonly<Record<string, Value>>)[sub.name], `${path}.${sub.name}`);
      }
    }
  }
}

const mostCharacters = ({ type, isLabel }: Attribute): number => {
  if (type === 'binary') return limits.binary;
  return isLabel ? limits.label : limits.text;
};

const textTooLong = (path: string, most: number): ScimError =>
  invalidValue('text-too-long', say`${field(path)} has more than ${most} characters: ${fix`shorten it`}.`);
