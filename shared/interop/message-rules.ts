/** RFC 7644 §3.5.2: a PATCH in other words than the RFC's, before it is read: its `schemas`, and each `op`. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { messages } from '../scim/messages/messages.ts';
import { type OperationName, operationNames } from '../scim/messages/patch-op.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { type Note, named, type Quirk, rewrite, without } from './quirk.ts';

type EnvelopeRule = Quirk<ResourceType, JsonObject>;

const noSchemas: EnvelopeRule = {
  name: 'no-schemas',
  source: 'scripts and gateways: a PATCH without "schemas", or with an empty list',
  apply: (_type, message) => {
    const [key, urns] = named(message, 'schemas') ?? ['schemas', null];
    return isEmpty(urns) ? { ...message, [key]: [messages.patchOp] } : undefined;
  },
};

const schemasCase: EnvelopeRule = {
  name: 'schemas-case',
  source: 'clients that compare URNs without case: "…:2.0:patchop"',
  apply: (_type, message) => respelled(message, messages.patchOp),
};

const corePatchOp: EnvelopeRule = {
  name: 'core-patch-op',
  source: 'clients built after a common misprint: "core" in the place of "api:messages"',
  apply: (_type, message) => respelled(message, 'urn:ietf:params:scim:schemas:core:2.0:PatchOp'),
};

/** In this order; each looks at a message that has `Operations`. */
export const envelopeRules: readonly EnvelopeRule[] = [noSchemas, schemasCase, corePatchOp];

/** The message with the URN of a PatchOp where it has `other`; undefined when it has the right one, or neither. */
function respelled(message: JsonObject, other: string): JsonObject | undefined {
  const [key, urns] = named(message, 'schemas') ?? [];
  const listed: readonly (Json | undefined)[] = Array.isArray(urns) ? urns : [urns];
  const isOther = (urn: Json | undefined): boolean => typeof urn === 'string' && sameName(urn, other);
  if (key === undefined || listed.includes(messages.patchOp) || !listed.some(isOther)) return undefined;
  return { ...message, [key]: listed.map((urn) => (isOther(urn) ? messages.patchOp : (urn ?? null))) };
}

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

/** The message itself when no rule changes anything, or when it has no list of operations. */
export const rewordMessage = (type: ResourceType, body: Json, note: Note): Json =>
  isObject(body) && Array.isArray(named(body, 'Operations')?.[1])
    ? rewrite(envelopeRules, type, body, note)
    : body;

const operationName = (word: Json | undefined): OperationName | undefined =>
  operationNames.find((op) => typeof word === 'string' && sameName(op, word));
