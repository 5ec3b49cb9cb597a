/** One group: its members, a page at a time, and what happened to it. */

import type { Query } from '../api/manage.ts';
import type { MemberRow } from '../api/manage-api.ts';
import { addressOf } from '../parts/address.ts';
import { Search } from '../parts/controls.tsx';
import { useLocation } from '../parts/location.tsx';
import { Page } from '../parts/page.tsx';
import { Origin, ResourceLink } from '../parts/resource.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { useAnswered, useManage } from '../parts/use-manage.ts';
import { nameOf, Status } from '../parts/values.tsx';
import { count } from '../parts/words.ts';

const SIZE = 50;

/** Members of a group by which users are filtered: the API refuses more. */
const MOST_FILTERED = 1000;

export function Group({ account, id }: { account: string; id: string }) {
  const { query, path } = useLocation();
  const reading = useManage(`/accounts/${account}/groups/${encodeURIComponent(id)}`);
  const group = reading.answer?.body.group;
  return (
    <Page
      title={group?.displayName ?? 'Group'}
      lead={group && `${count(group.members)} ${group.members === 1 ? 'member' : 'members'}`}
    >
      <Read reading={reading}>
        {({ group: { members, externalId, ...origin } }) => (
          <>
            <dl class="facts">
              <dt>External id</dt>
              <dd>{externalId ? <code>{externalId}</code> : '–'}</dd>
              <Origin of={origin} />
            </dl>
            <Members account={account} id={id} isFilter={members > 0 && members <= MOST_FILTERED} />
          </>
        )}
      </Read>
      <Timeline
        key={id}
        account={account}
        id={id}
        cursor={query.log}
        href={(log) => addressOf(path, { ...query, log })}
      />
    </Page>
  );
}

function Members({ account, id, isFilter }: { account: string; id: string; isFilter: boolean }) {
  const { query, path, route } = useLocation();
  const { search = '', cursor } = query;
  const reading = useManage(`/accounts/${account}/groups/${encodeURIComponent(id)}/members`, {
    search: search || undefined,
    limit: SIZE,
    cursor,
  });
  const drawn = useAnswered({ search, cursor }, reading);
  const href = (change: Query) => addressOf(path, { ...query, cursor: undefined, ...change });
  return (
    <section>
      <h2>Members</h2>
      <div class="filters">
        <Search label="Name or user name" value={search} onSearch={(text) => route(href({ search: text }))} />
        {isFilter && <a href={`/portal/${account}/users?group=${id}`}>Show in the table of users</a>}
      </div>
      <Read reading={reading}>
        {({ members, nextCursor, hints = [] }) => (
          <>
            {members.length > 0 ? (
              <Table caption="Members" columns={columnsOf(account)} rows={members} idOf={(row) => row.id} />
            ) : (
              <Empty title={drawn.search && nextCursor ? `No “${drawn.search}” so far` : 'No members'}>
                {nextCursor
                  ? 'A search looks through 2,000 members at a time.'
                  : hints.map((hint) => <p key={hint}>{hint}</p>)}
              </Empty>
            )}
            <nav class="pager" aria-label="Pages of members">
              {drawn.cursor && <a href={href({})}>First</a>}
              {nextCursor && (
                <a href={href({ cursor: nextCursor })}>{drawn.search ? 'Look further' : 'Next'}</a>
              )}
            </nav>
          </>
        )}
      </Read>
    </section>
  );
}

const columnsOf = (account: string): readonly Column<MemberRow>[] => [
  {
    name: 'Name',
    cell: (member) => (
      <ResourceLink account={account} type={member.type} id={member.id}>
        {nameOf(member) ?? member.id}
      </ResourceLink>
    ),
  },
  { name: 'User name', cell: ({ userName }) => <bdi>{userName}</bdi> },
  {
    name: 'Status',
    cell: ({ type, active }) =>
      type === 'Group' ? <span class="badge">Group</span> : <Status active={active} />,
  },
];
