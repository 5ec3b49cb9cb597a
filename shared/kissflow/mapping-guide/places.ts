/**
 * Finds object mappings and attribute definitions in a synchronization schema of Microsoft Graph (resource type
 * synchronizationSchema) by their content: ids and names of rules differ from job to job.
 */

import { invalidValue } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { sameName } from '../../scim/schema/attribute.ts';
import { fix, say } from '../../scim/text.ts';

/** Names and indexes that lead from the root of the file to a list. */
export type JsonPath = readonly (string | number)[];

interface SchemaLocation {
  /** Of the target directory's object: the definitions of its attributes. */
  readonly definitions: JsonPath;
  readonly attributeMappings: JsonPath;
  /** Name of the target directory's object. */
  readonly objectName: string;
  /** Attributes of the source object; empty when the file does not list them. */
  readonly sources: readonly string[];
}

/** @throws ScimError for a file in which the mapping of users cannot be told */
export function findPlaces(schema: Json): { users: SchemaLocation; groups: SchemaLocation | undefined } {
  if (!isObject(schema)) throw unlike('it is not a JSON object');
  if (!Array.isArray(schema.directories)) throw unlike('it has no list "directories"');
  if (!Array.isArray(schema.synchronizationRules)) throw unlike('it has no list "synchronizationRules"');
  const users = only(preferred(candidates(schema, 'User', 'userName')), 'users');
  if (!users) throw unlike('no rule has a mapping from "User" with the target "userName"');
  const groups = only(
    candidates(schema, 'Group', 'displayName').filter((one) => one.target === users.target),
    'groups',
  );
  return { users: placeOf(schema, users), groups: groups && placeOf(schema, groups) };
}

export const jsonArray = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);

/** The text under that name; the empty string when there is none. */
export function memberText(json: Json | undefined, name: string): string {
  const text = isObject(json) ? json[name] : undefined;
  return typeof text === 'string' ? text : '';
}

export const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

interface Candidate {
  readonly rule: string;
  readonly source: string;
  readonly target: string;
  readonly way: JsonPath;
  readonly mapping: JsonObject;
}

/** The object mappings from that object of the source directory that write the attribute `landmark`. */
function candidates(schema: JsonObject, sourceObject: string, landmark: string): Candidate[] {
  return jsonArray(schema.synchronizationRules).flatMap((rule, ruleIndex) =>
    jsonArray(isObject(rule) ? rule.objectMappings : undefined).flatMap((mapping, index) => {
      if (!isObject(mapping) || !sameName(memberText(mapping, 'sourceObjectName'), sourceObject)) return [];
      const written = jsonArray(mapping.attributeMappings);
      if (!written.some((one) => sameName(memberText(one, 'targetAttributeName'), landmark))) return [];
      const way = ['synchronizationRules', ruleIndex, 'objectMappings', index];
      const source = memberText(rule, 'sourceDirectoryName');
      return [
        {
          rule: memberText(rule, 'name'),
          source,
          target: memberText(rule, 'targetDirectoryName'),
          way,
          mapping,
        },
      ];
    }),
  );
}

/** Entra's name for the target of an application that is not in its gallery. */
const OWN_APPLICATION = 'customappsso';

function preferred(found: readonly Candidate[]): readonly Candidate[] {
  const own = found.filter(({ target }) => sameName(target, OWN_APPLICATION));
  return own.length > 0 ? own : found;
}

function only(found: readonly Candidate[], what: string): Candidate | undefined {
  if (found.length < 2) return found[0];
  const rules = found.map(({ rule, target }) => `"${shorten(rule)}" to "${shorten(target)}"`).slice(0, 10);
  throw unlike(`several mappings could be the one of ${what}: ${rules.join(', ')}`);
}

function placeOf(schema: JsonObject, { source, target, way, mapping }: Candidate): SchemaLocation {
  const objectName = memberText(mapping, 'targetObjectName');
  const object = findObject(schema, target, objectName);
  if (!object || !Array.isArray(object.json.attributes)) {
    throw unlike(`directory "${shorten(target)}" does not list the attributes of "${shorten(objectName)}"`);
  }
  const sourceObject = findObject(schema, source, memberText(mapping, 'sourceObjectName'));
  return {
    definitions: [...object.way, 'attributes'],
    attributeMappings: [...way, 'attributeMappings'],
    objectName,
    sources: jsonArray(sourceObject?.json.attributes).map((attribute) => memberText(attribute, 'name')),
  };
}

function findObject(
  schema: JsonObject,
  directoryName: string,
  name: string,
): { way: JsonPath; json: JsonObject } | undefined {
  const directories = jsonArray(schema.directories);
  const index = directories.findIndex((one) => sameName(memberText(one, 'name'), directoryName));
  const directory = directories[index];
  const objects = jsonArray(isObject(directory) ? directory.objects : undefined);
  const objectIndex = objects.findIndex((one) => sameName(memberText(one, 'name'), name));
  const json = objects[objectIndex];
  return isObject(json) ? { way: ['directories', index, 'objects', objectIndex], json } : undefined;
}

const unlike = (reason: string) =>
  invalidValue(
    'synchronization-schema',
    say`This is not a synchronization schema that can be merged: ${reason}. ${fix`Fetch it with GET …/servicePrincipals/{id}/synchronization/jobs/{id}/schema and pass the whole answer`}.`,
  );
