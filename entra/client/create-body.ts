/** Bodies of POST as Entra writes them (RFC 7644 §3.3), made from what must be read back. */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import type { ReferenceForm } from './model.ts';
import { type Dialect, referenceEntry, wireValue } from './wire.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ENTRA_GROUP_SCHEMA = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** `schemas` names the enterprise extension, which has no data, and not the extension at `urn`, which has. */
export function createUserBody(
  dialect: Dialect,
  user: JsonObject,
  urn: string | undefined,
  form: ReferenceForm,
): JsonObject {
  const extension = urn === undefined ? undefined : user[urn];
  return {
    schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
    ...user,
    meta: { resourceType: 'User' },
    roles: [],
    ...(urn !== undefined && isObject(extension) ? { [urn]: extensionBody(dialect, extension, form) } : {}),
  };
}

function extensionBody(dialect: Dialect, values: JsonObject, form: ReferenceForm): JsonObject {
  const entries = Object.entries(values).map(([name, value]): [string, Json] =>
    isObject(value) ? referenceEntry(name, String(value.value), form) : [name, wireValue(dialect, value)],
  );
  return Object.fromEntries(entries);
}

export const createGroupBody = (group: JsonObject): JsonObject => ({
  schemas: [GROUP_SCHEMA, ENTRA_GROUP_SCHEMA],
  ...group,
  meta: { resourceType: 'Group' },
});
