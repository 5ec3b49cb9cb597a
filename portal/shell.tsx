/** What stands around every page: navigation, the account, who is signed in. The URL says which account and page. */

import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import type { AccountSummary, Me } from './api/manage-api.ts';
import { Connection } from './pages/connection/connection.tsx';
import { Fields } from './pages/fields/fields.tsx';
import { Group } from './pages/group.tsx';
import { Groups } from './pages/groups.tsx';
import { Guide } from './pages/guide/guide.tsx';
import { Log } from './pages/log/log.tsx';
import { Overview } from './pages/overview/overview.tsx';
import { Settings } from './pages/settings/settings.tsx';
import { User } from './pages/user/user.tsx';
import { Users } from './pages/users/users.tsx';
import { useLocation } from './parts/location.tsx';
import { Page } from './parts/page.tsx';
import { Read } from './parts/states.tsx';
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
  const reading = useManage('/accounts');
  const { path, route } = useLocation();
  const [, , named, page = 'overview'] = path.split('/');
  const accounts = reading.answer?.body.accounts ?? [];
  // Never another one than the address names.
  const account = named ? accounts.find(({ id }) => id === named) : accounts[0];
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
          <small>{me.role.replace('A', ' A').replace('Iam', 'IAM')}</small>
          <button type="button" class="quiet" onClick={onLeave}>
            Sign out
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Read reading={reading}>
          {() => (account ? <Content about={account} may={me.may} /> : <NoAccount named={named} />)}
        </Read>
      </main>
      {isSetting && account && <Settings account={account.id} me={me} onClose={() => setSetting(false)} />}
      <div id="announcements" class="announcements" role="status" aria-live="polite" />
    </div>
  );
}

interface PageProps {
  readonly account: string;
  /** Of one user or group. */
  readonly id: string;
  readonly about: AccountSummary;
  readonly may: readonly string[];
}

type Pages = Readonly<Record<string, ComponentType<PageProps>>>;

const LISTS: Pages = {
  overview: Overview,
  connection: Connection,
  fields: Fields,
  guide: Guide,
  users: Users,
  groups: Groups,
  log: Log,
};

/** Of which the address names one. */
const ITEMS: Pages = { users: User, groups: Group };

/** The components themselves, not functions made anew: a page that is drawn again keeps what was typed into it. */
function Content({ about, may }: Pick<PageProps, 'about' | 'may'>) {
  const [, , account = about.id, page = 'overview', id = '', ...more] = useLocation().path.split('/');
  const isOne = /^[\w-]+$/.test(id);
  const found = (isOne ? ITEMS : LISTS)[page];
  const Found = found && more.length === 0 && (isOne || !id) ? found : NoPage;
  return <Found account={account} id={id} about={about} may={may} />;
}

const NoPage = () => (
  <Page title="There is no such page">
    <p>Choose one in the navigation.</p>
  </Page>
);

const NoAccount = ({ named }: { named: string | undefined }) => (
  <Page title={named ? `There is no account ${named}` : 'There is no account yet'}>
    {named ? (
      <p>
        It was deleted, or its name is another one. <a href="/portal/">Show the accounts</a>
      </p>
    ) : (
      <p>
        Create one: <code>npx kissflow-scim account create</code>
      </p>
    )}
  </Page>
);
