/** The people and groups of a run: what each looks like when it is created. All names carry the run's id. */

import { type Json, type JsonObject, rawNumber } from '../../shared/scim/json.ts';
import type { Extension, Field } from './extension.ts';

export function newUser(run: string, index: number, extension: JsonObject, urn?: string): JsonObject {
  const familyName = ['Ray', "O'Neill", 'Müller-Lüdenscheidt', '山田'][index % 4] ?? '';
  const givenName = `Ann ${index}`;
  const userName = `entra-cycle.${run}.${index}@example.com`;
  return {
    externalId: `${run}-${index}`,
    userName,
    active: true,
    displayName: `${givenName} ${familyName}`,
    emails: [{ primary: true, type: 'work', value: userName }],
    name: { formatted: `${givenName} ${familyName}`, familyName, givenName },
    phoneNumbers: [{ type: 'work', value: `+44 20 7946 ${String(index).padStart(4, '0')}` }],
    preferredLanguage: 'en-GB',
    ...(urn !== undefined && Object.keys(extension).length > 0 ? { [urn]: extension } : {}),
  };
}

export const newGroup = (run: string, index: number): JsonObject => ({
  externalId: `${run}-g${index}`,
  displayName: `Entra cycle ${run} Test'Group ${index}`,
});

/** One value for each field that is not a reference; another `seed` gives other values. */
export function fieldValues(extension: Extension | undefined, seed: number): JsonObject {
  const plain = extension?.fields.filter((field) => field.kind !== 'reference') ?? [];
  return Object.fromEntries(plain.map((field) => [field.name, fieldValue(field, seed)]));
}

/** Each is read back exactly as it stands here: trailing zeros, fraction digits and all. */
function fieldValue({ kind, options }: Field, seed: number): Json {
  const day = String(1 + (seed % 28)).padStart(2, '0');
  switch (kind) {
    case 'boolean':
      return seed % 2 === 0;
    case 'integer':
      return seed;
    case 'decimal':
      return rawNumber(`${seed}.50`);
    case 'currency':
      return seed % 2 === 0 ? `${seed}.50 EUR` : `${seed}.50`;
    case 'date':
      return `2026-01-${day}`;
    case 'dateTime':
      return `2026-01-${day}T08:30:00.1234567Z`;
    case 'choice':
      return options[seed % options.length] ?? '';
    default:
      return `Text ${seed} "ä" \\ 東京 😀`;
  }
}
