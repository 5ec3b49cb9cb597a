/** Paths and reasons as a log may hold them: what a client put into filters, or for a name, may be anybody's address. */

const QUOTED = /"(?:[^"\\]|\\.)*"?/g;
/** What is compared with, without quotes. */
const BARE = /\b(eq|ne|co|sw|ew|gt|ge|lt|le)\s+(?!")[^\s\])]+/gi;
/** Attributes, URNs and value paths, their values cut. */
const PATH = /^[\w$:.…-]*(\[[\w$:. …"()-]*\])?[\w$:.…-]*$/;

/** @param path as the client named it */
export function pathWithoutValues(path: string): string {
  const plain = path.slice(0, 400).replace(QUOTED, '"…"').replace(BARE, '$1 …').slice(0, 200);
  return PATH.test(plain) ? plain : '(no name of an attribute)';
}

/** @param detail of an error: quotes what the client sent in backticks, and values between double quotes */
export const reasonWithoutValues = (detail: string): string =>
  detail
    .replace(/`[^`]*`?/g, '`…`')
    .replace(/\[[^\]]*\]?/g, (filter) => filter.replace(QUOTED, '"…"').replace(BARE, '$1 …'))
    .replace(/"[^"]*[@\s][^"]*"?/g, '"…"');
