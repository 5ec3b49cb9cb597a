/** What Entra ID needs to connect: the Base URL, and the tokens. */

import { useState } from 'preact/hooks';
import type { Refused } from '../api/manage.ts';
import { manage } from '../api/manage.ts';
import type { Account, CreatedToken, Token, TokenList } from '../api/manage-api.ts';
import { CopyButton, Dialog, Field, FormDialog, Time } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Read } from '../parts/states.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { asRefused, useManage } from '../parts/use-manage.ts';
import { Reveal } from './reveal.tsx';

type Open = { readonly what: 'generate' } | { readonly what: 'revoke' | 'rotate'; readonly token: Token };

export function Connection({ account, may }: { account: string; may: readonly string[] }) {
  const path = `/accounts/${account}`;
  const about = useManage<Account>(path);
  const tokens = useManage<TokenList>(`${path}/tokens`);
  const [open, setOpen] = useState<Open>();
  const [created, setCreated] = useState<CreatedToken>();
  const [failure, setFailure] = useState<Refused>();
  const mayChange = may.includes('createToken');
  const done = (answer?: CreatedToken) => {
    setCreated(answer);
    setOpen(undefined);
    setFailure(undefined);
    tokens.reload();
  };
  const send = (method: 'POST' | 'DELETE', below: string, body?: object) =>
    manage<CreatedToken | undefined>(`${path}/tokens${below}`, { method, ...(body ? { body } : {}) }).then(
      (answer) => done(answer.body),
      (error: unknown) => setFailure(asRefused(error)),
    );
  const close = () => {
    setOpen(undefined);
    setFailure(undefined);
  };
  return (
    <Page
      title="Connection"
      actions={
        mayChange && (
          <button type="button" class="primary" onClick={() => setOpen({ what: 'generate' })}>
            Generate token
          </button>
        )
      }
    >
      <Read reading={about}>{({ baseUrl }) => <BaseUrl url={baseUrl} />}</Read>
      <h2>Tokens</h2>
      {!mayChange && <p class="lead">You can look, not change.</p>}
      <Read reading={tokens}>
        {(list) =>
          list.tokens.length === 0 ? (
            <Empty title="No tokens yet">
              <p>Generate one, and enter it in Entra as Secret Token. It is shown once.</p>
            </Empty>
          ) : (
            <Table
              caption="Tokens"
              columns={columnsOf(mayChange, setOpen)}
              rows={list.tokens}
              idOf={({ tokenId }) => tokenId}
            />
          )
        }
      </Read>
      {open?.what === 'generate' && (
        <Generate failure={failure} onClose={close} onSend={(label) => void send('POST', '', { label })} />
      )}
      {open && open.what !== 'generate' && (
        <Dialog title={`${open.what === 'revoke' ? 'Revoke' : 'Rotate'} ${open.token.label}`} onClose={close}>
          <p>{CONSEQUENCES[open.what]}</p>
          {failure && <Failure failure={failure} />}
          <div class="buttons">
            <button type="button" onClick={close}>
              Keep it as it is
            </button>
            <button
              type="button"
              class={open.what === 'revoke' ? 'danger' : 'primary'}
              onClick={() =>
                void (open.what === 'revoke'
                  ? send('DELETE', `/${open.token.tokenId}`)
                  : send('POST', `/${open.token.tokenId}/rotate`, {}))
              }
            >
              {open.what === 'revoke' ? 'Revoke' : 'Generate the new token'}
            </button>
          </div>
        </Dialog>
      )}
      {created && <Reveal created={created} onClose={() => setCreated(undefined)} />}
    </Page>
  );
}

const CONSEQUENCES = {
  revoke: 'Whoever uses this token is refused within 60 seconds. This cannot be undone.',
  rotate:
    'You get another token with the same label. The old one works until you revoke it: enter the new one in Entra, Test Connection, then revoke the old one.',
} as const;

function BaseUrl({ url }: { url: string }) {
  const { protocol, hostname } = new URL(url);
  const isHere = /^(localhost|127\.)/.test(hostname);
  return (
    <>
      <dl class="facts">
        <dt>Base URL (in Entra: Tenant URL)</dt>
        <dd>
          <code>{url}</code> <CopyButton text={url} what="Base URL" />
        </dd>
      </dl>
      {(isHere || protocol === 'http:') && (
        <p class="notice">
          Entra ID cannot reach {isHere ? 'this machine' : 'an address without https'}: put a tunnel or TLS in
          front, and start with PUBLIC_BASE_URL.
        </p>
      )}
    </>
  );
}

const columnsOf = (mayChange: boolean, open: (what: Open) => void): readonly Column<Token>[] => [
  { name: 'Label', cell: ({ label }) => label },
  {
    name: 'Status',
    cell: ({ status }) => (
      <span class={`badge ${status === 'live' ? 'good' : status === 'expiring' ? '' : 'bad'}`}>{status}</span>
    ),
  },
  { name: 'Created', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'never') },
  { name: 'Expires', cell: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} /> : 'never') },
  {
    name: 'Actions',
    cell: (token) =>
      mayChange && token.status !== 'revoked' ? (
        <>
          <button type="button" class="quiet" onClick={() => open({ what: 'rotate', token })}>
            Rotate
          </button>
          <button type="button" class="quiet" onClick={() => open({ what: 'revoke', token })}>
            Revoke
          </button>
        </>
      ) : (
        ''
      ),
  },
];

function Generate({
  failure,
  onClose,
  onSend,
}: {
  failure: Refused | undefined;
  onClose: () => void;
  onSend: (label: string) => void;
}) {
  const [label, setLabel] = useState('');
  return (
    <FormDialog
      title="Generate token"
      submit="Generate"
      failure={failure}
      onClose={onClose}
      onSubmit={() => onSend(label)}
    >
      <Field label="Label" hint="What it is for, such as Entra production. It expires in 365 days.">
        <input
          value={label}
          maxLength={100}
          required
          onInput={(event) => setLabel(event.currentTarget.value)}
        />
      </Field>
    </FormDialog>
  );
}
