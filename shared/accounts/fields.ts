/** Field definitions of an account as an administrator gives them: read, with every problem named at once. */

import {
  FIELD_ID,
  FIELD_TYPES,
  type Field,
  hasOptions,
  isFieldType,
  isUserReference,
} from '../kissflow/field.ts';
import type { FieldType } from '../kissflow/field-types.ts';
import { isObject } from '../scim/json.ts';
import type { FormerField, InputProblem } from './account.ts';
import {
  invalidInput,
  isDisplayText,
  MAX_NAME,
  quotedInput,
  requireNone,
  unknownProperties,
} from './input.ts';

/** Different field ids that one account may ever have had. */
export const MAX_FIELDS = 1000;

const MAX_OPTIONS = 500;
const MAX_OPTION = 200;
/** UTF-16 units of the whole list as JSON: at three bytes each it stays below the 2 MB of a document. */
const MAX_SIZE = 500_000;

const PROPERTIES = ['id', 'name', 'type', 'required', 'options'];

/** @throws AccountError `invalid` */
export function readFields(input: unknown): readonly Field[] {
  if (!Array.isArray(input) || input.length > MAX_FIELDS) {
    const detail = `fields must be an array of at most ${MAX_FIELDS} field definitions.`;
    throw invalidInput({ at: 'fields', detail });
  }
  requireNone([...input.flatMap(fieldProblems), ...repeated(input)]);
  const fields = input.map(checkedField);
  if (JSON.stringify(fields).length > MAX_SIZE) {
    throw invalidInput({ at: 'fields', detail: 'The fields are too large together: define fewer options.' });
  }
  return fields;
}

/**
 * Fields that an account had once, as an export names them.
 * @param fields that the account has; @throws AccountError `invalid`
 */
export function readFormerFields(input: unknown, fields: readonly Field[]): readonly FormerField[] {
  const at = 'formerFields';
  if (!Array.isArray(input) || input.length + fields.length > MAX_FIELDS) {
    throw invalidInput({
      at,
      detail: `formerFields must be an array; with fields it has ${MAX_FIELDS} at most.`,
    });
  }
  const former = input.map((field: unknown, index): FormerField => {
    const { removedAt, retiring, ...definition } = isObject(field) ? field : {};
    const { id } = definition;
    const whole = { name: id, required: false, ...definition };
    const known = {
      ...(typeof removedAt === 'string' ? { removedAt } : {}),
      ...(retiring === true ? { retiring } : {}),
    };
    const problems = fieldProblems(whole, index).filter(({ at: place }) => !place.endsWith('.options'));
    if (problems.length === 0) return { ...checkedField(whole as unknown as Field), ...known };
    throw invalidInput({
      at,
      detail: 'Each of formerFields must be a field definition, of which id and type are enough.',
    });
  });
  requireNone(repeated([...fields, ...former]));
  return former;
}

/** A required reference would refuse every user at creation. */
const NO_REQUIRED_REFERENCE =
  'a user reference cannot be required: the person at the top has none, and clients such as Entra ID send references only after they have created the user. Set required to false.';

function fieldProblems(input: unknown, index: number): InputProblem[] {
  const at = `fields[${index}]`;
  if (!isObject(input)) return [{ at, detail: `${at} must be an object such as {"id", "name", "type"}.` }];
  const { id, name, type, required } = input;
  const whose = typeof id === 'string' ? `Field ${quotedInput(id)}` : at;
  const problem = (part: string, detail: string): InputProblem => ({
    at: `${at}.${part}`,
    detail: `${whose}: ${detail}`,
  });
  const problems: InputProblem[] = [];
  if (typeof id !== 'string' || !FIELD_ID.test(id)) {
    problems.push(problem('id', 'id must be a letter and then at most 62 letters, digits or underscores.'));
  }
  if (!isDisplayText(name, MAX_NAME))
    problems.push(problem('name', `name must be 1 to ${MAX_NAME} characters of one line.`));
  if (!isFieldType(type)) problems.push(problem('type', `type must be one of ${FIELD_TYPES.join(', ')}.`));
  if (typeof required !== 'boolean') problems.push(problem('required', 'required must be true or false.'));
  if (isFieldType(type) && isUserReference(type) && required === true)
    problems.push(problem('required', NO_REQUIRED_REFERENCE));
  const fault = isFieldType(type) ? optionFault(type, input.options) : undefined;
  if (fault) problems.push(problem('options', fault));
  return [...problems, ...unknownProperties(input, PROPERTIES, at, whose)];
}

function optionFault(type: FieldType, options: unknown): string | undefined {
  if (!hasOptions(type)) {
    return options === undefined ? undefined : `only a dropdown has options: leave them out of a ${type}.`;
  }
  if (!Array.isArray(options) || options.length === 0 || options.length > MAX_OPTIONS) {
    return `options must be an array of 1 to ${MAX_OPTIONS} choices.`;
  }
  const wrong = options.findIndex((option) => !isDisplayText(option, MAX_OPTION));
  if (wrong >= 0) return `options[${wrong}] must be a string of 1 to ${MAX_OPTION} characters.`;
  const again = options.find((option, index) => options.indexOf(option) !== index);
  return again === undefined ? undefined : `option ${quotedInput(again)} is given twice: leave one.`;
}

/** Ids that differ only in case are one id. */
function repeated(input: readonly unknown[]): InputProblem[] {
  const seen = new Set<string>();
  return input.flatMap((field, index) => {
    if (!isObject(field) || typeof field.id !== 'string') return [];
    const key = field.id.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const detail = `Field ${quotedInput(field.id)} is defined twice (case is ignored): leave one.`;
    return [{ at: `fields[${index}].id`, detail }];
  });
}

// Called only on what fieldProblems found nothing wrong with.
function checkedField({ id, name, type, required, options }: Field): Field {
  return { id, name, type, required, ...(options ? { options: [...options] } : {}) };
}
