/** The user management table: who is there, by name, with the fields of the account. */

import { useLocation } from 'preact-iso/router';
import type { FieldList, UserPage, UserRow } from '../api/manage-api.ts';
import { Search, Time } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { type Column, Pager, Table } from '../parts/table.tsx';
import { useManage } from '../parts/use-manage.ts';

const SIZE = 50;

export function Users({ account }: { account: string }) {
  const { query, route } = useLocation();
  const { search = '', start = '1' } = query;
  const startIndex = Number(start);
  const fields = useManage<FieldList>(`/accounts/${account}/fields`);
  const reading = useManage<UserPage>(`/accounts/${account}/users`, {
    search: search || undefined,
    startIndex,
    count: SIZE,
  });
  const href = (from: number, text = search) =>
    `/portal/${account}/users?${new URLSearchParams({ ...(text ? { search: text } : {}), ...(from > 1 ? { start: String(from) } : {}) })}`;
  const columns = columnsOf(account, fields.answer?.body.fields ?? []);
  return (
    <Page
      title="Users"
      actions={
        <Search label="Name, user name or e-mail" value={search} onSearch={(text) => route(href(1, text))} />
      }
    >
      <Read reading={reading}>
        {({ users, totalResults }) =>
          users.length === 0 ? (
            <Nobody search={search} account={account} />
          ) : (
            <>
              <Table caption="Users" columns={columns} rows={users} idOf={({ id }) => id} />
              <Pager start={startIndex} shown={users.length} total={totalResults} size={SIZE} href={href} />
            </>
          )
        }
      </Read>
    </Page>
  );
}

const columnsOf = (account: string, fields: FieldList['fields']): readonly Column<UserRow>[] => [
  {
    name: 'Name',
    cell: ({ id, displayName, userName }) => (
      <a href={`/portal/${account}/users/${id}`}>
        <bdi>{displayName ?? userName}</bdi>
      </a>
    ),
  },
  { name: 'User name', cell: ({ userName }) => <bdi>{userName}</bdi> },
  { name: 'Status', cell: ({ active }) => <Status active={active} /> },
  { name: 'Designation', cell: ({ designation }) => designation },
  { name: 'E-mail', cell: ({ email }) => email },
  { name: 'Groups', isNumber: true, cell: ({ groups }) => groups },
  ...fields.map(({ id, name }): Column<UserRow> => ({ name, cell: (user) => valueText(user.fields[id]) })),
  { name: 'Changed', cell: ({ lastModified }) => <Time at={lastModified} /> },
];

/** Never by colour alone. */
export const Status = ({ active }: { active: boolean | undefined }) =>
  active === false ? <span class="badge">Disabled</span> : <span class="badge good">Active</span>;

/** A reference shows whom it means. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value !== 'object') return String(value);
  const { displayName, userName, value: id } = Object(value);
  return String(displayName ?? userName ?? id ?? '');
}

const Nobody = ({ search, account }: { search: string; account: string }) =>
  search ? (
    <Empty title={`No user matches “${search}”`}>
      <p>
        Was the user refused?{' '}
        <a href={`/portal/${account}/log?subject=${encodeURIComponent(search)}`}>Look into the log.</a>
      </p>
    </Empty>
  ) : (
    <Empty title="No users yet">
      <p>
        Entra's first cycle starts within minutes of Start provisioning, and the next ones come about every 40
        minutes.
      </p>
    </Empty>
  );
