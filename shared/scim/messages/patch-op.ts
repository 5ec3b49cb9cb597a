/**
 * RFC 7644 §3.5.2: the PatchOp message, read once and before its paths are bound to a schema. Reading refuses nothing:
 * it says what is wrong, because a caller may have use for the rest.
 */

import { invalidSyntax, invalidValue, noTarget, ScimError } from '../error.ts';
import type { Path } from '../filter/ast.ts';
import { parsePath } from '../filter/parse.ts';
import { assigned, isObject, type Json, type JsonObject } from '../json.ts';
import type { Policy } from '../policy.ts';
import { fix, say } from '../text.ts';
import { messages } from './messages.ts';

export const operationNames = ['add', 'remove', 'replace'] as const;
export type OperationName = (typeof operationNames)[number];

/** What an operation is to the client: one that was rewritten stands for another, or for a part of it. */
export interface Sent {
  /** Its place in `Operations`, from 0. */
  readonly index: number;
  readonly path?: string;
}

/** A path as it is written, with what it says or why it cannot be read. */
export type OperationPath = { readonly text: string } & (
  | { readonly parsed: Path }
  | { readonly parsed?: never; readonly error: ScimError }
);

export interface Operation {
  readonly op: OperationName;
  readonly path?: OperationPath;
  readonly value?: Json;
  readonly sent: Sent;
}

export interface PatchOp {
  /** Those that can be read. */
  readonly operations: readonly Operation[];
  /** invalidSyntax, invalidValue or noTarget, each naming its operation by position; a caller throws the first. */
  readonly errors: readonly ScimError[];
}

/** What an operation of a client stands for, before it is read and after. */
interface Interpretation {
  readonly reword: (operation: JsonObject) => JsonObject;
  readonly meaning: (operation: Operation) => readonly Operation[];
}

const literal: Interpretation = { reword: (operation) => operation, meaning: (operation) => [operation] };

/** A piece of work for each operation: a message may hold tens of thousands. */
export function* readPatchOp(
  body: Json,
  policy: Policy,
  { reword, meaning }: Interpretation = literal,
): Generator<undefined, PatchOp> {
  const errors: ScimError[] = [];
  const attempt = <Item>(read: () => readonly Item[]): readonly Item[] => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      errors.push(error);
      return [];
    }
  };
  const [message] = attempt(() => [requireObject(body)]);
  if (!message) return { operations: [], errors };
  attempt(() => requireSchema(message));
  const listed = attempt(() => requireOperations(message));
  const operations: Operation[] = [];
  for (const [index, json] of listed.entries()) {
    const meant = attempt(() => {
      const operation = isObject(json) ? reword(json) : json;
      return meaning(readOperation(operation, index, policy)).map(requireParts);
    });
    for (const operation of meant) operations.push(asSent(operation));
    yield;
  }
  return { operations, errors };
}

/** Reads a path that may come to nothing: whether that matters is for the caller to say. */
export function readPath(text: string, policy: Policy): OperationPath {
  try {
    return { text, parsed: parsePath(text, policy) };
  } catch (error) {
    if (error instanceof ScimError) return { text, error };
    throw error;
  }
}

function requireObject(body: Json): JsonObject {
  if (isObject(body)) return body;
  throw invalidSyntax('body-not-object', say`The body of a PATCH must be a PatchOp object.`);
}

function requireSchema(message: JsonObject): readonly [] {
  const schemas = memberOf(message, 'schemas');
  const listed = Array.isArray(schemas) ? schemas : [schemas];
  if (listed.some((urn: Json | undefined) => urn === messages.patchOp)) return [];
  throw invalidSyntax('schemas', say`"schemas" of a PATCH must hold "${messages.patchOp}".`);
}

function requireOperations(message: JsonObject): readonly Json[] {
  const operations = memberOf(message, 'Operations');
  if (Array.isArray(operations)) return operations;
  throw invalidSyntax('operations-needed', say`A PatchOp needs "Operations", an array of operations.`);
}

function readOperation(json: Json, index: number, policy: Policy): Operation {
  const name = operationLabel({ index });
  if (!isObject(json)) throw invalidSyntax('operation-not-object', say`${name} must be an object with "op".`);
  const word = memberOf(json, 'op', `${name}: `);
  const op = operationNames.find((one) => one === word);
  if (!op) throw invalidSyntax('wrong-op', say`${name}: "op" must be "add", "remove" or "replace".`);
  const path = memberOf(json, 'path', `${name}: `) ?? undefined;
  if (path !== undefined && typeof path !== 'string')
    throw invalidSyntax('path-not-text', say`${name}: "path" must be a string.`);
  const value = memberOf(json, 'value', `${name}: `);
  if (!path) return assigned({ op, value, sent: { index } });
  return assigned({ op, path: readPath(path, policy), value, sent: { index, path } });
}

/** RFC 7644 §3.5.2.1 to §3.5.2.3: what an operation cannot do without. */
function requireParts(operation: Operation): Operation {
  const { op, path, value, sent } = operation;
  if (op === 'remove' && !path)
    throw noTarget(
      'path-needed',
      say`${operationLabel(sent)}: a remove needs a "path" that says what to remove.`,
    );
  if (op !== 'remove' && value === undefined) {
    throw invalidValue(
      'value-needed',
      say`${operationLabel(sent)}: ${op} needs a "value"; ${fix`to clear an attribute use remove`}.`,
    );
  }
  return operation;
}

/** One that came without a path is known by the path that it was given. */
const asSent = (operation: Operation): Operation => {
  const { path, sent } = operation;
  return path && sent.path === undefined ? { ...operation, sent: { ...sent, path: path.text } } : operation;
};

const operationLabel = ({ index }: Sent): string => `Operations[${index}]`;

/** RFC 7643 §2.1: names of attributes, message attributes included, have no case. */
function memberOf(json: JsonObject, name: string, owner = ''): Json | undefined {
  const [key, other] = Object.keys(json).filter((one) => one.toLowerCase() === name.toLowerCase());
  if (other !== undefined) {
    throw invalidSyntax(
      'given-twice',
      say`${owner}"${name}" is given twice, in different case: ${fix`send it once`}.`,
    );
  }
  return key === undefined ? undefined : json[key];
}
