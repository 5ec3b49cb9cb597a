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
  /** Not published: the attribute of one value of a multi-valued attribute. Set by `attributesOf`. */
  readonly element?: Attribute;
}

/** Attributes in the order of their schema, and by name; made once, when a resource type is compiled. */
export interface Attributes extends ReadonlyArray<Attribute> {
  /** RFC 7643 §2.1: without regard to case. */
  readonly named: (name: string) => Attribute | undefined;
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

/** Attributes that were compiled before stay the same objects: what is made from one of them is made once. */
export function attributesOf(attributes: readonly Attribute[]): Attributes {
  const compiled = attributes.map(withElement);
  const index = new Map(compiled.map((attribute) => [attribute.name.toLowerCase(), attribute]));
  return Object.assign(compiled, { named: (name: string) => index.get(name.toLowerCase()) });
}

const withElement = (attribute: Attribute): Attribute =>
  attribute.multiValued && !attribute.element
    ? { ...attribute, element: { ...attribute, multiValued: false } }
    : attribute;

/** Attributes of a schema are looked up; sub-attributes, which are few, are searched. */
export const findAttribute = (
  attributes: Attributes | readonly Attribute[],
  name: string,
): Attribute | undefined =>
  'named' in attributes ? attributes.named(name) : attributes.find((one) => sameName(one.name, name));

export const findSubAttribute = (attribute: Attribute, name: string): Attribute | undefined =>
  attribute.subAttributes && findAttribute(attribute.subAttributes, name);

/** The attribute of one element of a multi-valued attribute; of a compiled one always the same object. */
export const singleOf = (attribute: Attribute): Attribute =>
  attribute.multiValued ? (attribute.element ?? { ...attribute, multiValued: false }) : attribute;

export const isNumeric = ({ type }: Attribute): boolean => type === 'decimal' || type === 'integer';
