/** The columns of the user management table: what the table shows, and what a file of it says. */

import type { FieldList, UserRow } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { ResourceLink } from '../../parts/resource.tsx';
import type { Column } from '../../parts/table.tsx';
import { nameOf, Status, statusText, Value, valueText } from '../../parts/values.tsx';

export interface UserColumn extends Column<UserRow> {
  /** In the address. */
  readonly id: string;
  /** The value in a file. */
  readonly text: (user: UserRow) => string;
  /** Shown only where it is chosen. */
  readonly isExtra?: boolean;
}

const NAME = 'name';

export const columnsOf = (account: string, fields: FieldList['fields']): readonly UserColumn[] => [
  {
    id: NAME,
    name: 'Name',
    text: ({ displayName }) => displayName ?? '',
    cell: (user) => (
      <ResourceLink account={account} id={user.id}>
        {nameOf(user)}
      </ResourceLink>
    ),
  },
  plain('userName', 'User name', ({ userName }) => userName),
  {
    id: 'status',
    name: 'Status',
    text: ({ active }) => statusText(active),
    cell: ({ active }) => <Status active={active} />,
  },
  plain('designation', 'Designation', ({ designation = '' }) => designation),
  plain('email', 'E-mail', ({ email = '' }) => email),
  { ...plain('groups', 'Groups', ({ groups }) => String(groups)), isNumber: true },
  ...fields.map(
    ({ id, name, type }): UserColumn => ({
      id: `fields.${id}`,
      name,
      text: (user) => valueText(user.fields[id]),
      cell: (user) => <Value account={account} type={type} value={user.fields[id]} />,
      isNumber: type === 'number' || type === 'currency',
    }),
  ),
  time('changed', 'Changed', ({ lastModified }) => lastModified),
  { ...time('created', 'Created', ({ created }) => created), isExtra: true },
  { ...plain('externalId', 'External id', ({ externalId = '' }) => externalId), isExtra: true },
  { ...plain('id', 'Id', ({ id }) => id), isExtra: true },
];

const plain = (id: string, name: string, text: UserColumn['text']): UserColumn => ({
  id,
  name,
  text,
  cell: (user) => <bdi>{text(user)}</bdi>,
});

const time = (id: string, name: string, text: UserColumn['text']): UserColumn => ({
  id,
  name,
  text,
  cell: (user) => <Time at={text(user)} />,
});

/** @param chosen ids, separated by commas; undefined: all that are not extra. The name stays: it is the header of its row. */
export function shownOf(columns: readonly UserColumn[], chosen: string | undefined): readonly UserColumn[] {
  const ids = chosen?.split(',');
  return columns.filter(({ id, isExtra }) => id === NAME || (ids ? ids.includes(id) : !isExtra));
}

/** What the address says when a column is ticked or not. @returns undefined for those that are shown anyway */
export function chosenAfter(
  columns: readonly UserColumn[],
  shown: readonly UserColumn[],
  toggled: UserColumn,
): string | undefined {
  const after = columns.filter((one) => shown.includes(one) !== (one === toggled));
  const ids = after.map(({ id }) => id).join();
  return ids ===
    shownOf(columns, undefined)
      .map(({ id }) => id)
      .join()
    ? undefined
    : ids;
}
