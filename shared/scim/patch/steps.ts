/** RFC 7644 §3.5.2: operations as read -> steps, each on one top-level attribute, their paths bound once. */

import { invalidPath, invalidValue, ScimError } from '../error.ts';
import type { Path } from '../filter/ast.ts';
import { bindPath, isKnown } from '../filter/bind-path.ts';
import { isObject, type Json } from '../json.ts';
import type { Operation, OperationName, Sent } from '../messages/patch-op.ts';
import type { Policy } from '../policy.ts';
import { reportUnknown } from '../resource/canonicalise.ts';
import { sameName } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say } from '../text.ts';
import type { Target } from './target.ts';

export interface BoundOperation {
  readonly sent: Sent;
  /** None of an operation that cannot be carried out. */
  readonly steps: readonly Step[];
  /** Paths of data under attributes that the resource type does not have. */
  readonly unknown: readonly string[];
  readonly error?: ScimError;
}

/** One operation on one top-level attribute. */
export interface Step {
  readonly op: OperationName;
  readonly target: Target;
  readonly value: Json | undefined;
  /** One of all attributes of an extension: the client did not name it. */
  readonly unnamed?: boolean;
}

interface Binding {
  readonly type: ResourceType;
  readonly policy: Policy;
  readonly unknownAttribute: (path: string) => void;
}

/** Refuses nothing: what is wrong with an operation is for those who apply it, after they have found the resource. */
export function bindOperation(type: ResourceType, policy: Policy, operation: Operation): BoundOperation {
  const unknown: string[] = [];
  const bound = { sent: operation.sent, unknown };
  try {
    const steps = stepsOf({ type, policy, unknownAttribute: (path) => unknown.push(path) }, operation);
    return { ...bound, steps };
  } catch (error) {
    if (error instanceof ScimError) return { ...bound, steps: [], error };
    throw error;
  }
}

function stepsOf(context: Binding, { op, path, value }: Operation): Step[] {
  if (path === undefined) return objectSteps(context, op, undefined, value ?? null);
  const { type, policy } = context;
  const { text, parsed } = path;
  if (!parsed) throw path.error;
  if (sameName(text.trim(), type.schema.id)) return rootSteps(context, op, text, value);
  if (!isKnown(type, parsed)) {
    if (op !== 'remove') reportUnknown(text, value ?? null, context);
    else if (selectsByUnknown(type, parsed)) context.unknownAttribute(text);
    return [];
  }
  const bound = bindPath(type, parsed, policy);
  if (bound.attribute === undefined) return extensionSteps(context, op, bound.extension, value);
  return [{ op, target: { ...bound, path: text, policy }, value }];
}

/** What the resource does not have is gone already; what a filter fails to say may well be there. */
const selectsByUnknown = (type: ResourceType, { filter, ...path }: Path): boolean =>
  filter !== undefined && isKnown(type, path);

/** Without a path the value is an object of attributes; an extension is an object below its URN. */
function objectSteps(
  context: Binding,
  op: OperationName,
  urn: string | undefined,
  value: Json,
  insideRoot = false,
): Step[] {
  if (!isObject(value)) {
    const place = urn ?? (insideRoot ? context.type.schema.id : undefined);
    throw invalidValue(
      'object-needed',
      say`${place === undefined ? `${op} without a path` : field(place)} needs an object of attributes as its value.`,
    );
  }
  return Object.entries(value).flatMap(([name, json]) => {
    const extension = urn === undefined ? context.type.extension(name) : undefined;
    if (extension) return json === '' ? [] : extensionSteps(context, op, extension.id, json);
    // Its attributes are those at the root; a further one inside is not an attribute of anything.
    if (urn === undefined && !insideRoot && sameName(name, context.type.schema.id)) {
      return objectSteps(context, op, undefined, json, true);
    }
    const found = context.type.locate(urn, name);
    if (found && (urn !== undefined || found.extension === undefined)) {
      const path = urn ? `${urn}:${found.attribute.name}` : found.attribute.name;
      return [{ op, target: { ...found, path, policy: context.policy }, value: json }];
    }
    reportUnknown(urn ? `${urn}:${name}` : name, json, context);
    return [];
  });
}

function extensionSteps(context: Binding, op: OperationName, urn: string, value: Json | undefined): Step[] {
  if (op === 'remove' && value !== undefined) {
    throw invalidValue(
      'value-not-possible',
      say`remove of ${field(urn)} takes no value: ${fix`name one attribute in the path`}.`,
    );
  }
  if (op !== 'remove' && value !== null) return objectSteps(context, op, urn, value ?? null);
  if (op === 'add') return [];
  const attributes = context.type.extension(urn)?.attributes ?? [];
  return attributes.map((attribute) => ({
    op: 'remove',
    target: { attribute, extension: urn, path: `${urn}:${attribute.name}`, policy: context.policy },
    value: undefined,
    unnamed: true,
  }));
}

/** The URN of the base schema alone, as a path: its attributes are those at the root. */
function rootSteps(context: Binding, op: OperationName, path: string, value: Json | undefined): Step[] {
  if (op === 'remove')
    throw invalidPath('path-not-possible', say`${field(path)}: ${fix`name the attribute to remove`}.`);
  return objectSteps(context, op, undefined, value ?? null, true);
}
