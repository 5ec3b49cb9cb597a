/** What happens to each user and group in the incremental cycle. Neighbours share a scenario, one in each dialect. */

import type { JsonObject } from '../../shared/scim/json.ts';
import { type Extension, fieldValues, managerField } from '../client/extension.ts';
import { type Change, type ReferenceForm, valueAt } from '../client/model.ts';

interface Situation {
  readonly index: number;
  /** Its state before the first change. */
  readonly user: JsonObject;
  readonly extension: Extension | undefined;
  /** Who may become the manager. */
  readonly newManager: string;
}

/** A person as created; all names carry the run's id. */
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

/** One list of changes for each PATCH. */
type Scenario = (situation: Situation) => Change[][];

const REFERENCE_FORMS: readonly ReferenceForm[] = ['dotted', 'nested', 'bare', 'list'];

/** The form for the `turn`th reference; POST knows no `list`. */
export const referenceForm = (turn: number, forms: 3 | 4): ReferenceForm =>
  REFERENCE_FORMS[turn % forms] ?? 'nested';

export function userPatches(situation: Situation): Change[][] {
  const scenario = SCENARIOS[Math.floor(situation.index / 2) % SCENARIOS.length];
  return (scenario?.(situation) ?? []).filter((changes) => changes.length > 0);
}

/** Hard deletes: the last object, and every tenth user or fifth group. */
export const isDeleted = (index: number, total: number, every: number): boolean =>
  index % every === every - 1 || (index === total - 1 && index > 0);

const rename: Scenario = ({ user }) => [
  [
    { target: { attribute: 'displayName' }, value: `${user.displayName} (renamed)` },
    { target: { attribute: 'name', sub: 'familyName' }, value: 'Ray-Smith' },
    { target: { attribute: 'name', sub: 'formatted' }, value: `${user.displayName} Ray-Smith` },
  ],
];

const changeUserName: Scenario = ({ user }) => [
  [{ target: { attribute: 'userName' }, value: `renamed.${user.userName}` }],
];

const promote: Scenario = ({ index }) => [
  [{ target: { attribute: 'title' }, value: 'Engineer' }],
  [{ target: { attribute: 'title' }, value: `Principal Engineer ${index}` }],
];

/** The mobile number and the address are not there yet; the address grows by two operations. */
const changeContact: Scenario = ({ user }) => [
  [
    { target: { attribute: 'emails', type: 'work', sub: 'value' }, value: `new.${user.userName}` },
    { target: { attribute: 'phoneNumbers', type: 'mobile', sub: 'value' }, value: '+44 7700 900123' },
    { target: { attribute: 'addresses', type: 'work', sub: 'formatted' }, value: '1 High St\r\nLondon' },
    { target: { attribute: 'addresses', type: 'work', sub: 'locality' }, value: 'London' },
    { target: { attribute: 'preferredLanguage' }, value: 'fr-FR' },
  ],
];

const active = (value: boolean): Change => ({ target: { attribute: 'active' }, value });
const disable: Scenario = () => [[active(false)]];
const disableAndRestore: Scenario = () => [[active(false)], [active(true)]];

const changeFields: Scenario = ({ index, extension, newManager }) => {
  if (!extension) return [];
  const { urn } = extension;
  const changes = Object.entries(fieldValues(extension, index + 1001)).map(
    ([attribute, value]): Change => ({ target: { urn, attribute }, value }),
  );
  const form = referenceForm(Math.floor(index / 16), 4);
  const manager = managerField(extension);
  const reference: Change[] = manager
    ? [{ target: { urn, attribute: manager.name }, value: { value: newManager }, form }]
    : [];
  return [[...changes, ...reference]];
};

const clearManager: Scenario = ({ index, user, extension }) => {
  const field = managerField(extension);
  if (!extension || !field) return [];
  const target = { urn: extension.urn, attribute: field.name };
  if (valueAt(user, target) === undefined) return [];
  return [[{ target, value: null, form: referenceForm(Math.floor(index / 16), 4) }]];
};

const SCENARIOS: readonly Scenario[] = [
  rename,
  changeUserName,
  promote,
  changeContact,
  disable,
  disableAndRestore,
  changeFields,
  clearManager,
];
