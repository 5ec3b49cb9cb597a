/** Ids that begin alike are neighbours: a prefix is a range of ids. */

/**
 * The first text, in order of UTF-8 bytes, behind all that begin with the prefix.
 * @param prefix ends in an ASCII character
 */
export const behindPrefix = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
