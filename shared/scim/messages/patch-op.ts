/** RFC 7644 §3.5.2: the PatchOp message, before its paths are bound to a schema. */

import { invalidSyntax, invalidValue, noTarget, ScimError } from '../error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { fix, say } from '../text.ts';
import { messages } from './urns.ts';

export type OperationName = 'add' | 'remove' | 'replace';

/** What an operation is to the client: one that was rewritten stands for another, or for a part of it. */
export interface Sent {
  /** Its place in `Operations`, from 0. */
  readonly index: number;
  readonly path?: string;
}

export interface Operation {
  readonly op: OperationName;
  readonly path?: string;
  readonly value?: Json;
}

export interface SentOperation extends Operation {
  readonly sent: Sent;
}

/**
 * @param sent what each operation stands for, where `body` is not the one that was sent
 * @throws invalidSyntax, invalidValue or noTarget naming the operation by its position
 */
export function parsePatchOp(body: Json, sent: readonly Sent[] = []): SentOperation[] {
  if (!isObject(body))
    throw invalidSyntax('body-not-object', say`The body of a PATCH must be a PatchOp object.`);
  requireSchema(body);
  const operations = member(body, 'Operations');
  if (!Array.isArray(operations))
    throw invalidSyntax('operations-needed', say`A PatchOp needs "Operations", an array of operations.`);
  return operations.map((operation: Json, index) => parseOperation(operation, sent[index] ?? { index }));
}

/** Those that can be read, of a body that may hold others. */
export function readableOperations(body: Json): readonly Operation[] {
  const operations = isObject(body) ? member(body, 'Operations') : undefined;
  if (!Array.isArray(operations)) return [];
  return operations.flatMap((operation: Json, index) => {
    try {
      return [parseOperation(operation, { index })];
    } catch (error) {
      if (error instanceof ScimError) return [];
      throw error;
    }
  });
}

function requireSchema(body: JsonObject): void {
  const schemas = member(body, 'schemas');
  const listed = Array.isArray(schemas) ? schemas : [schemas];
  if (!listed.some((urn: Json | undefined) => typeof urn === 'string' && urn === messages.patchOp)) {
    throw invalidSyntax('schemas', say`"schemas" of a PATCH must hold "${messages.patchOp}".`);
  }
}

function parseOperation(json: Json, sent: Sent): SentOperation {
  const name = `Operations[${sent.index}]`;
  if (!isObject(json)) throw invalidSyntax('operation-not-object', say`${name} must be an object with "op".`);
  const op = member(json, 'op', `${name}: `);
  if (op !== 'add' && op !== 'remove' && op !== 'replace') {
    throw invalidSyntax('wrong-op', say`${name}: "op" must be "add", "remove" or "replace".`);
  }
  const path = member(json, 'path', `${name}: `) ?? undefined;
  if (path !== undefined && typeof path !== 'string')
    throw invalidSyntax('path-not-text', say`${name}: "path" must be a string.`);
  const value = member(json, 'value', `${name}: `);
  if (op === 'remove' && !path)
    throw noTarget('path-needed', say`${name}: a remove needs a "path" that says what to remove.`);
  if (op !== 'remove' && value === undefined) {
    throw invalidValue(
      'value-needed',
      say`${name}: ${op} needs a "value"; ${fix`to clear an attribute use remove`}.`,
    );
  }
  const parts = { ...(path ? { path } : {}), ...(value === undefined ? {} : { value }) };
  return { op, ...parts, sent: { ...(path ? { path } : {}), ...sent } };
}

/** RFC 7643 §2.1: names of attributes, message attributes included, have no case. */
function member(json: JsonObject, name: string, owner = ''): Json | undefined {
  const [key, other] = Object.keys(json).filter((one) => one.toLowerCase() === name.toLowerCase());
  if (other !== undefined) {
    throw invalidSyntax(
      'given-twice',
      say`${owner}"${name}" is given twice, in different case: ${fix`send it once`}.`,
    );
  }
  return key === undefined ? undefined : json[key];
}
