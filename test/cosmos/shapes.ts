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

const PAGE = 100;
/** Up to so many documents of a filter are put in order by the adapter; then it reads along the ids. */
const SORTED = 1000;

const DELETED_AT_ONCE = 50;

type Walk = Shape['walk'];

const some =
  (loaded: Partial<Population>): Walk =>
  () =>
    loaded;
const allOf =
  (kind: keyof Population): Walk =>
  (there) => ({ [kind]: there[kind] });
/** Of a filter that one in a hundred meets. */
const oneInHundred =
  (kind: keyof Population): Walk =>
  (there) => ({ [kind]: Math.min(there[kind], PAGE * 100) });

const groupsOf =
  (users: number): Walk =>
  ({ membership, user }) => ({ membership: (users * membership) / user });
const membersOf =
  (groups: number): Walk =>
  ({ membership, group }) => ({ membership: (groups * membership) / group });

const ALL = 'SELECT * FROM c';
const SELECT = 'SELECT TOP n * FROM c';
const COUNT = 'SELECT VALUE COUNT(1) FROM c';
const BY_ID = 'ORDER BY c["id"]';
const NEWEST_FIRST = `${BY_ID} DESC`;

/** Along a range of ids, from its beginning or from where another page ended. */
const from = (prefix: string) =>
  prefix === '@' ? 'c["id"] >= @ AND c["id"] < @' : `c["id"] >= "${prefix}." AND c["id"] < "${prefix}/"`;
const below = (prefix: string) => `c["id"] >= "${prefix}." AND c["id"] < @`;
const behind = (prefix: string) =>
  prefix === '@' ? 'c["id"] > @ AND c["id"] < @' : `c["id"] > @ AND c["id"] < "${prefix}/"`;

const shape =
  (container: ContainerName) =>
  (operation: string, sql: string, walk: Walk): Shape => ({ container, operation, sql, walk });
const resources = shape('resources');
const accounts = shape('accounts');
const ADMINISTRATORS = 'c["type"] = "administrators-log"';
const activity = shape('activity');

const ofResources = (title: string, kind: 'user' | 'group'): readonly Shape[] => {
  const type = `c["type"] = "${kind}"`;
  const prefix = kind.charAt(0);
  const filtered = `${type} AND {filter}`;
  return [
    resources(
      `${title}: first page`,
      `${SELECT} WHERE ${type} AND ${from(prefix)} ${BY_ID}`,
      some({ [kind]: PAGE }),
    ),
    resources(
      `${title}: page that continues a walk`,
      `${SELECT} WHERE ${type} AND ${behind(prefix)} ${BY_ID}`,
      some({ [kind]: PAGE }),
    ),
    resources(
      `${title}: page by index, where nothing tells its beginning`,
      `${ALL} WHERE ${type} AND ${from(prefix)} ${BY_ID} OFFSET n LIMIT n`,
      (there) => ({ [kind]: there[kind] / 2 }),
    ),
    resources(`${title}: filter (a rare value)`, `${ALL} WHERE ${filtered}`, some({ [kind]: 1 })),
    resources(
      `${title}: filter that more than ${SORTED} meet, first page`,
      `${SELECT} WHERE ${type} AND ${from(prefix)} AND {filter} ${BY_ID}`,
      oneInHundred(kind),
    ),
    resources(
      `${title}: filter that more than ${SORTED} meet, page that continues a walk`,
      `${SELECT} WHERE ${type} AND ${behind(prefix)} AND {filter} ${BY_ID}`,
      oneInHundred(kind),
    ),
    resources(
      `${title}: filter that more than ${SORTED} meet, page by index`,
      `${ALL} WHERE ${type} AND ${from(prefix)} AND {filter} ${BY_ID} OFFSET n LIMIT n`,
      (there) => ({ [kind]: there[kind] / 2 }),
    ),
    ...(kind === 'user' ? newestFirst(title) : []),
    resources(`${title}: total`, `${COUNT} WHERE ${type}`, allOf(kind)),
    resources(`${title}: total of a filter`, `${COUNT} WHERE ${filtered}`, allOf(kind)),
    ...byRelation(title, kind, ''),
    ...byRelation(title, kind, ' AND {filter}'),
  ];
};

/** Only users are listed so. */
function newestFirst(title: string): readonly Shape[] {
  const type = 'c["type"] = "user"';
  const half: Walk = ({ user }) => ({ user: user / 2 });
  return ['', ' AND {filter}'].flatMap((filter) => {
    const operation = `${title}: newest first${filter && `, filter that more than ${SORTED} meet`}`;
    const walk = filter === '' ? some({ user: PAGE }) : oneInHundred('user');
    return [
      resources(operation, `${SELECT} WHERE ${type} AND ${from('u')}${filter} ${NEWEST_FIRST}`, walk),
      resources(
        `${operation}, page that continues a walk`,
        `${SELECT} WHERE ${type} AND ${below('u')}${filter} ${NEWEST_FIRST}`,
        walk,
      ),
      resources(
        `${operation}, page by index`,
        `${ALL} WHERE ${type} AND ${from('u')}${filter} ${NEWEST_FIRST} OFFSET n LIMIT n`,
        half,
      ),
    ];
  });
}

/** A filter on memberships is a list of ids, of up to 4,000. @param more that is asked of their resources */
function byRelation(title: string, kind: 'user' | 'group', more: string): readonly Shape[] {
  const listed = `c["type"] = "${kind}" AND c["id"] IN (@)`;
  const prefix = kind.charAt(0);
  const operation = `${title}: filter on \`${kind === 'user' ? 'groups' : 'members'}\`${more && ' and more'}`;
  const found: Walk =
    kind === 'user'
      ? ({ membership, group }) => ({ user: membership / group })
      : ({ membership, user }) => ({ group: membership / user });
  const many: Walk = (there) => ({ [kind]: Math.min(there[kind], more ? 4 * SORTED : PAGE) });
  return [
    resources(operation, `${ALL} WHERE ${listed}${more}`, found),
    resources(`${operation}, total`, `${COUNT} WHERE ${listed}${more}`, found),
    resources(
      `${operation}, more than ${SORTED}: first page`,
      `${SELECT} WHERE ${listed} AND ${from(prefix)}${more} ${BY_ID}`,
      many,
    ),
    resources(
      `${operation}, more than ${SORTED}: page that continues a walk`,
      `${SELECT} WHERE ${listed} AND ${behind(prefix)}${more} ${BY_ID}`,
      many,
    ),
    resources(
      `${operation}, more than ${SORTED}: page by index`,
      `${ALL} WHERE ${listed} AND ${from(prefix)}${more} ${BY_ID} OFFSET n LIMIT n`,
      (there) => ({ [kind]: Math.min(there[kind], 2 * SORTED) }),
    ),
  ];
}

/** What is found out about memberships before a filter is one on ids. Above 20,000 of them, the client is told to narrow it. */
const selectedMemberships = (): readonly Shape[] => {
  const owed = (terms: string) => `${ALL} WHERE (c["type"] = "membership"${terms} OR c["owes"] = true)`;
  const allAtMost: Walk = ({ membership }) => ({ membership: Math.min(membership, 10 * SORTED) });
  return [
    resources('Filter on `groups`: memberships of a group', owed(' AND c["groupId"] = @'), membersOf(1)),
    resources('Filter on `members`: memberships of a member', owed(' AND c["memberId"] = @'), groupsOf(1)),
    resources(
      'Filter on `members`: memberships of a member, and more',
      owed(' AND c["memberId"] = @ AND {filter}'),
      groupsOf(1),
    ),
    resources('Filter on `groups` or `members`: all memberships (`pr`)', owed(''), allAtMost),
    resources(
      'Filter on `groups` or `members`: any other comparison',
      owed(' AND {filter}'),
      allOf('membership'),
    ),
  ];
};

export const SHAPES: readonly Shape[] = [
  ...ofResources('Users', 'user'),
  ...ofResources('Groups', 'group'),
  ...selectedMemberships(),
  resources(
    'Groups of a user, with what is owed',
    `${ALL} WHERE (c["memberId"] = @ OR c["owes"] = true)`,
    groupsOf(1),
  ),
  resources(
    'Groups of a page of users, with what is owed',
    `${ALL} WHERE (c["memberId"] IN (@) OR c["owes"] = true)`,
    groupsOf(PAGE),
  ),
  resources(
    'Members of a group, with what is owed',
    `${ALL} WHERE (c["groupId"] = @ OR c["owes"] = true)`,
    membersOf(1),
  ),
  resources(
    'Members of a page of groups, with what is owed',
    `${ALL} WHERE (c["groupId"] IN (@) OR c["owes"] = true)`,
    membersOf(10),
  ),
  resources(
    'Members of a group: number',
    `${COUNT} WHERE c["type"] = "membership" AND c["groupId"] = @`,
    membersOf(1),
  ),
  resources('Memberships of a deleted user', `${ALL} WHERE c["memberId"] = @`, groupsOf(1)),
  resources(
    'Members of a large group, and memberships of a deleted one',
    `${SELECT} WHERE ${from('@')} ${BY_ID}`,
    membersOf(1),
  ),
  resources('Documents by their ids', `${ALL} WHERE c["id"] IN (@)`, some({ user: PAGE })),
  resources('What is owed', `${ALL} WHERE c["owes"] = true`, some({})),
  resources('What is owed: number', `${COUNT} WHERE c["owes"] = true`, some({})),
  resources('Export of memberships', `${SELECT} WHERE ${from('m')} ${BY_ID}`, some({ membership: PAGE })),
  resources(
    'Export of memberships, goes on',
    `${SELECT} WHERE ${behind('m')} ${BY_ID}`,
    some({ membership: PAGE }),
  ),
  resources(
    'Groups of a user who is in more than 10,000',
    `${SELECT} WHERE c["memberId"] = @ AND ${from('m')} ${BY_ID}`,
    allOf('membership'),
  ),
  resources('Memberships: number', `${COUNT} WHERE c["type"] = "membership"`, allOf('membership')),
  resources(
    'Members of a large group and reservations, the next page',
    `${SELECT} WHERE ${behind('@')} ${BY_ID}`,
    some({ membership: PAGE }),
  ),
  ...[resources, activity].flatMap((inContainer) => [
    inContainer(
      'Log: newest entries',
      `${SELECT} WHERE c["type"] = "log" AND ${from('l')} ${BY_ID}`,
      some({ log: PAGE }),
    ),
    inContainer(
      'Log: older entries',
      `${SELECT} WHERE c["type"] = "log" AND ${behind('l')} ${BY_ID}`,
      some({ log: PAGE }),
    ),
    inContainer('Log: filter', `${ALL} WHERE c["type"] = "log" AND {filter}`, some({ log: PAGE })),
    inContainer(
      `Log: filter that more than ${SORTED} meet`,
      `${SELECT} WHERE c["type"] = "log" AND ${from('l')} AND {filter} ${BY_ID}`,
      oneInHundred('log'),
    ),
    inContainer(
      `Log: filter that more than ${SORTED} meet, older entries`,
      `${SELECT} WHERE c["type"] = "log" AND ${behind('l')} AND {filter} ${BY_ID}`,
      oneInHundred('log'),
    ),
  ]),
  activity(
    'Log: gaps',
    `${SELECT} WHERE c["type"] = "log-incomplete" AND ${from('l')} ${BY_ID}`,
    allOf('log'),
  ),
  activity('Log: gaps of a time', `${ALL} WHERE c["type"] = "log-incomplete" AND {filter}`, some({})),
  ...[resources, activity].flatMap((inContainer) => [
    inContainer(
      'Deletion of an account: next documents',
      `${SELECT} WHERE c["id"] > @ ${BY_ID}`,
      some({ user: DELETED_AT_ONCE }),
    ),
    inContainer(
      'Deletion of an account: documents left',
      `${COUNT} WHERE c["type"] >= ""`,
      inContainer === resources ? (there) => there : some({ log: PAGE }),
    ),
  ]),
  activity('Last use of tokens', `${SELECT} WHERE ${from('t')} ${BY_ID}`, some({})),
  activity('Counts of a day', `${SELECT} WHERE ${behind('h')} ${BY_ID}`, some({ log: 48 })),
  accounts('Accounts', `${SELECT} WHERE ${from('n')} ${BY_ID}`, some({})),
  accounts('Revoked tokens', `${SELECT} WHERE ${from('v')} ${BY_ID}`, some({})),
  accounts(
    "Administrators' log: first page",
    `${SELECT} WHERE ${ADMINISTRATORS} AND ${from('a')} ${BY_ID}`,
    some({}),
  ),
  accounts(
    "Administrators' log: next page, or before a time",
    `${SELECT} WHERE ${ADMINISTRATORS} AND ${behind('a')} ${BY_ID}`,
    some({}),
  ),
  accounts(
    "Administrators' log: one operation",
    `${SELECT} WHERE ${ADMINISTRATORS} AND ${from('a')} AND {filter} ${BY_ID}`,
    some({}),
  ),
  accounts(
    "Administrators' log: one operation, next page",
    `${SELECT} WHERE ${ADMINISTRATORS} AND ${behind('a')} AND {filter} ${BY_ID}`,
    some({}),
  ),
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

export const KNOWN: readonly Reason[] = [];

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

/** In order of id, either way, with nothing but ids to compare, or between two of them. */
function isByRange(terms: readonly string[], order: string): boolean {
  if (order !== 'c["id"]' && order !== 'c["id"] DESC') return false;
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
