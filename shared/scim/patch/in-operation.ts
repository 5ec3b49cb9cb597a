/** RFC 7644 §3.5.2: of many operations an error says which one it is about, by its place and path in what was sent. */

import { ScimError, type ScimType } from '../error.ts';
import type { Sent } from '../messages/patch-op.ts';
import { field, say, sentPath, type Text, textForClient } from '../text.ts';

/** Errors about where to write. */
const ABOUT_PATHS: ReadonlySet<ScimType | undefined> = new Set([
  'invalidPath',
  'invalidFilter',
  'noTarget',
  'mutability',
]);

/** Those about what to write name the value by its own path, if it has one. */
const needsPlace = ({ scimType, text }: ScimError): boolean =>
  ABOUT_PATHS.has(scimType) || text.field === undefined;

/** Runs `work` for an operation; an error that does not say which value it is about gets to name the operation. */
export function inOperation<Result>(sent: Sent, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof ScimError && needsPlace(error) ? named(sent, error) : error;
  }
}

/** The error of an operation, which the text then begins with. */
export const named = (sent: Sent, { status, code, text, scimType }: ScimError): ScimError =>
  new ScimError(status, code, say`Operations[${sent.index}]${pathBeside(sent, text)}: ${text}`, scimType);

/** The path as it was sent, unless the text quotes it. */
function pathBeside({ path }: Sent, text: Text): Text {
  if (path === undefined || textForClient(text).includes(path)) return say``;
  const whole = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  return say`, path ${text.field ? sentPath(whole) : field(whole)}`;
}
