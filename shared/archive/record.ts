/**
 * An account as lines of JSON: its settings, then users, groups and memberships. This room knows what a record says
 * and what of it can be put back; it never reads a file or a request.
 */

import type { Account } from '../accounts/account.ts';
import { isOfType } from '../accounts/resource-types.ts';
import { extensionUrn } from '../kissflow/field.ts';
import { assigned } from '../scim/json.ts';
import { own, type Resource, type Value } from '../scim/resource/resource.ts';
import { retainedPart, visiblePart } from '../scim/resource/retained.ts';
import { serverAttributesOf } from '../scim/resource/server-attributes.ts';
import { type ResourceType, typeNamed } from '../scim/schema/resource-type.ts';
import type { Archived, ArchivedResource } from './archive-store.ts';

/** Version of the shapes below. */
const FORMAT = 1;

interface AccountRecord {
  readonly record: 'account';
  readonly format: typeof FORMAT;
  /** ISO 8601 instant in UTC. */
  readonly exportedAt: string;
  readonly account: Omit<Account, 'version' | 'keysStaleSince'>;
}

/**
 * Canonical values: numbers are the text of their digits, so that none gets lost. `fields` are values of Kissflow
 * fields by field id, and `kept` those that the account does not show now: its fields were removed or have other types.
 */
interface ResourceRecord {
  /** Name of its resource type in lower case: `user`, `group`. */
  readonly record: string;
  readonly id: string;
  readonly revision: number;
  readonly created: string;
  readonly lastModified: string;
  readonly attributes: Resource;
  readonly fields?: Value;
  readonly kept?: Value;
}

interface MembershipRecord {
  readonly record: 'membership';
  readonly groupId: string;
  readonly memberId: string;
}

type ArchiveRecord = AccountRecord | ResourceRecord | MembershipRecord;

export function accountRecord(
  { version: _version, keysStaleSince: _stale, ...account }: Account,
  now: number,
): AccountRecord {
  return { record: 'account', format: FORMAT, exportedAt: new Date(now).toISOString(), account };
}

/** @param types of the account that holds the item */
export function recordOf(accountId: string, types: readonly ResourceType[], item: Archived): ArchiveRecord {
  if ('groupId' in item) {
    return { record: 'membership', groupId: item.groupId, memberId: item.memberId };
  }
  return resourceRecord(extensionUrn(accountId), typeNamed(types, item.type), item);
}

function resourceRecord(urn: string, type: ResourceType, item: ArchivedResource): ResourceRecord {
  const { id, created, lastModified } = serverAttributesOf(item.resource);
  const shown = visiblePart(type, item.resource, isOfType);
  const kept = own(retainedPart(type, item.resource, isOfType), urn);
  const { schemas: _schemas, id: _id, meta: _meta, [urn]: fields, ...attributes } = shown;
  const record = type.name.toLowerCase();
  const { revision } = item;
  return assigned({ record, id, revision, created, lastModified, attributes, fields, kept });
}
