/** Account settings and new accounts as an administrator gives them: read, with every problem named at once. */

import { assigned, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { ACCOUNT_ID, type Account, type InputProblem } from './account.ts';
import { readFields } from './fields.ts';
import { invalidInput, isDisplayText, MAX_NAME, requireNone, unknownProperties } from './input.ts';

type AccountSettings = Partial<Pick<Account, 'name' | 'unsupportedAttributes' | 'log'>>;

const SETTING_NAMES = ['name', 'unsupportedAttributes', 'log'];
const MAX_LOG_DAYS = 365;

/** Settings to change; what is left out stays. @throws AccountError `invalid` */
export function readAccountSettings(input: unknown): AccountSettings {
  if (!isObject(input)) throw invalidInput(notAnObject);
  requireNone([...settingProblems(input), ...unknownProperties(input, SETTING_NAMES, '', 'An account')]);
  return givenSettings(input);
}

/** An account to create: `id` and `name` at least. @throws AccountError `invalid` */
export function readAccount(input: unknown): Account {
  if (!isObject(input)) throw invalidInput(notAnObject);
  const known = ['id', ...SETTING_NAMES, 'fields'];
  requireNone([
    ...idProblems(input.id),
    ...settingProblems({ ...input, name: input.name ?? '' }),
    ...unknownProperties(input, known, '', 'An account'),
  ]);
  const { name = '', unsupportedAttributes = 'reject', log } = givenSettings(input);
  return {
    id: String(input.id),
    name,
    unsupportedAttributes,
    log: log ?? { values: false, days: 30 },
    fields: readFields(input.fields === undefined ? [] : input.fields),
    version: 1,
  };
}

const notAnObject: InputProblem = { at: '', detail: 'An account must be a JSON object.' };

const idProblems = (id: unknown): InputProblem[] =>
  typeof id === 'string' && ACCOUNT_ID.test(id)
    ? []
    : [{ at: 'id', detail: 'id must be the Kissflow account id: 2 to 40 letters or digits.' }];

function settingProblems({ name, unsupportedAttributes, log }: JsonObject): InputProblem[] {
  const problems: InputProblem[] = [];
  if (name !== undefined && !isDisplayText(name, MAX_NAME)) {
    problems.push({ at: 'name', detail: `name must be 1 to ${MAX_NAME} characters of one line.` });
  }
  if (unsupportedAttributes !== undefined && !isPolicy(unsupportedAttributes)) {
    problems.push({
      at: 'unsupportedAttributes',
      detail: 'unsupportedAttributes must be "reject" or "ignore".',
    });
  }
  return log === undefined ? problems : [...problems, ...logProblems(log)];
}

function logProblems(log: Json): InputProblem[] {
  if (!isObject(log)) return [{ at: 'log', detail: 'log must be an object of values and days.' }];
  const problems = unknownProperties(log, ['values', 'days'], 'log', 'log');
  if (typeof log.values !== 'boolean') {
    problems.push({ at: 'log.values', detail: 'log.values must be true or false.' });
  }
  if (!isDays(log.days)) {
    problems.push({ at: 'log.days', detail: `log.days must be a whole number from 1 to ${MAX_LOG_DAYS}.` });
  }
  return problems;
}

const isPolicy = (value: unknown): value is Account['unsupportedAttributes'] =>
  value === 'reject' || value === 'ignore';

const isDays = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_LOG_DAYS;

/** Of input without problems. */
function givenSettings({ name, unsupportedAttributes, log }: JsonObject): AccountSettings {
  return assigned({
    name: typeof name === 'string' ? name : undefined,
    unsupportedAttributes: isPolicy(unsupportedAttributes) ? unsupportedAttributes : undefined,
    log: isObject(log) ? { values: log.values === true, days: Number(log.days) } : undefined,
  });
}
