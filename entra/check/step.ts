/** A step of the check, and what it may demand of an answer; anything else is said in words and ends the step. */

import { digitsOf, isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/messages.ts';
import { readAt } from './attribute-path.ts';
import type { Answer, CheckSession } from './check-session.ts';
import type { Level } from './report.ts';

export interface Step {
  readonly name: string;
  readonly level: Level;
  readonly fix: string;
  /** Runs even when the connection test found no service. */
  readonly always?: boolean;
  /** Why this service provider cannot be asked; undefined when it can. */
  readonly skip?: (session: CheckSession) => string | undefined;
  /** @throws Unmet */
  readonly run: (session: CheckSession) => Promise<void>;
}

export interface Section {
  readonly name: string;
  readonly steps: readonly Step[];
}

export class Unmet extends Error {
  override readonly name = 'Unmet';
}

export function must(condition: boolean, otherwise: string): void {
  if (!condition) throw new Unmet(otherwise);
}

export function mustAnswer(answer: Answer, ...statuses: readonly number[]): Answer {
  const { method, status, trouble } = answer;
  const asked = `${method} ${answer.path.replace(/\?.*/, '').replace(/(?<=\/\w+\/).+/, '{id}')}`;
  must(status !== 0, `${asked} got no answer: ${trouble}`);
  must(statuses.includes(status), `${asked} must answer ${statuses.join(' or ')}, not ${status}`);
  must(trouble === undefined, `${asked}: ${trouble}`);
  return answer;
}

/** RFC 7644 §3.4.2. Without `count` any number of resources will do. */
export function resourcesIn(answer: Answer, count?: number): readonly JsonObject[] {
  const { schemas, totalResults, Resources } = mustAnswer(answer, 200).body;
  const isList = Array.isArray(schemas) && schemas.includes(messages.listResponse);
  must(isList, `the answer to a query must have "schemas": ["${messages.listResponse}"]`);
  const total = Number(digitsOf(totalResults));
  must(Number.isInteger(total), `"totalResults" must be a number, not ${jsonText(totalResults)}`);
  const resources: readonly Json[] = Array.isArray(Resources) ? Resources : [];
  if (count === undefined) return resources.filter(isObject);
  must(total === count, `the query must find ${count}, but "totalResults" is ${total}`);
  must(resources.length === count, `"Resources" must have ${count}, not ${resources.length}`);
  return resources.filter(isObject);
}

const jsonText = (value: Json | undefined): string =>
  value === undefined ? 'nothing' : (digitsOf(value) ?? JSON.stringify(value));

/** Held against each other as text, as Entra does. */
export function mustHold(resource: JsonObject, path: string, expected: Json): void {
  const actual = readAt(resource, path);
  const same = jsonText(actual) === jsonText(expected);
  must(same, `${path} must be ${jsonText(expected)} as it was sent, not ${jsonText(actual)}`);
}

export function mustBeUnassigned(resource: JsonObject, path: string): void {
  const actual = readAt(resource, path);
  const empty = actual === undefined || actual === null || actual === '' || jsonText(actual) === '[]';
  must(empty, `${path} must be gone after it was cleared, not ${jsonText(actual)}`);
}
