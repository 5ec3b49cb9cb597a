/** What stands around every page: navigation, the account, who is signed in. The URL says which account and page. */

import { useState } from 'preact/hooks';
import { Route, Router, useLocation } from 'preact-iso/router';
import type { AccountList, AccountSummary, Me } from './api/manage-api.ts';
import { Connection } from './pages/connection/connection.tsx';
import { Fields } from './pages/fields/fields.tsx';
import { Group } from './pages/group.tsx';
import { Groups } from './pages/groups.tsx';
import { Guide } from './pages/guide/guide.tsx';
import { Log } from './pages/log.tsx';
import { Overview } from './pages/overview/overview.tsx';
import { Settings } from './pages/settings/settings.tsx';
import { User } from './pages/user/user.tsx';
import { Users } from './pages/users/users.tsx';
import { Page } from './parts/page.tsx';
import { Empty, Read } from './parts/states.tsx';
import { useManage } from './parts/use-manage.ts';

const PAGES = [
  ['overview', 'Overview'],
  ['connection', 'Connection'],
  ['fields', 'Fields'],
  ['guide', 'Mapping guide'],
  ['users', 'Users'],
  ['groups', 'Groups'],
  ['log', 'Log'],
] as const;

export function Shell({ me, onLeave }: { me: Me; onLeave: () => void }) {
  const reading = useManage<AccountList>('/accounts');
  const { path, route } = useLocation();
  const [, , named, page = 'overview'] = path.split('/');
  const accounts = reading.answer?.body.accounts ?? [];
  const account = accounts.find(({ id }) => id === named) ?? accounts[0];
  const [isSetting, setSetting] = useState(false);
  const open = (id: string) => route(`/portal/${id}/${page}`);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href="/portal/">
          Kissflow <span>SCIM</span>
        </a>
        {accounts.length > 1 && account && (
          <select
            aria-label="Account"
            value={account.id}
            onChange={(event) => open(event.currentTarget.value)}
          >
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        {account && (
          <nav aria-label="Pages of the account">
            {PAGES.map(([id, title]) => (
              <a
                key={id}
                href={`/portal/${account.id}/${id}`}
                aria-current={page === id ? 'page' : undefined}
              >
                {title}
              </a>
            ))}
          </nav>
        )}
        <div class="who">
          {account && (
            <button type="button" class="quiet" onClick={() => setSetting(true)}>
              Account settings
            </button>
          )}
          <span>{me.name ?? me.id}</span>
          <small>{me.role}</small>
          <button type="button" class="quiet" onClick={onLeave}>
            Sign out
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Read reading={reading}>
          {() => (account ? <Pages about={account} may={me.may} /> : <NoAccount />)}
        </Read>
      </main>
      {isSetting && account && <Settings account={account.id} me={me} onClose={() => setSetting(false)} />}
      <div id="announcements" class="announcements" role="status" aria-live="polite" />
    </div>
  );
}

/** The components themselves, not functions made anew: a page that is drawn again keeps what was typed into it. */
const Pages = ({ about, may }: { about: AccountSummary; may: readonly string[] }) => (
  <Router>
    <Route path="/portal/" component={Overview} about={about} may={may} />
    <Route path="/portal/:account/overview" component={Overview} about={about} may={may} />
    <Route path="/portal/:account/users" component={Users} may={may} />
    <Route path="/portal/:account/users/:id" component={User} />
    <Route path="/portal/:account/groups" component={Groups} />
    <Route path="/portal/:account/groups/:id" component={Group} />
    <Route path="/portal/:account/log" component={Log} />
    <Route path="/portal/:account/connection" component={Connection} may={may} />
    <Route path="/portal/:account/fields" component={Fields} may={may} />
    <Route path="/portal/:account/guide" component={Guide} />
    <Route default component={NoPage} />
  </Router>
);

const NoPage = () => (
  <Page title="There is no such page">
    <p>Choose one in the navigation.</p>
  </Page>
);

const NoAccount = () => (
  <Page title="Accounts">
    <Empty title="There is no account yet">
      <p>
        Create one: <code>npx kissflow-scim account create</code>
      </p>
    </Empty>
  </Page>
);
