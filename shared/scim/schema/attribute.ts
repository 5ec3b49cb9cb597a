/** RFC 7643 §2.2 and §7: an attribute and its characteristics. */

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'reference'
  | 'binary'
  | 'complex';

export interface Attribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
  /** Not published: RFC 7643 §7 lets a service provider restrict values to the canonical ones. */
  readonly closed?: boolean;
  /** Not published: a string of blanks only is no value. */
  readonly notBlank?: true;
  /** Not published: what a JSON number means to a string; its digits, unless something else is said. */
  readonly jsonNumber?: 'amount' | 'refused';
  /** The name of a narrower form of a string. Beside RFC 7643 §7, so only schemas of our own have it. */
  readonly format?: string;
}

export interface Format {
  readonly matches: (text: string) => boolean;
  /** Ends the sentence "… must be". */
  readonly expected: string;
}

/** By the name that an attribute's `format` has. */
export type Formats = Readonly<Record<string, Format>>;

/** RFC 7643 §2.1: attribute names are case-insensitive. */
export const sameName = (a: string, b: string): boolean =>
  a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase());

export const findAttribute = (attributes: readonly Attribute[], name: string): Attribute | undefined =>
  named(attributes).get(name.toLowerCase());

const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

function named(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  const known = indexes.get(attributes);
  if (known) return known;
  const index = new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
  indexes.set(attributes, index);
  return index;
}

export const findSubAttribute = (attribute: Attribute, name: string): Attribute | undefined =>
  attribute.subAttributes && findAttribute(attribute.subAttributes, name);

const singles = new WeakMap<Attribute, Attribute>();

/** The attribute of one element of a multi-valued attribute; always the same object for the same attribute. */
export function singleOf(attribute: Attribute): Attribute {
  const known = singles.get(attribute);
  if (known) return known;
  const single = attribute.multiValued ? { ...attribute, multiValued: false } : attribute;
  singles.set(attribute, single);
  return single;
}
