/** One user: what is known, and what happened. */

import type { FieldList, LogPage, UserPage } from '../api/manage-api.ts';
import { CopyButton, Time } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { useManage } from '../parts/use-manage.ts';
import { Entries } from './log.tsx';
import { Status, valueText } from './users.tsx';

export function User({ account, id }: { account: string; id: string }) {
  const fields = useManage<FieldList>(`/accounts/${account}/fields`);
  const log = useManage<LogPage>(`/accounts/${account}/log`, { subject: id, limit: 20 });
  const name = log.answer?.body.entries.find((entry) => entry.resourceId === id)?.name;
  const found = useManage<UserPage>(name ? `/accounts/${account}/users` : undefined, {
    search: name,
    count: 50,
  });
  const user = found.answer?.body.users.find((one) => one.id === id);
  return (
    <Page title={user?.displayName ?? user?.userName ?? name ?? 'User'}>
      {user && (
        <dl class="facts">
          <dt>Status</dt>
          <dd>
            <Status active={user.active} />
          </dd>
          <dt>User name</dt>
          <dd>
            <bdi>{user.userName}</bdi>
          </dd>
          <dt>E-mail</dt>
          <dd>{user.email ?? '–'}</dd>
          <dt>Designation</dt>
          <dd>{user.designation ?? '–'}</dd>
          {fields.answer?.body.fields.map((field) => (
            <>
              <dt>{field.name}</dt>
              <dd>{valueText(user.fields[field.id]) || '–'}</dd>
            </>
          ))}
          <dt>Groups</dt>
          <dd>{user.groups}</dd>
          <dt>Id</dt>
          <dd>
            <code>{user.id}</code> <CopyButton text={user.id} what="id" />
          </dd>
          <dt>Created</dt>
          <dd>
            <Time at={user.created} />
          </dd>
        </dl>
      )}
      <h2>What happened</h2>
      <Read reading={log}>
        {({ entries }) =>
          entries.length > 0 ? (
            <Entries entries={entries} />
          ) : (
            <Empty title="The log has nothing about this user" />
          )
        }
      </Read>
    </Page>
  );
}
