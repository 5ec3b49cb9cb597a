/** Deviations from the RFC that a room outside may allow. Everything is off by default: the core is strict. */
export interface Policy {
  /** Unquoted words in a filter are strings, and literals of another type are converted where that is exact. */
  readonly lenientLiterals?: boolean;
  /** `'work'` in a filter or path is the string `work`. */
  readonly singleQuotes?: boolean;
  /** `add` or `replace` on `attr[type eq "x"].sub` without a match creates the element (errata 8097 of RFC 7644). */
  readonly createMissingTarget?: boolean;
  /** `remove` with a `value` takes away the listed values only; strictly it would empty the attribute. */
  readonly removeListedValues?: boolean;
  /** Told of a deviation that was needed: a strict service provider would have refused, or done something else. */
  readonly tolerated?: (deviation: Deviation) => void;
}

export type Deviation = 'lenientLiterals' | 'singleQuotes' | 'createMissingTarget' | 'removeListedValues';

export const strict: Policy = {};
