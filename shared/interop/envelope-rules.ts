/** RFC 7644 §3.5.2: `schemas` of a PATCH in other words than the RFC's, or left out. */

import type { Json, JsonObject } from '../scim/json.ts';
import { messages } from '../scim/messages/urns.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { named } from './json-object.ts';
import type { Quirk } from './quirk.ts';

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
