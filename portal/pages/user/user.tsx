/** One user: what is known, why it is as it is, and what happened. */

import { addressOf } from '../../parts/address.ts';
import { useLocation } from '../../parts/location.tsx';
import { Page } from '../../parts/page.tsx';
import { Read } from '../../parts/states.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useManage } from '../../parts/use-manage.ts';
import { nameOf } from '../../parts/values.tsx';
import { Facts } from './facts.tsx';
import { Why } from './why.tsx';

export function User({ account, id }: { account: string; id: string }) {
  const { query, path } = useLocation();
  const fields = useManage(`/accounts/${account}/fields`);
  const reading = useManage(`/accounts/${account}/users/${encodeURIComponent(id)}`);
  const user = reading.answer?.body.user;
  const known = fields.answer?.body.fields ?? [];
  return (
    <Page title={nameOf(user) ?? 'User'} lead={user && <bdi>{user.userName}</bdi>}>
      <Read reading={reading}>
        {(details) => <Facts account={account} details={details} fields={known} />}
      </Read>
      {(user || reading.failure?.status === 404) && (
        <Why key={`why ${id}`} account={account} user={id} isSelf={user !== undefined} />
      )}
      <Timeline
        key={id}
        account={account}
        id={id}
        fields={known}
        cursor={query.log}
        href={(log) => addressOf(path, { ...query, log })}
      />
    </Page>
  );
}
