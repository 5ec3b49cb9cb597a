/** RFC 7644 §3.5.2: `PATH = attrPath / valuePath [subAttr]`, the target of a PATCH operation. */

import { invalidPath } from '../error.ts';
import { assigned } from '../json.ts';
import type { Policy } from '../policy.ts';
import type { Path } from './ast.ts';
import { attrPath, subAttr } from './attr-path.ts';
import { bracketed } from './parse-filter.ts';
import { Tokens } from './tokens.ts';

/**
 * The URN of a schema extension alone is read as a URN and a name, which only the resource type can tell apart.
 * @throws ScimError invalidPath
 */
export function parsePath(text: string, policy: Policy): Path {
  const tokens = new Tokens(text, policy, invalidPath);
  const attribute = attrPath(tokens);
  const filter = bracketed(tokens);
  const sub = filter && subAttr(tokens);
  tokens.end(filter ? 'a sub-attribute or the end' : 'a value filter or the end');
  return assigned({ attribute, filter, sub });
}
