/** RFC 7643 §2.2 and §7: attributes and their characteristics, as a schema defines them, and compiled. */

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'reference'
  | 'binary'
  | 'complex';

/** As a schema has it. */
export interface AttributeDefinition {
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
  readonly subAttributes?: readonly AttributeDefinition[];
  /** Not published: RFC 7643 §7 lets a service provider restrict values to the canonical ones. */
  readonly closed?: boolean;
  /** Not published: a string of blanks only is not a value. */
  readonly notBlank?: true;
  /** Not published: resources are called by it, so that its text is short. */
  readonly isLabel?: true;
  /** Not published: what a JSON number means to a string; its digits, unless something else is said. */
  readonly jsonNumber?: 'amount' | 'refused';
  /** Not published: worked out when the resource is returned, so that no search key holds it. */
  readonly computed?: true;
  /** The name of a narrower form of a string. Beside RFC 7643 §7, so only schemas of our own have it. */
  readonly format?: string;
}

/** Compiled once, with its resource type: what is asked for every value is a property. */
export interface Attribute extends AttributeDefinition {
  /** Empty for a simple attribute. */
  readonly subAttributes: Attributes;
  /** A sub-attribute by its name, in any case. */
  readonly sub: (name: string) => Attribute | undefined;
  /** The attribute of one element of a multi-valued attribute; a singular one itself. */
  readonly single: Attribute;
  /** Takes any value of the type: the list of options may have been shortened since a value was chosen. */
  readonly open: Attribute;
  /** Whether a filter may name it. What is never returned must not be found out by searching either (RFC 7643 §7). */
  readonly isFilterable: boolean;
  /** Values are digits, as they were sent. */
  readonly isNumeric: boolean;
  /** RFC 7643 §2.4 `$ref`: the resource types that `value` may be the id of, the likeliest first; mostly none. */
  readonly refersTo: readonly string[];
}

/** Attributes in the order of their schema. */
export interface Attributes extends ReadonlyArray<Attribute> {
  /** RFC 7643 §2.1: without regard to case. */
  readonly named: (name: string) => Attribute | undefined;
  /** Those that search keys hold. */
  readonly filterable: readonly Attribute[];
  readonly required: readonly Attribute[];
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

export const compileAttributes = (definitions: readonly AttributeDefinition[]): Attributes =>
  attributesOf(definitions.map(compileAttribute));

export function attributesOf(attributes: readonly Attribute[]): Attributes {
  const byName = new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
  // Names of stored values are spelled as in the schema.
  const bySpelling = new Map([...byName.values()].map((attribute) => [attribute.name, attribute]));
  return Object.assign([...attributes], {
    named: (name: string) => bySpelling.get(name) ?? byName.get(name.toLowerCase()),
    filterable: attributes.filter(({ isFilterable }) => isFilterable),
    required: attributes.filter(({ required }) => required),
  });
}

const NO_ATTRIBUTES = attributesOf([]);

export function compileAttribute(definition: AttributeDefinition): Attribute {
  const { name, type, returned, computed } = definition;
  const subAttributes = definition.subAttributes
    ? compileAttributes(definition.subAttributes)
    : NO_ATTRIBUTES;
  return withVariants({
    ...definition,
    subAttributes,
    sub: subAttributes.named,
    isFilterable: returned !== 'never' && !computed && name !== '$ref',
    isNumeric: type === 'decimal' || type === 'integer',
    refersTo: subAttributes.named('$ref')?.referenceTypes ?? [],
  });
}

/** Each variant is one object: what is made from it is made once. Plain properties: a getter would slow down all the others. */
function withVariants(plain: Omit<Attribute, 'single' | 'open'>): Attribute {
  const attribute = { ...plain } as Attribute;
  return Object.assign(attribute, {
    single: plain.multiValued ? withVariants({ ...plain, multiValued: false }) : attribute,
    open: plain.closed ? withVariants({ ...plain, closed: false }) : attribute,
  });
}
