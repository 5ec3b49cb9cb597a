/** The groups of an account. */

import type { Query } from '../api/manage.ts';
import type { GroupRow } from '../api/manage-api.ts';
import { addressOf } from '../parts/address.ts';
import { Search, Time } from '../parts/controls.tsx';
import { useLocation } from '../parts/location.tsx';
import { Page } from '../parts/page.tsx';
import { asked, inOrder, Pager, pagingOf } from '../parts/paging.tsx';
import { ResourceLink } from '../parts/resource.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useAnswered, useManage } from '../parts/use-manage.ts';

const SIZE = 50;

export function Groups({ account }: { account: string }) {
  const { query, route } = useLocation();
  const { search = '' } = query;
  const paging = pagingOf(query, SIZE);
  const reading = useManage(`/accounts/${account}/groups`, {
    search: search || undefined,
    ...asked(paging),
  });
  const drawn = useAnswered({ paging, search }, reading);
  const href = (page: Query) => addressOf(`/portal/${account}/groups`, { search, ...page });
  return (
    <Page
      title="Groups"
      actions={
        <Search label="Name of a group" value={search} onSearch={(text) => route(href({ search: text }))} />
      }
    >
      <Read reading={reading}>
        {({ groups, totalResults, hints = [] }) => (
          <>
            {totalResults > 0 ? (
              <Table
                caption="Groups"
                columns={columnsOf(account)}
                rows={inOrder(drawn.paging, groups)}
                idOf={({ id }) => id}
              />
            ) : (
              <Empty title={drawn.search ? `No group matches “${drawn.search}”` : 'No groups yet'}>
                {drawn.search ? (
                  <p>
                    <a href={href({ search: '' })}>Show all groups</a>
                  </p>
                ) : (
                  hints.slice(0, 1).map((hint) => <p key={hint}>{hint}</p>)
                )}
              </Empty>
            )}
            <Pager paging={drawn.paging} shown={groups.length} total={totalResults} href={href} />
          </>
        )}
      </Read>
    </Page>
  );
}

const columnsOf = (account: string): readonly Column<GroupRow>[] => [
  {
    name: 'Name',
    cell: ({ id, displayName }) => (
      <ResourceLink account={account} type="Group" id={id}>
        {displayName}
      </ResourceLink>
    ),
  },
  { name: 'Members', isNumber: true, cell: ({ members }) => members },
  { name: 'External id', cell: ({ externalId }) => externalId && <code>{externalId}</code> },
  { name: 'Changed', cell: ({ lastModified }) => <Time at={lastModified} /> },
];
