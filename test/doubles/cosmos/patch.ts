/** Partial update: at most ten operations on paths of an existing document, under a condition. */

import { matches } from './sql-evaluator.ts';
import { parseGuard } from './sql-parser.ts';
import { badRequest, isRecord, type JsonRecord, Refusal } from './wire.ts';

const MAX_OPERATIONS = 10;

export function patched(document: JsonRecord & { readonly id: string }, body: unknown): JsonRecord {
  if (!isRecord(body) || !Array.isArray(body.operations)) throw badRequest('A patch has operations');
  const { operations, condition } = body;
  if (operations.length === 0 || operations.length > MAX_OPERATIONS) {
    throw badRequest(`A patch has 1 to ${MAX_OPERATIONS} operations`);
  }
  if (condition !== undefined && !matches(parseGuard(String(condition)), document, new Map())) {
    throw new Refusal(412, 'The condition of the patch is not met');
  }
  return operations.reduce<JsonRecord>(applyOperation, document);
}

function applyOperation(document: JsonRecord, operation: unknown): JsonRecord {
  if (!isRecord(operation)) throw badRequest('A patch operation is an object');
  const [first, ...rest] = segmentsOf(operation.path);
  if (first === 'id' || first === 'partitionKey' || first.startsWith('_')) {
    throw badRequest(`${first} can't be patched`);
  }
  return change(document, [first, ...rest], operation);
}

function segmentsOf(path: unknown): [string, ...string[]] {
  if (typeof path !== 'string' || !path.startsWith('/')) throw badRequest('A path starts with /');
  const [first = '', ...rest] = path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [first, ...rest];
}

/** `target` with the operation done at the path; every object on the way must be there. */
function change(
  target: unknown,
  [name, ...rest]: readonly [string, ...string[]],
  operation: JsonRecord,
): JsonRecord {
  if (!isRecord(target)) throw badRequest(`There is no object that could hold ${name}`);
  const [next, ...deeper] = rest;
  const present = Object.hasOwn(target, name);
  if (next !== undefined) {
    return { ...target, [name]: change(present ? target[name] : undefined, [next, ...deeper], operation) };
  }
  switch (operation.op) {
    case 'set':
      return { ...target, [name]: operation.value };
    case 'incr':
      return { ...target, [name]: sum(present ? target[name] : 0, operation.value) };
    case 'remove': {
      if (!present) throw badRequest(`There is no ${name} to remove`);
      return Object.fromEntries(Object.entries(target).filter(([other]) => other !== name));
    }
    default:
      throw badRequest(`The adapter sends no ${String(operation.op)}`);
  }
}

function sum(value: unknown, increment: unknown): number {
  if (typeof value !== 'number' || typeof increment !== 'number') throw badRequest('incr needs two numbers');
  return value + increment;
}
