/** RFC 9457: a problem in the words of the service, for a person at a terminal. */

import { isObject, type JsonObject, parseJson } from '../../shared/scim/json.ts';
import { cellText, printable } from '../../terminal/table.ts';

export function problemText({ status, headers }: Response, text: string): string {
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location) {
    return `The address answers with a redirect to ${printable(location)}: give the one that it leads to as --url.`;
  }
  const problem = parsed(text);
  if (typeof problem.title !== 'string') {
    return `The answer (status ${status}) is not from the manage API: check the address of --url.`;
  }
  const correlationId = status >= 500 ? headers.get('x-correlation-id') : null;
  return [
    `${cellText(problem.title)} (${status})`,
    ...explanation(problem),
    ...(correlationId ? [`Correlation id: ${printable(correlationId)}`] : []),
  ].join('\n');
}

/** Details name their place themselves, and `detail` may be the first of them. */
function explanation(problem: JsonObject): readonly string[] {
  const concerned = objects(problem, 'needsConfirmation');
  if (concerned.length > 0) return [...concerned.map(concernedField), UNCHANGED];
  const details = [problem.detail, ...objects(problem, 'errors').map(({ detail }) => detail)];
  return [...new Set(details.filter((detail) => detail !== undefined).map(cellText))];
}

const UNCHANGED =
  'Nothing was changed. Values are kept, and hidden ones are shown again when the field is restored as before. To proceed, repeat the command with --confirm.';

function concernedField({ field, reason, users }: JsonObject): string {
  const holders = users === 1 ? '1 user holds values' : `${cellText(users)} users hold values`;
  return `  ${cellText(field)}: ${reason === undefined ? '' : `${cellText(reason)}, `}${holders}`;
}

const objects = (problem: JsonObject, name: string): readonly JsonObject[] => {
  const list = problem[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
};

function parsed(text: string): JsonObject {
  try {
    const json = parseJson(text);
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}
