/** Every shape of intake whose size a client chooses: the same request with one dimension of any size. */

import { messages } from '../../shared/scim/messages/messages.ts';
import { groupSchema, userSchema } from '../../shared/scim/schema/core-types.ts';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** What a shape is about, made before the time is taken. */
export interface Subject {
  /** Of an empty group, and of a user with 900 e-mail addresses, roles and photos. */
  readonly group: string;
  readonly user: string;
  /** Unlike in any other request. */
  readonly serial: number;
}

export interface Shape {
  readonly name: string;
  readonly api: 'scim' | 'manage';
  /** @param size in the shape's own unit: characters, names, operations, records */
  readonly make: (size: number, subject: Subject) => Sent;
  /** The greatest size, where it is not the request that grows with it but the answer. */
  readonly most?: number;
  /** The group has as many members as the size says. */
  readonly hasMembers?: boolean;
}

/** Users that there are for lists. */
export const LISTED = 500;

export const FIELDS = 1000;
export const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

const upTo = <Item>(size: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: size }, (_, index) => make(index));

const object = <Value>(size: number, entry: (index: number) => [string, Value]) =>
  Object.fromEntries(upTo(size, entry));

const json = (method: string, path: string, body: unknown): Sent => ({
  method,
  path,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const idOf = (index: number): string => `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`;

const user = (name: string, attributes: (size: number) => object | string): Shape => ({
  name: `user: ${name}`,
  api: 'scim',
  make: (size, { serial }) => {
    const given = attributes(size);
    const head = `{"schemas":["${userSchema.id}"],"userName":"u${serial}"`;
    const text = typeof given === 'string' ? given : JSON.stringify(given).slice(1, -1);
    return json('POST', '/Users', `${head}${text === '' ? '' : ','}${text}}`);
  },
});

const group = (name: string, attributes: (size: number) => object): Shape => ({
  name: `group: ${name}`,
  api: 'scim',
  make: (size, { serial }) =>
    json('POST', '/Groups', { schemas: [groupSchema.id], displayName: `g${serial}`, ...attributes(size) }),
});

const patch =
  (of: 'user' | 'group') =>
  (name: string, operations: (size: number) => readonly object[]): Shape => ({
    name: `PATCH of a ${of}: ${name}`,
    api: 'scim',
    make: (size, subject) =>
      json('PATCH', `/${of === 'user' ? 'Users' : 'Groups'}/${subject[of]}`, {
        schemas: [messages.patchOp],
        Operations: operations(size),
      }),
  });

const patchUser = patch('user');
const patchGroup = patch('group');

const query = (name: string, text: (size: number) => string): Shape => ({
  name: `query: ${name}`,
  api: 'scim',
  make: (size) => ({ method: 'GET', path: `/Users?${text(size)}` }),
});

const marks = (size: number): string => `a${'\u0316\u0301'.repeat(size)}`;
const digits = (size: number): string => '1'.repeat(size);

/** Characters of one text. */
const texts: readonly Shape[] = [
  user('blanks in a binary value', (size) => ({ x509Certificates: [{ value: `${' '.repeat(size)}!` }] })),
  user('binary value', (size) => ({
    photos: [{ value: 'https://x' }],
    x509Certificates: [{ value: 'QUJD'.repeat(size) }],
  })),
  user('equals signs in a binary value', (size) => ({ x509Certificates: [{ value: '='.repeat(size) }] })),
  user('digits in a name', (size) => ({ [`urn:x:${digits(size)}!`]: 1 })),
  user('colons in a name', (size) => ({ [`urn:${':1'.repeat(size)}!`]: 1 })),
  user('dots in a name', (size) => ({ [`name${'.a'.repeat(size)}`]: 1 })),
  user('brackets in a name', (size) => ({ [`emails${'['.repeat(size)}`]: 1 })),
  user('combining marks', (size) => ({ displayName: marks(size) })),
  user('few combining marks at a time', (size) => ({ displayName: 'a\u0316\u0301'.repeat(size) })),
  user('capital sigmas', (size) => ({ displayName: 'Σ'.repeat(size) })),
  user('capital letters with dots', (size) => ({ title: 'İ'.repeat(size) })),
  user('sigmas behind marks', (size) => ({ title: `Σ${'\u0300Σ'.repeat(size)}` })),
  user('Hangul', (size) => ({ title: '\u1112\u1161\u11AB'.repeat(size) })),
  user('blanks', (size) => ({ nickName: ' '.repeat(size) })),
  user('ignorable characters', (size) => ({ nickName: '\u200B'.repeat(size) })),
  user('date and time', (size) => ({ [EXTENSION]: { F3: `2026-01-31T09:30:00.${digits(size)}` } })),
  user('number', (size) => `"${EXTENSION}":{"F1":${digits(size)}.5}`),
  user('number as text', (size) => ({ [EXTENSION]: { F1: `${digits(size)}.5` } })),
  user('exponent', (size) => ({ [EXTENSION]: { F1: `1e${digits(size)}` } })),
  user('text that is a number', (size) => `"title":${digits(size)}`),
  user('boolean as text', (size) => ({ active: 'True'.repeat(size) })),
  user('role as text', (size) => ({ roles: [{ value: `${' '.repeat(size)}{"value":"a"}` }] })),
  user('role as deep text', (size) => ({ roles: [{ value: `{"a":${'['.repeat(size)}` }] })),
  user('id of a manager', (size) => ({ [EXTENSION]: { F2: { value: 'a/'.repeat(size) } } })),
];

/** Names and values. */
const bodies: readonly Shape[] = [
  user('unknown names', (size) => object(size, (index) => [`k${index}`, null])),
  user('unknown names with values', (size) => object(size, (index) => [`k${index}`, index])),
  user('fields by URN', (size) =>
    object(Math.min(size, FIELDS), (index) => [`${EXTENSION}:F${index}`, index % 4 ? '' : 'x']),
  ),
  user('fields by URN, beside unknown names', (size) => ({
    ...object(Math.min(size, FIELDS), (index) => [`${EXTENSION}:F${index}`, index % 4 ? '' : 'x']),
    ...object(size, (index) => [`k${index}`, null]),
  })),
  user('fields by URN that are nothing', (size) => object(size, (index) => [`${EXTENSION}:G${index}`, 'x'])),
  user('fields, nested', (size) => ({
    [EXTENSION]: object(Math.min(size, FIELDS), (index) => [`F${index}`, index % 4 ? '' : 'x']),
  })),
  user('one field by URN in many spellings', (size) =>
    object(size, (index) => [`${spelled(EXTENSION, index)}:F0`, 'x']),
  ),
  user('dotted names', (size) => object(size, (index) => [`name.x${index}`, 'x'])),
  user('names with dots, of fields', (size) => ({
    [EXTENSION]: object(Math.min(size, FIELDS), (index) => [`F${index - (index % 4) + 2}.value`, 'x']),
  })),
  user('unknown extensions', (size) => object(size, (index) => [`urn:x:${index}:1.0:User`, { a: 1 }])),
  user('unknown extension', (size) => ({ 'urn:x:1.0:User': object(size, (index) => [`a${index}`, 1]) })),
  user('numbers', (size) => ({ a: upTo(size, (index) => index) })),
  user('numbers with their digits', (size) => `"a":[${upTo(size, (index) => `${index}.50`).join(',')}]`),
  user('nested lists', (size) => `"a":${'['.repeat(size)}${']'.repeat(size)}`),
  user('nested objects', (size) => `"a":${'{"a":'.repeat(size)}1${'}'.repeat(size)}`),
  user('nested managers', (size) => `"${EXTENSION}":{"F2":${'{"value":'.repeat(size)}1${'}'.repeat(size)}}`),
  user('e-mails', (size) => ({
    emails: upTo(size, (index) => ({ value: `a${index}@example.com`, type: 'work' })),
  })),
  user('e-mails that are one', (size) => ({ emails: upTo(size, () => ({ value: 'a@example.com' })) })),
  user('e-mails as text', (size) => ({ emails: upTo(size, (index) => `a${index}@example.com`) })),
  user('addresses', (size) => ({
    addresses: upTo(size, (index) => ({ locality: `a${index}`, type: 'work' })),
  })),
  user('roles as text', (size) => ({ roles: upTo(size, (index) => ({ value: `{"value":"r${index}"}` })) })),
  user('names in one e-mail', (size) => ({ emails: [object(size, (index) => [`k${index}`, null])] })),
  user('long texts', (size) => ({
    [EXTENSION]: object(Math.min(size, 250), (index) => [`F${4 * index}`, 'Ä'.repeat(400)]),
  })),
  user('schemas', (size) => ({ schemas: upTo(size, (index) => `urn:x:${index}`) })),
  group('members that do not exist', (size) => ({
    members: upTo(size, (index) => ({ value: idOf(index) })),
  })),
  group('members by id', (size) => ({ members: upTo(size, idOf) })),
  group('one member, many times', (size) => ({ members: upTo(size, () => ({ value: idOf(1) })) })),
];

const spelled = (urn: string, index: number): string =>
  [...urn].map((letter, bit) => ((index >> bit) & 1 ? letter.toUpperCase() : letter)).join('');

const manyFields = (size: number) => ({
  ...object(Math.min(size, FIELDS), (index) => [`${EXTENSION}:F${index}`, index % 4 ? '' : 'x']),
  ...object(size, (index) => [`k${index}`, null]),
});

const listed = (from: number) => upTo(70, (index) => ({ value: `${from + index}` }));

const patches: readonly Shape[] = [
  patchUser('replacements', (size) =>
    upTo(size, (index) => ({ op: 'replace', path: 'title', value: `t${index}` })),
  ),
  patchUser('additions', (size) =>
    upTo(size, (index) => ({ op: 'add', path: 'emails', value: [{ value: `n${index % 50}` }] })),
  ),
  patchUser('removals by filter', (size) =>
    upTo(size, (index) => ({ op: 'remove', path: `emails[value sw "x${index}"]` })),
  ),
  patchUser('replacements by filter', (size) =>
    upTo(size, (index) => ({
      op: 'replace',
      path: `emails[value eq "e${index % 900}@example.com"].display`,
      value: 'x',
    })),
  ),
  patchUser('replacements of one sub-attribute everywhere', (size) =>
    upTo(size, (index) => ({ op: 'replace', path: 'emails.display', value: `x${index}` })),
  ),
  patchUser('elements made by a filter', (size) =>
    upTo(size, (index) => ({
      op: 'add',
      path: `emails[type eq "t${index % 90}"].value`,
      value: `x${index}`,
    })),
  ),
  patchUser('listed removals', (size) =>
    upTo(size, (index) => ({ op: 'remove', path: 'emails', value: listed(index) })),
  ),
  patchUser('one listed removal', (size) => [
    { op: 'remove', path: 'emails', value: upTo(size, (index) => ({ value: `${index}` })) },
  ]),
  patchUser('fields by URN, without a path', (size) => [{ op: 'add', value: manyFields(size) }]),
  patchUser('fields by URN', (size) =>
    upTo(size, (index) => ({ op: 'add', path: `${EXTENSION}:F${4 * (index % 250)}`, value: `x${index}` })),
  ),
  patchUser('digits in a name', (size) => [{ op: 'add', value: { [`urn:x:${digits(size)}!`]: 1 } }]),
  patchUser('digits in a path', (size) => [{ op: 'add', path: `urn:x:${digits(size)}!`, value: 1 }]),
  patchUser('brackets in a path', (size) => [{ op: 'add', path: `emails${'['.repeat(size)}`, value: 1 }]),
  patchUser('comparisons in a path', (size) => [
    { op: 'remove', path: `emails[${upTo(size, (index) => `value eq "${index}"`).join(' or ')}]` },
  ]),
  patchUser('comparisons in many paths', (size) =>
    upTo(size, () => ({
      op: 'remove',
      path: `emails[${upTo(90, (index) => `value co "${index}x"`).join(' or ')}]`,
    })),
  ),
  patchUser('operations that are none', (size) => upTo(size, () => ({ op: 'none' }))),
  patchUser('operations on what is unknown', (size) =>
    upTo(size, (index) => ({ op: 'remove', path: `k${index}` })),
  ),
  patchUser('objects without a path', (size) =>
    upTo(size, () => ({ op: 'add', value: { title: 'x', nickName: 'y' } })),
  ),
  patchUser('combining marks', (size) => [{ op: 'replace', path: 'displayName', value: marks(size) }]),
  patchUser('combining marks in a filter', (size) => [
    { op: 'remove', path: `emails[value eq "${marks(size)}"]` },
  ]),
  patchGroup('additions', (size) =>
    upTo(size, (index) => ({ op: 'add', path: 'members', value: [{ value: idOf(index) }] })),
  ),
  patchGroup('one addition', (size) => [
    { op: 'add', path: 'members', value: upTo(size, (index) => ({ value: idOf(index), type: 'User' })) },
  ]),
  patchGroup('removals by id', (size) =>
    upTo(size, (index) => ({ op: 'remove', path: `members[value eq "${idOf(index)}"]` })),
  ),
  patchGroup('one removal of a list', (size) => [
    { op: 'remove', path: 'members', value: upTo(size, (index) => ({ value: idOf(index) })) },
  ]),
  patchGroup('removals by filter behind additions', (size) => [
    { op: 'add', path: 'members', value: upTo(10 * size, (index) => ({ value: idOf(index), type: 'User' })) },
    ...upTo(Math.min(size, 998), (index) => ({ op: 'remove', path: `members[value sw "x${index}"]` })),
  ]),
  patchGroup('additions between removals by filter', (size) =>
    upTo(Math.min(size, 998), (index) => [
      {
        op: 'add',
        path: 'members',
        value: upTo(10, (one) => ({ value: idOf(10 * index + one), type: 'User' })),
      },
      { op: 'remove', path: `members[value sw "x${index}"]` },
    ]).flat(),
  ),
];

const queries: readonly Shape[] = [
  query(
    'comparisons',
    (size) => `filter=${encodeURIComponent(upTo(size, (index) => `title eq "${index}"`).join(' or '))}`,
  ),
  query('parentheses', (size) => `filter=${'('.repeat(size)}`),
  query('backslashes', (size) => `filter=${encodeURIComponent(`title eq ${'\\'.repeat(size)}`)}`),
  query('punctuation', (size) => `filter=${encodeURIComponent(`title eq ${'.'.repeat(size)}`)}`),
  query('ampersands', (size) => `filter=${encodeURIComponent(`title eq &${'amp;'.repeat(size)}`)}`),
  query('words', (size) => `filter=${encodeURIComponent(`title eq &${'quo'.repeat(size)}`)}`),
  query('blanks', (size) => `filter=${encodeURIComponent(`title${' '.repeat(size)}!`)}`),
  query('marks', (size) => `filter=${encodeURIComponent(`title eq "${marks(size)}"`)}`),
  query('attributes', (size) => `attributes=${upTo(size, (index) => `a${index}`).join(',')}`),
  query(
    'attributes of an extension',
    (size) => `attributes=${upTo(size, (index) => `${EXTENSION}:F${index % FIELDS}`).join(',')}`,
  ),
  query('excluded attributes', (size) => `excludedAttributes=${upTo(size, () => 'emails.value').join(',')}`),
];

const get = (path: string): Sent => ({ method: 'GET', path });

/** Answers whose size a client chooses. */
const answers: readonly Shape[] = [
  { name: 'answer: users of a list', api: 'scim', make: (size) => get(`/Users?count=${size}`), most: LISTED },
  {
    name: 'answer: users of a list, selected',
    api: 'scim',
    make: (size) => get(`/Users?count=${size}&attributes=userName,emails`),
    most: LISTED,
  },
  {
    name: 'answer: members of a group',
    api: 'scim',
    make: (_size, { group: id }) => get(`/Groups/${id}`),
    most: 20_000,
    hasMembers: true,
  },
];

const manage = (
  name: string,
  method: string,
  path: string,
  body: (size: number, serial: number) => unknown,
): Shape => ({
  name: `manage: ${name}`,
  api: 'manage',
  make: (size, { serial }) => json(method, path.replace('*', String(serial)), body(size, serial)),
});

const field = (index: number) => ({ id: `N${index}`, name: `Name ${index}`, type: 'text', required: false });

const record = (index: number, serial: number, more: object) => ({
  record: 'user',
  id: idOf(1_000_000 * serial + index),
  revision: 1,
  created: '2026-01-31T09:30:00.000Z',
  lastModified: '2026-01-31T09:30:00.000Z',
  attributes: { userName: `r${serial}-${index}`, ...more },
});

const administration: readonly Shape[] = [
  manage('fields', 'PUT', '/accounts/AcOther/fields?confirm=true', (size) => ({ fields: upTo(size, field) })),
  manage('options of a field', 'PUT', '/accounts/AcOther/fields?confirm=true', (size) => ({
    fields: [{ ...field(0), type: 'dropdown', options: upTo(size, (index) => `o${index}`) }],
  })),
  manage('characters of a name', 'PUT', '/accounts/AcOther/fields?confirm=true', (size) => ({
    fields: [{ ...field(0), name: marks(size) }],
  })),
  manage('unknown names', 'PATCH', '/accounts/AcOther', (size) => object(size, (index) => [`k${index}`, 1])),
  manage('account', 'POST', '/accounts', (size, serial) => ({ id: `Ac${serial}`, name: 'x'.repeat(size) })),
  manage('token', 'POST', '/accounts/AcOther/tokens', (size) => ({ label: 'x'.repeat(size) })),
  manage('records of users', 'POST', '/accounts/AcOther/import', (size, serial) => ({
    records: upTo(size, (index) => record(index, serial, {})),
  })),
  manage('attributes in a record', 'POST', '/accounts/AcOther/import', (size, serial) => ({
    records: [
      record(
        0,
        serial,
        object(size, (index) => [`k${index}`, 1]),
      ),
    ],
  })),
  manage('e-mails in a record', 'POST', '/accounts/AcOther/import', (size, serial) => ({
    records: [record(0, serial, { emails: upTo(size, (index) => ({ value: `${index}@x` })) })],
  })),
  manage('marks in a record', 'POST', '/accounts/AcOther/import', (size, serial) => ({
    records: [record(0, serial, { displayName: marks(size) })],
  })),
  manage('memberships', 'POST', '/accounts/AcOther/import', (size) => ({
    records: upTo(size, (index) => ({
      record: 'membership',
      groupId: idOf(index % 7),
      memberId: idOf(index),
      type: 'User',
    })),
  })),
];

export const shapes: readonly Shape[] = [
  ...texts,
  ...bodies,
  ...patches,
  ...queries,
  ...answers,
  ...administration,
];
