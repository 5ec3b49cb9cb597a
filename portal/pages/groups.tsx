/** The groups of an account. */

import { useLocation } from 'preact-iso/router';
import type { GroupPage, GroupRow } from '../api/manage-api.ts';
import { Search, Time } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { type Column, Pager, Table } from '../parts/table.tsx';
import { useManage } from '../parts/use-manage.ts';

const SIZE = 50;

const COLUMNS: readonly Column<GroupRow>[] = [
  { name: 'Name', cell: ({ displayName }) => <bdi>{displayName}</bdi> },
  { name: 'Members', isNumber: true, cell: ({ members }) => members },
  { name: 'External id', cell: ({ externalId }) => externalId && <code>{externalId}</code> },
  { name: 'Changed', cell: ({ lastModified }) => <Time at={lastModified} /> },
];

export function Groups({ account }: { account: string }) {
  const { query, route } = useLocation();
  const { search = '', start = '1' } = query;
  const startIndex = Number(start);
  const reading = useManage<GroupPage>(`/accounts/${account}/groups`, {
    search: search || undefined,
    startIndex,
    count: SIZE,
  });
  const href = (from: number, text = search) =>
    `/portal/${account}/groups?${new URLSearchParams({ ...(text ? { search: text } : {}), ...(from > 1 ? { start: String(from) } : {}) })}`;
  return (
    <Page
      title="Groups"
      actions={<Search label="Name of a group" value={search} onSearch={(text) => route(href(1, text))} />}
    >
      <Read reading={reading}>
        {({ groups, totalResults }) =>
          groups.length === 0 ? (
            <Empty title={search ? `No group matches “${search}”` : 'No groups yet'}>
              <p>Assign a group to the application in Entra ID: its direct members come with it.</p>
            </Empty>
          ) : (
            <>
              <Table caption="Groups" columns={COLUMNS} rows={groups} idOf={({ id }) => id} />
              <Pager start={startIndex} shown={groups.length} total={totalResults} size={SIZE} href={href} />
            </>
          )
        }
      </Read>
    </Page>
  );
}
