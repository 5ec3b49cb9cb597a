/** Bodies and query parameters against the OpenAPI document, by Ajv; what is wrong is named by its place. */

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../scim/json.ts';
import { instant } from '../../scim/resource/compare.ts';
import { type Fault, Problem } from '../problem/problem.ts';
import { type DescribedOperation, openapi } from './openapi-document.ts';

type ManageQuery = Readonly<Record<string, string | number | boolean | undefined>>;

/** One fault at a time: the work and the memory of collecting them all grow with the square of a hostile body. */
const AJV_OPTIONS = {
  useDefaults: true,
  ownProperties: true,
  allowUnionTypes: true,
  formats: { 'date-time': (text: string) => instant(text) !== undefined },
  keywords: ['components'],
  verbose: true,
};

const bodies = new Ajv2020(AJV_OPTIONS);
/** A query is text: `count=5` is a number where one is asked for. */
const queries = new Ajv2020({ ...AJV_OPTIONS, coerceTypes: true });
const compiled = new Map<string, ValidateFunction>();

/** Fills in defaults. @throws Problem */
export function checkBody({ operationId, requestBody }: DescribedOperation, body: JsonObject): JsonObject {
  const schema = requestBody?.content['application/json'].schema ?? {};
  const validate = validatorFor(bodies, `body of ${operationId}`, schema);
  if (!validate(body)) throw invalidRequest(validate, (error) => ({ pointer: pointerOf(error) }));
  return body;
}

/** Fills in defaults. @throws Problem */
export function checkQuery({ operationId, parameters = [] }: DescribedOperation, url: URL): ManageQuery {
  const described = parameters.filter((parameter) => parameter.in === 'query');
  const properties = Object.fromEntries(described.map(({ name, schema }) => [name, schema]));
  const required = described.filter((parameter) => parameter.required).map(({ name }) => name);
  const schema = { type: 'object', properties, required, additionalProperties: false };
  const query: Record<string, string> = Object.fromEntries(url.searchParams);
  if (Object.keys(query).length < url.searchParams.size) {
    throw new Problem('invalid-request', 'A query parameter is given more than once: give each once.');
  }
  const validate = validatorFor(queries, `query of ${operationId}`, schema);
  if (!validate(query)) throw invalidRequest(validate, (error) => ({ parameter: pointerOf(error).slice(1) }));
  return query;
}

/** @returns what is wrong with a value that a component of the document describes; undefined when nothing is */
export function faultIn(
  component: keyof typeof openapi.components.schemas,
  value: JsonObject,
): string | undefined {
  const schema = { $ref: `#/components/schemas/${component}` };
  const validate = validatorFor(bodies, `component ${component}`, schema);
  const [error] = validate(value) ? [] : (validate.errors ?? []);
  return error && faultText(error);
}

function validatorFor(ajv: Ajv2020, key: string, schema: object): ValidateFunction {
  const known = compiled.get(key);
  if (known) return known;
  const validate = ajv.compile({ ...schema, components: openapi.components });
  compiled.set(key, validate);
  return validate;
}

/** As many as an administrator reads. */
export const MAX_FAULTS = 20;

function invalidRequest(
  { errors }: ValidateFunction,
  place: (error: ErrorObject) => Omit<Fault, 'detail'>,
): Problem {
  const faults = (errors ?? [])
    .slice(0, MAX_FAULTS)
    .map((error) => ({ ...place(error), detail: faultText(error) }));
  return new Problem('invalid-request', faults[0]?.detail ?? 'The request is not what is asked for here.', {
    errors: faults,
  });
}

/** RFC 6901 pointer to the value, or to the property that is missing or too much. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const name: unknown = params.additionalProperty ?? params.missingProperty;
  return typeof name === 'string' ? `${instancePath}/${escaped(name)}` : instancePath;
}

const escaped = (name: string): string => name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');

function faultText(error: ErrorObject): string {
  const { keyword, message = 'is not valid', params, parentSchema } = error;
  const place = pointerOf(error).slice(1) || 'The body';
  if (keyword === 'additionalProperties') return `${place} is not known here: leave it out.`;
  if (keyword === 'required') return `${place} is missing.`;
  if (keyword === 'enum') return `${place} must be one of ${params.allowedValues.join(', ')}.`;
  if (keyword === 'const') return `${place} must be ${JSON.stringify(params.allowedValue)}.`;
  if (keyword === 'minProperties') return `${place} must name something to change.`;
  if (keyword === 'maxLength') return `${place} must have at most ${params.limit} characters.`;
  if (keyword === 'minLength') return `${place} must not be empty.`;
  if (keyword === 'format') return `${place} must be a date-time such as 2027-01-31T09:30:00Z.`;
  const rule: unknown = parentSchema?.description;
  if (keyword === 'pattern' && typeof rule === 'string') return `${place} is not valid. ${rule}`;
  return `${place} ${message}.`;
}
