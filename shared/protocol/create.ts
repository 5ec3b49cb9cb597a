/** RFC 7644 §3.3 Creating Resources. */

import { inOnePiece } from '../async/pieces.ts';
import type { JsonObject } from '../scim/json.ts';
import { addMembers, noMembersYet } from '../scim/patch/member-change.ts';
import { membersOf } from '../scim/patch/members.ts';
import { withoutAttributes } from '../scim/patch/target.ts';
import { readResource } from '../scim/resource/read.ts';
import { requireAll } from '../scim/resource/rules.ts';
import { type OperationContext, type Representation, renderFor, represent, wanted } from './context.ts';

export async function create(context: OperationContext, body: JsonObject): Promise<Representation> {
  const { type, account, store, checks, record } = context;
  const read = await inOnePiece(() => readResource(type, body, checks));
  requireAll(type, read);
  const change = addMembers(noMembersYet(), type.detached ? membersOf(type, read[type.detached]) : []);
  const members = [...change.add.values()];
  const attributes = type.detached ? (withoutAttributes(read, type.detached) ?? {}) : read;
  const draft = {
    attributes,
    members,
    render: renderFor(context),
    log: (id: string) =>
      record({
        operation: 'create',
        id,
        before: undefined,
        after: attributes,
        members: change,
        effect: { added: members.length, removed: 0 },
      }),
  };
  return represent(context, await store.create({ account, type }, draft, wanted(context)));
}
