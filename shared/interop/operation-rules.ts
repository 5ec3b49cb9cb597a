/** Operations of a PATCH (RFC 7644 §3.5.2) in other words than the RFC's. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation } from '../scim/messages/patch-op.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { named, without } from './json-object.ts';
import { colonPath, targetOf } from './paths.ts';
import type { Quirk } from './quirk.ts';

const nameForOp: Quirk<ResourceType, JsonObject> = {
  name: 'name-for-op',
  source: 'Microsoft Postman samples: "name" instead of "op"',
  apply: (_type, operation) => {
    const [key, word] = named(operation, 'name') ?? [];
    if (named(operation, 'op') || key === undefined || word === undefined) return undefined;
    return operationName(word) && { ...without(operation, (name) => name === key), op: word };
  },
};

const opCase: Quirk<ResourceType, JsonObject> = {
  name: 'op-case',
  source: 'Entra ID without aadOptscim062020: "Add", "Replace", "Remove"',
  apply: (_type, operation) => {
    const [key, word] = named(operation, 'op') ?? [];
    const op = operationName(word);
    return key === undefined || !op || op === word ? undefined : { ...operation, [key]: op };
  },
};

/** In this order; they look at an operation before it is known to be one. */
export const wordRules = [nameForOp, opCase];

export const dottedUrn: Quirk<ResourceType, Operation> = {
  name: 'dotted-urn',
  source: 'Entra ID jobs from before 18 December 2018: a dot between URN and attribute',
  apply: (type, operation) => {
    const path = colonPath(type, operation.path ?? '');
    return path === undefined ? undefined : { ...operation, path };
  },
};

export const removeWithValue: Quirk<ResourceType, Operation> = {
  name: 'remove-with-value',
  source:
    'Entra ID: an empty value beside the path of a singular attribute, or beside a value filter; one that is not empty is compared',
  apply: (type, { op, path, value }) => {
    if (op !== 'remove' || path === undefined || value === undefined || !isEmpty(value)) return undefined;
    const target = targetOf(type, path);
    return target?.single || target?.chosen ? { op, path } : undefined;
  },
};

/** Comes after the rules for values, which make null of what is empty. */
export const addNothing: Quirk<ResourceType, Operation> = {
  name: 'add-nothing',
  source: 'Microsoft gallery tests: add of "" or null to clear an attribute',
  apply: (type, { op, path, value }) =>
    op === 'add' && path !== undefined && clears(value) && targetOf(type, path)?.single
      ? { ...(value === undefined ? {} : { value }), op: 'replace', path }
      : undefined,
};

const OPERATIONS = ['add', 'remove', 'replace'] as const;

const operationName = (word: Json | undefined): Operation['op'] | undefined =>
  OPERATIONS.find((op) => typeof word === 'string' && sameName(op, word));

const clears = (value: Json | undefined): boolean =>
  value === null || (isObject(value) && Object.values(value).includes(null));
