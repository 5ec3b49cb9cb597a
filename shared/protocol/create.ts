/** RFC 7644 §3.3 Creating Resources. */

import type { JsonObject } from '../scim/json.ts';
import { membersOf } from '../scim/patch/members.ts';
import { omit } from '../scim/patch/target.ts';
import { readResource } from '../scim/resource/read.ts';
import { requireAll } from '../scim/resource/required.ts';
import type { OperationContext } from './context.ts';
import { type Representation, represent, wanted } from './represent.ts';

export async function create(context: OperationContext, body: JsonObject): Promise<Representation> {
  const { type, account, store, intake } = context;
  const read = readResource(type, body, intake);
  requireAll(type, read);
  const members = type.detached ? membersOf(read[type.detached]) : [];
  const attributes = type.detached ? (omit(read, type.detached) ?? {}) : read;
  const draft = { attributes, members, companions: [] };
  return represent(context, await store.create({ account, type }, draft, wanted(context)));
}
