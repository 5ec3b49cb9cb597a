/** RFC 7644 §3.10 and §3.4.2.2: `attrPath = [URI ":"] ATTRNAME *1subAttr`. */

import { assigned } from '../json.ts';
import type { AttrPath } from './ast.ts';
import type { Tokens } from './tokens.ts';

const WORD = /[^\s()[\]"]+/y;
/** RFC 7643 §2.1 has names begin with a letter and yet defines `$ref`. */
const NAME = '\\$?[A-Za-z][\\w$-]*';
// A name holds no colon, so that the greedy URI ends at the last one; it may hold dots: ...:core:2.0:User
const ATTR_PATH = new RegExp(`^(?:([!-~]+):)?(${NAME})(?:\\.(${NAME}))?$`);
const SUB_ATTR = new RegExp(`\\.${NAME}`, 'y');

export function attrPath(tokens: Tokens): AttrPath {
  const start = tokens.position;
  const [, urn, name, sub] = ATTR_PATH.exec(tokens.take(WORD) ?? '') ?? [];
  if (name === undefined) throw tokens.refusal('an attribute name', start);
  return assigned({ urn, name, sub });
}

/** `subAttr` behind a value filter: `.value` in `emails[type eq "work"].value`. */
export const subAttr = (tokens: Tokens): string | undefined => tokens.take(SUB_ATTR)?.slice(1);

/** As it can be written; also the URN that a path is when it names a schema extension and no attribute. */
export const pathText = ({ urn, name, sub }: AttrPath): string =>
  (urn === undefined ? '' : `${urn}:`) + name + (sub === undefined ? '' : `.${sub}`);
