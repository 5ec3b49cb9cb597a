/**
 * Every shape of query that is sent to Cosmos DB (test/doubles/cosmos/shape.ts says what a shape is): what it is for and
 * which documents the engine loads for it. docs/cosmos.md shows this as a table.
 */

import containers from '../../shared/storage/cosmos/containers.json' with { type: 'json' };
import type { ContainerName } from '../../shared/storage/cosmos/containers.ts';

/** Documents of one account by their kind. Their ids begin with these letters, in this order. */
export interface Population {
  readonly group: number;
  readonly log: number;
  readonly membership: number;
  readonly reservation: number;
  readonly user: number;
}

export interface Shape {
  readonly container: ContainerName;
  readonly operation: string;
  readonly sql: string;
  /** Documents that are loaded; a count loads none, and passes these in the index. */
  readonly walk: (there: Population) => Partial<Population>;
}

/** As many groups, memberships and log entries as an account with so many users has. */
export const populationOf = (users: number): Population => ({
  group: users / 50,
  log: users * 5,
  membership: users * 5,
  reservation: users + users / 50,
  user: users,
});

const MEMBERS_OF_GROUP = 250;
const PAGE = 100;

type Walk = Shape['walk'];

const everything: Walk = (there) => there;
const some =
  (loaded: Partial<Population>): Walk =>
  () =>
    loaded;
const allOf =
  (...kinds: readonly (keyof Population)[]): Walk =>
  (there) =>
    Object.fromEntries(kinds.map((kind) => [kind, there[kind]]));
/** In order of id: whatever comes before the documents of a kind, and a page of them. */
const pageBehind =
  (kind: keyof Population): Walk =>
  (there) => {
    const kinds = Object.keys(there);
    const before = Object.entries(there).filter(([one]) => kinds.indexOf(one) < kinds.indexOf(kind));
    return { ...Object.fromEntries(before), [kind]: PAGE };
  };

const SELECT = 'SELECT TOP n * FROM c';
const COUNT = 'SELECT VALUE COUNT(1) FROM c';
const BY_ID = 'ORDER BY c["id"]';

const shape =
  (container: ContainerName) =>
  (operation: string, sql: string, walk: Walk): Shape => ({ container, operation, sql, walk });
const resources = shape('resources');
const accounts = shape('accounts');
const activity = shape('activity');

export const SHAPES: readonly Shape[] = [
  resources('Users: first page', `${SELECT} WHERE c["type"] = "user" ${BY_ID}`, pageBehind('user')),
  resources(
    'Users: page that continues a walk',
    `${SELECT} WHERE c["type"] = "user" AND c["id"] > @ ${BY_ID}`,
    some({ user: PAGE }),
  ),
  resources(
    'Users: page by index, where nothing tells its beginning',
    `SELECT * FROM c WHERE c["type"] = "user" ${BY_ID} OFFSET n LIMIT n`,
    (there) => ({ ...there, user: there.user / 2 }),
  ),
  resources(
    'Users: filter (a rare value)',
    `${SELECT} WHERE c["type"] = "user" AND {filter} ${BY_ID}`,
    everything,
  ),
  resources(
    'Users: filter, page that continues a walk',
    `${SELECT} WHERE c["type"] = "user" AND c["id"] > @ AND {filter} ${BY_ID}`,
    (there) => ({ user: there.user / 2 }),
  ),
  resources(
    'Users: filter, page by index',
    `SELECT * FROM c WHERE c["type"] = "user" AND {filter} ${BY_ID} OFFSET n LIMIT n`,
    everything,
  ),
  resources(
    'Users of a group: filter on `groups`',
    `${SELECT} WHERE c["type"] = "user" AND ARRAY_CONTAINS(@, c["id"]) ${BY_ID}`,
    everything,
  ),
  resources('Users: total', `${COUNT} WHERE c["type"] = "user"`, allOf('user')),
  resources('Users: total of a filter', `${COUNT} WHERE c["type"] = "user" AND {filter}`, allOf('user')),
  resources('Groups: first page', `${SELECT} WHERE c["type"] = "group" ${BY_ID}`, some({ group: PAGE })),
  resources(
    'Groups: page that continues a walk',
    `${SELECT} WHERE c["type"] = "group" AND c["id"] > @ ${BY_ID}`,
    some({ group: PAGE }),
  ),
  resources('Groups: filter', `${SELECT} WHERE c["type"] = "group" AND {filter} ${BY_ID}`, everything),
  resources('Groups: total', `${COUNT} WHERE c["type"] = "group"`, allOf('group')),
  resources(
    'Groups of a user, with what is owed',
    `${SELECT} WHERE (c["memberId"] = @ OR c["owes"] = true) ${BY_ID}`,
    everything,
  ),
  resources(
    'Groups of a page of users, with what is owed',
    `${SELECT} WHERE (ARRAY_CONTAINS(@, c["memberId"]) OR c["owes"] = true) ${BY_ID}`,
    everything,
  ),
  resources(
    'Members of a group, with what is owed',
    `${SELECT} WHERE (c["groupId"] = @ OR c["owes"] = true) ${BY_ID}`,
    everything,
  ),
  resources(
    'Members of a page of groups, with what is owed',
    `${SELECT} WHERE (ARRAY_CONTAINS(@, c["groupId"]) OR c["owes"] = true) ${BY_ID}`,
    everything,
  ),
  resources(
    'Members of a group: number',
    `${COUNT} WHERE c["type"] = "membership" AND c["groupId"] = @`,
    some({ membership: MEMBERS_OF_GROUP }),
  ),
  resources('Memberships of a deleted user', `${SELECT} WHERE c["memberId"] = @ ${BY_ID}`, everything),
  resources('Memberships of a deleted group', `${SELECT} WHERE c["groupId"] = @ ${BY_ID}`, everything),
  resources('Documents by their ids', `${SELECT} WHERE ARRAY_CONTAINS(@, c["id"]) ${BY_ID}`, everything),
  resources('Document by its id', `${SELECT} WHERE c["id"] = @ ${BY_ID}`, some({ user: 1 })),
  resources('What is owed', `${SELECT} WHERE c["owes"] = true ${BY_ID}`, everything),
  resources('What is owed: number', `${COUNT} WHERE c["owes"] = true`, some({})),
  resources(
    'Export of users',
    `${SELECT} WHERE c["type"] = "user" AND c["id"] > "u." ${BY_ID}`,
    some({ user: PAGE }),
  ),
  resources(
    'Export of groups',
    `${SELECT} WHERE c["type"] = "group" AND c["id"] > "g." ${BY_ID}`,
    some({ group: PAGE }),
  ),
  resources(
    'Export of memberships',
    `${SELECT} WHERE c["type"] = "membership" AND c["id"] > "m." ${BY_ID}`,
    some({ membership: PAGE }),
  ),
  resources(
    'Export of memberships, goes on',
    `${SELECT} WHERE c["type"] = "membership" AND c["id"] > @ ${BY_ID}`,
    some({ membership: PAGE }),
  ),
  resources('Memberships: number', `${COUNT} WHERE c["type"] = "membership"`, allOf('membership')),
  resources(
    'Reservations, when keys get a new form',
    `${SELECT} WHERE c["type"] = "reservation" AND c["id"] > @ ${BY_ID}`,
    some({ reservation: PAGE }),
  ),
  ...[resources, activity].flatMap((inContainer) => [
    inContainer('Log: newest entries', `${SELECT} WHERE c["type"] = "log" ${BY_ID}`, pageBehind('log')),
    inContainer(
      'Log: older entries',
      `${SELECT} WHERE c["type"] = "log" AND c["id"] > @ ${BY_ID}`,
      some({ log: PAGE }),
    ),
    inContainer('Log: filter', `${SELECT} WHERE c["type"] = "log" AND {filter} ${BY_ID}`, everything),
    inContainer(
      'Log: filter, older entries',
      `${SELECT} WHERE c["type"] = "log" AND c["id"] > @ AND {filter} ${BY_ID}`,
      everything,
    ),
  ]),
  activity('Log: gaps', `${SELECT} WHERE c["type"] = "log-incomplete" ${BY_ID}`, allOf('log')),
  activity(
    'Log: gaps of a time',
    `${SELECT} WHERE c["type"] = "log-incomplete" AND {filter} ${BY_ID}`,
    allOf('log'),
  ),
  activity('Last use of tokens', `${SELECT} WHERE c["type"] = "token-use" ${BY_ID}`, allOf('log')),
  accounts('Accounts', `${SELECT} WHERE c["type"] = "account-index" ${BY_ID}`, some({})),
  accounts('Revoked tokens', `${SELECT} WHERE c["type"] = "revocation" ${BY_ID}`, some({})),
];

/**
 * Why a query may cost more than its answer. `KNOWN` are the reasons that some shape in the table has today: strike one
 * out when no shape has it any more, and none will ever have it again.
 */
export const REASONS = {
  'order without a range':
    'in order of id, and neither a composite index nor a first and a last id keep it from loading what it passes',
  'list that is searched': 'ARRAY_CONTAINS over a parameter, for which no index is used',
  'nothing to seek': 'neither an equality nor a range on an indexed path',
} as const;

export type Reason = keyof typeof REASONS;

export const KNOWN: readonly Reason[] = ['order without a range', 'list that is searched'];

/** Reasons for which the query of this shape walks. */
export function reasons(sql: string, container: ContainerName = 'resources'): Reason[] {
  const [, where = '', order = ''] =
    /^.*? FROM c(?: WHERE (.*?))?(?: ORDER BY (.*?))?(?: OFFSET .*)?$/.exec(sql) ?? [];
  const terms = where.split(' AND ').filter(Boolean);
  const isServed = order === '' || isByRange(terms, order) || isByComposite(order, container);
  return [
    ...(isServed ? [] : (['order without a range'] as const)),
    ...(sql.includes('ARRAY_CONTAINS(@') ? (['list that is searched'] as const) : []),
    ...(order === '' && !terms.some(isSought) ? (['nothing to seek'] as const) : []),
  ];
}

/** In order of id, with nothing but ids to compare, or between two of them. */
function isByRange(terms: readonly string[], order: string): boolean {
  if (order !== 'c["id"]') return false;
  const isFirst = (term: string) => /^c\["id"\] >=? /.test(term);
  const isLast = (term: string) => /^c\["id"\] <=? /.test(term);
  return terms.every((term) => term.includes('c["id"]')) || (terms.some(isFirst) && terms.some(isLast));
}

/** A composite index of containers.json has exactly the properties of the ORDER BY, in its sequence. */
function isByComposite(order: string, container: ContainerName): boolean {
  const paths = [...order.matchAll(/c((?:\["\w+"\])+)/g)].map(([, path = '']) =>
    path.replaceAll('["', '/').replaceAll('"]', ''),
  );
  const policy: Policy = containers[container].indexingPolicy;
  return (policy.compositeIndexes ?? []).some(
    (index) => index.map(({ path }) => path).join() === paths.join(),
  );
}

interface Policy {
  readonly indexingMode: string;
  readonly compositeIndexes?: readonly (readonly { readonly path: string }[])[];
}

const isSought = (term: string): boolean => /^\(?c\["(?!k")\w+"\] (=|IN|>=?|<=?) /.test(term);
