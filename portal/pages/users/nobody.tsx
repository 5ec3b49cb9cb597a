/** No user is like what was asked for: what to try, and of a search why the person may not be here. */

import { useState } from 'preact/hooks';
import type { Query } from '../../api/manage.ts';
import { addressOf } from '../../parts/address.ts';
import { DemoData } from '../../parts/demo-data.tsx';
import { Empty } from '../../parts/states.tsx';
import { Why } from '../user/why.tsx';

export function Nobody({
  account,
  filters,
  hints = [],
  path,
  may,
  onAdded,
}: {
  account: string;
  filters: Query;
  hints: readonly string[] | undefined;
  path: string;
  may: readonly string[];
  onAdded: () => void;
}) {
  const search = String(filters.search ?? '');
  const isFiltered = Object.values(filters).some(Boolean);
  const [asked, setAsked] = useState('');
  if (!isFiltered)
    return (
      <Empty title="No users yet">
        <p>
          Entra's first cycle starts within minutes of Start provisioning, and the next ones come about every
          40 minutes.
        </p>
        <DemoData account={account} may={may} onAdded={onAdded} />
      </Empty>
    );
  return (
    <>
      <Empty title={search ? `No user matches “${search}”` : 'No user matches'}>
        {!search && hints.map((hint) => <p key={hint}>{hint}</p>)}
        <div class="buttons">
          {search && asked !== search && (
            <button type="button" class="primary" onClick={() => setAsked(search)}>
              Why is “{search}” not here?
            </button>
          )}
          {search && <a href={addressOf(`/portal/${account}/log`, { subject: search })}>Look into the log</a>}
          <a href={path}>Show all users</a>
        </div>
      </Empty>
      {asked === search && search && <Why account={account} user={search} />}
    </>
  );
}
