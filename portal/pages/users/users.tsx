/** The user management table: who is there, by name, with the fields of the account. */

import { useState } from 'preact/hooks';
import type { Query } from '../../api/manage.ts';
import { addressOf, addressWith } from '../../parts/address.ts';
import { Search } from '../../parts/controls.tsx';
import { useLocation } from '../../parts/location.tsx';
import { Menu } from '../../parts/menu.tsx';
import { Page } from '../../parts/page.tsx';
import { asked, inOrder, Pager, pagingOf } from '../../parts/paging.tsx';
import { Read } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { useAnswered, useManage } from '../../parts/use-manage.ts';
import { chosenAfter, columnsOf, shownOf } from './columns.tsx';
import { Download } from './download.tsx';
import { Filters, filtersIn } from './filters.tsx';
import { Nobody } from './nobody.tsx';

const SIZE = 50;

export function Users({ account, may }: { account: string; may: readonly string[] }) {
  const { query, route } = useLocation();
  const [isSaving, setSaving] = useState(false);
  const path = `/portal/${account}/users`;
  const paging = pagingOf(query, SIZE);
  const filters = filtersIn(query);
  const isDescending = query.sort === '-created';
  const fields = useManage(`/accounts/${account}/fields`);
  const reading = useManage(`/accounts/${account}/users`, {
    ...filters,
    ...asked(paging, isDescending),
  });
  const drawn = useAnswered({ paging, filters }, reading);
  /** Another question begins with its first page. */
  const go = (change: Query) => route(addressWith({ start: undefined, end: undefined, ...change }));
  const columns = columnsOf(account, fields.answer?.body.fields ?? []);
  const shown = shownOf(columns, query.columns);
  const total = reading.answer?.body.totalResults ?? 0;
  return (
    <Page
      title="Users"
      actions={
        <>
          <Search
            label="Name, user name or e-mail"
            value={query.search ?? ''}
            onSearch={(search) => go({ search })}
          />
          {total > 0 && fields.answer && (
            <button type="button" onClick={() => setSaving(true)}>
              Download CSV
            </button>
          )}
        </>
      }
    >
      <div class="filters">
        <Filters account={account} asked={query} fields={fields.answer?.body.fields ?? []} onChange={go} />
        <Menu title="Columns">
          {columns.slice(1).map((column) => (
            <label key={column.id}>
              <input
                type="checkbox"
                checked={shown.includes(column)}
                onChange={() => route(addressWith({ columns: chosenAfter(columns, shown, column) }), true)}
              />{' '}
              {column.name}
            </label>
          ))}
        </Menu>
      </div>
      {fields.failure && <Read reading={fields}>{() => null}</Read>}
      <Read reading={reading}>
        {({ users, totalResults, hints }) => (
          <>
            {totalResults > 0 ? (
              <Table
                caption="Users"
                columns={shown}
                rows={inOrder(drawn.paging, users)}
                idOf={({ id }) => id}
              />
            ) : (
              <Nobody
                account={account}
                filters={drawn.filters}
                hints={hints}
                path={path}
                may={may}
                onAdded={reading.reload}
              />
            )}
            <Pager
              paging={drawn.paging}
              shown={users.length}
              total={totalResults}
              href={(page) => addressOf(path, { ...query, start: undefined, end: undefined, ...page })}
            />
          </>
        )}
      </Read>
      {reading.failure?.problem.errors?.some(({ parameter }) => parameter === 'group') && (
        <p>
          <a href={`/portal/${account}/groups/${query.group}`}>Show the members of the group</a>
        </p>
      )}
      {isSaving && (
        <Download
          account={account}
          filters={{ ...filters, ...(isDescending ? { sort: '-created' } : {}) }}
          columns={shown}
          onClose={() => setSaving(false)}
        />
      )}
    </Page>
  );
}
