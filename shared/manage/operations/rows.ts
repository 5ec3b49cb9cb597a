/** A user or group as SCIM tells it -> a flat row of the user management table. */

import { assigned, digitsOf, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Value } from '../../scim/resource/resource.ts';

/** What a user is called. */
export interface Names {
  readonly userName: Value | undefined;
  readonly displayName: Value | undefined;
}

/** By the id of the user. */
export type NamesById = ReadonlyMap<string, Names>;

/** @param groups how many it is in */
export function userRow(body: JsonObject, groups: number, extension: string, names: NamesById) {
  const { id, userName, displayName, externalId, active, title: designation, emails } = body;
  const fields = Object.entries(fieldsIn(body, extension)).map(([name, value]) => [name, cell(value, names)]);
  return assigned({
    id,
    userName,
    displayName,
    externalId,
    active,
    designation,
    email: emailOf(emails),
    groups,
    fields: Object.fromEntries(fields),
    ...times(body),
  });
}

export function groupRow(body: JsonObject, members: ReadonlyMap<string, number>) {
  const { id, displayName, externalId } = body;
  return assigned({ id, displayName, externalId, members: members.get(String(id)) ?? 0, ...times(body) });
}

/** Ids of users that Kissflow fields refer to. */
export const referencesIn = (body: JsonObject, extension: string): string[] =>
  Object.values(fieldsIn(body, extension)).flatMap((value) =>
    isObject(value) && typeof value.value === 'string' ? [value.value] : [],
  );

const fieldsIn = (body: JsonObject, extension: string): JsonObject => {
  const fields = body[extension];
  return isObject(fields) ? fields : {};
};

/** A number keeps its digits, which a browser would cut: `12.50`. A reference says whom it means, if that is a user of the account. */
function cell(value: Json, names: NamesById): Json | object {
  if (!isObject(value) || typeof value.value !== 'string') return digitsOf(value) ?? value;
  return assigned({ value: value.value, ...names.get(value.value) });
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
