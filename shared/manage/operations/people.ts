/** Users and groups as the user management table shows them: flat rows, a page at a time, in order of creation. */

import { resourceTypesOf } from '../../accounts/resource-types.ts';
import { baseUrlOf } from '../../http/services.ts';
import { extensionUrn } from '../../kissflow/extension-schema.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { fold } from '../../scim/resource/compare.ts';
import { shownPart } from '../../scim/resource/shown.ts';
import { writeResource } from '../../scim/resource/write.ts';
import type { StoredResource } from '../../storage/resource-store.ts';
import { fits } from '../../validation/ajv-validator.ts';
import { type Call, json, type Operation } from '../call.ts';
import { accountOf } from './account-of.ts';
import { assigned } from './assigned.ts';

export const listUsers: Operation = async (call) => {
  const { totalResults, startIndex, bodies, extension } = await page(call, 'User', [
    'userName',
    'displayName',
  ]);
  return json(200, { totalResults, startIndex, users: bodies.map((body) => userRow(body, extension)) });
};

export const listGroups: Operation = async (call) => {
  const { totalResults, startIndex, bodies } = await page(call, 'Group', ['displayName']);
  return json(200, { totalResults, startIndex, groups: bodies.map(groupRow) });
};

async function page(call: Call, name: 'User' | 'Group', searched: readonly string[]) {
  const account = await accountOf(call);
  const type = resourceTypesOf(account)[name];
  const { search, startIndex, count } = call.query;
  const condition = typeof search === 'string' ? contains(name, searched, fold(search)) : undefined;
  const asked = { condition, startIndex: Number(startIndex), count: Number(count), want: NOTHING_BESIDE };
  const found = await call.services.resources.query({ account: account.id, type }, asked);
  const baseUrl = baseUrlOf(call.services, account.id);
  const locate = (typeName: string, id: string) => `${baseUrl}/${typeName}s/${id}`;
  const written = ({ resource, revision }: StoredResource) =>
    writeResource(type, shownPart(type, resource, fits), revision, locate);
  return {
    totalResults: found.totalResults,
    startIndex: asked.startIndex,
    bodies: found.resources.map(written),
    extension: extensionUrn(account.id),
  };
}

const NOTHING_BESIDE = { members: false, groups: false };

function contains(name: 'User' | 'Group', attributes: readonly string[], value: string): Condition {
  const compare = (path: readonly string[]): Condition => ({
    kind: 'compare',
    path,
    comparator: 'co',
    value,
  });
  const email: Condition = { kind: 'any', path: ['emails'], where: compare(['value']) };
  const terms = attributes.map((attribute) => compare([attribute]));
  return { kind: 'or', terms: name === 'User' ? [...terms, email] : terms };
}

function userRow(body: JsonObject, extension: string) {
  const { id, userName, displayName, active, title: designation, emails } = body;
  const fields = isObject(body[extension]) ? body[extension] : {};
  return assigned({
    id,
    userName,
    displayName,
    active,
    designation,
    email: emailOf(emails),
    fields,
    ...times(body),
  });
}

function groupRow(body: JsonObject) {
  const { id, displayName, externalId } = body;
  return assigned({ id, displayName, externalId, ...times(body) });
}

/** The primary one, or else the one for work, or else the first. */
function emailOf(emails: Json | undefined): Json | undefined {
  const all = Array.isArray(emails) ? emails.filter(isObject) : [];
  const shown =
    all.find(({ primary }) => primary === true) ?? all.find(({ type }) => type === 'work') ?? all[0];
  return shown?.value;
}

const times = ({ meta }: JsonObject) =>
  isObject(meta) ? { created: meta.created, lastModified: meta.lastModified } : {};
