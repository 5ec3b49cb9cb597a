/**
 * How Entra writes values, names, filters and URLs. Values and operations have two dialects: `default` (capitalised
 * operations, text for booleans) and `flag` (the Tenant URL ends in ?aadOptscim062020: RFC spelling, JSON types).
 */

import { digitsOf, type Json } from '../../shared/scim/json.ts';
import type { ReferenceForm, Target } from './model.ts';

export type Dialect = 'default' | 'flag';

/** RFC 7644 §3.5.2 PATH. */
export function pathOf({ urn, attribute, type, sub }: Target): string {
  const name = urn === undefined ? attribute : `${urn}:${attribute}`;
  if (type !== undefined) return `${name}[type eq "${type}"].${sub ?? 'value'}`;
  return sub === undefined ? name : `${name}.${sub}`;
}

export function wireValue(dialect: Dialect, value: Json): Json {
  if (dialect === 'flag') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return digitsOf(value) ?? value;
}

/** Name (or path) and value of a reference. An empty `id` clears it. */
export function referenceEntry(name: string, id: string, form: ReferenceForm): [string, Json] {
  const forms: Record<ReferenceForm, [string, Json]> = {
    dotted: [`${name}.value`, id],
    nested: [name, { value: id }],
    bare: [name, id],
    list: [name, [{ $ref: null, value: id }]],
  };
  return forms[form];
}

/** The string literals of a filter are JSON strings. */
export const equals = (attribute: string, value: string): string =>
  `${attribute} eq ${JSON.stringify(value)}`;

/** Path and query as Entra escapes them: `+` for a space, `%40` for `@`. */
export function queryPath(path: string, parameters: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%20', '+')}`,
  );
  return `${path}?${pairs.join('&')}`;
}
