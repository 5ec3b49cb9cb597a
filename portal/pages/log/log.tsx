/** What happened: by provisioning clients, or by administrators. Which log, its filters and its page are in the address. */

import type { Query } from '../../api/manage.ts';
import { addressOf } from '../../parts/address.ts';
import { useLocation } from '../../parts/location.tsx';
import { Page } from '../../parts/page.tsx';
import { AdministratorsLog } from './administrators.tsx';
import type { LogProps } from './props.ts';
import { ProvisioningLog } from './provisioning.tsx';

const TABS = [
  ['', 'Provisioning'],
  ['administrators', 'Administrators'],
] as const;

export function Log({ account }: { account: string }) {
  const { query, route } = useLocation();
  const path = `/portal/${account}/log`;
  const href = (change: Query) => addressOf(path, { ...query, cursor: undefined, ...change });
  const props: LogProps = { account, asked: query, href, onChange: (change) => route(href(change)) };
  const { tab = '' } = query;
  return (
    <Page title="Log">
      <nav class="tabs" aria-label="Logs">
        {TABS.map(([name, title]) => (
          <a
            key={name}
            href={addressOf(path, { tab: name })}
            aria-current={tab === name ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      {tab === 'administrators' ? <AdministratorsLog {...props} /> : <ProvisioningLog {...props} />}
    </Page>
  );
}
