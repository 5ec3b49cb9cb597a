/** RFC 7644 §3.4 Retrieving Resources: a known one (§3.4.1), and those that a query finds (§3.4.2). */

import { bindFilter } from '../scim/filter/bind.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import { listPieces, listResponse } from '../scim/messages/messages.ts';
import {
  noSuchResource,
  type OperationContext,
  type Representation,
  represent,
  textsOf,
  wanted,
} from './context.ts';
import type { JsonText } from './related.ts';
import type { ReadResource, ResourcePage, ResourceQuery, Want } from './resource-store.ts';
import { type Conditions, includesVersion, requireMatch } from './version.ts';

interface Retrieved {
  readonly found: Representation;
  /** True when If-None-Match names what the client would get. */
  readonly isKnown: boolean;
}

export async function retrieve(
  context: OperationContext,
  id: string,
  conditions: Conditions,
): Promise<Retrieved> {
  const want = wanted(context);
  const stored = await readOne(context, id, want);
  if (!stored) throw noSuchResource(context, id);
  requireMatch(conditions, stored.revision);
  // The groups of a user change without a new version of the user: no tag tells whether a copy of them is current.
  const isKnown = !want.groups && includesVersion(conditions.ifNoneMatch, stored.revision);
  return { found: represent(context, stored), isKnown };
}

async function readOne({ type, account, store, projection }: OperationContext, id: string, want: Want) {
  const rendered = projection.isDefault && (await store.renditions?.get({ account, type }, id, want));
  return rendered || store.get({ account, type }, id, want);
}

export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 500;

export interface QueryParameters {
  readonly filter: string | undefined;
  readonly startIndex: number | undefined;
  readonly count: number | undefined;
}

export interface Page {
  readonly body: JsonText;
  readonly itemsPerPage: number;
  /** True when the page holds fewer resources than it was to, because they are too heavy. */
  readonly isShortened: boolean;
}

/** Values out of range mean the nearest one in it (§3.4.2.4). */
export async function query(context: OperationContext, asked: QueryParameters): Promise<Page> {
  const { type, policy } = context;
  const condition =
    asked.filter === undefined ? undefined : bindFilter(type, parseFilter(asked.filter, policy), policy);
  const startIndex = Math.max(1, asked.startIndex ?? 1);
  const count = Math.min(MAX_COUNT, Math.max(0, asked.count ?? DEFAULT_COUNT));
  const { textOf, fits } = pageTexts(context);
  const page = await readPage(context, { condition, startIndex, count, want: wanted(context), fits });
  const resources = page.resources.map(textOf);
  return {
    body: textOfList(resources, page.totalResults, startIndex),
    itemsPerPage: resources.length,
    isShortened: page.isShortened,
  };
}

/** UTF-8 bytes of the resources of one page, but for a single larger one. Members in pieces are counted by the store. */
const MAX_PAGE_TEXT = 16_000_000;

/** The texts of one page, each made once. */
function pageTexts(context: OperationContext) {
  const write = textsOf(context);
  const texts = new Map<ReadResource, JsonText>();
  const textOf = (read: ReadResource): JsonText => {
    const text = texts.get(read) ?? write(read);
    texts.set(read, text);
    return text;
  };
  let bytes = 0;
  const fits = (read: ReadResource): boolean => {
    const text = textOf(read);
    bytes += typeof text === 'string' ? Buffer.byteLength(text) : 0;
    return bytes <= MAX_PAGE_TEXT;
  };
  return { textOf, fits };
}

/** UTF-16 units up to which a list is sent as one text. */
const SHORT = 1_000_000;

function textOfList(resources: readonly JsonText[], totalResults: number, startIndex: number): JsonText {
  const texts = resources.filter((one) => typeof one === 'string');
  const isShort =
    texts.length === resources.length && texts.reduce((sum, one) => sum + one.length, 0) < SHORT;
  return isShort
    ? listResponse(texts, totalResults, startIndex)
    : listPieces(resources, totalResults, startIndex);
}

async function readPage(
  { type, account, store, projection }: OperationContext,
  asked: ResourceQuery,
): Promise<ResourcePage<ReadResource>> {
  const rendered = projection.isDefault && (await store.renditions?.query({ account, type }, asked));
  return rendered || store.query({ account, type }, asked);
}
