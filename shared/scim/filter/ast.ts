/** RFC 7644 §3.4.2.2: a filter and a PATCH path as written, before any schema is asked. */

/** `attrPath = [URI ":"] ATTRNAME *1subAttr` */
export interface AttrPath {
  readonly urn?: string;
  readonly name: string;
  readonly sub?: string;
}

export type Comparator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** `compValue`; numbers as their digits so that no precision is lost. */
export type Literal =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly term: Filter }
  | { readonly kind: 'present'; readonly path: AttrPath }
  | {
      readonly kind: 'compare';
      readonly path: AttrPath;
      readonly comparator: Comparator;
      readonly value: Literal;
    }
  /** `attr[valFilter]`; names inside are sub-attributes. `attr[f].sub op x` is read as `attr[f and sub op x]`. */
  | { readonly kind: 'valuePath'; readonly path: AttrPath; readonly filter: Filter };

/** `PATH = attrPath / valuePath [subAttr]` of RFC 7644 §3.5.2. */
export interface Path {
  readonly attribute: AttrPath;
  readonly filter?: Filter;
  /** The sub-attribute after a value filter; one without a filter is `attribute.sub`. */
  readonly sub?: string;
}

/** As it can be written; also the URN that a path is when it names a schema extension and no attribute. */
export const pathText = ({ urn, name, sub }: AttrPath): string =>
  (urn === undefined ? '' : `${urn}:`) + name + (sub === undefined ? '' : `.${sub}`);
