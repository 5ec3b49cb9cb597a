/** What Entra ID needs to connect: the Base URL, and the tokens. The address says which dialog is open. */

import { useState } from 'preact/hooks';
import { type Answer, manage, type Refused } from '../../api/manage.ts';
import type { CreatedToken } from '../../api/manage-api.ts';
import { useLocation } from '../../parts/location.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Read } from '../../parts/states.tsx';
import { asRefused, useManage } from '../../parts/use-manage.ts';
import { BaseUrl } from './base-url.tsx';
import { Check } from './check.tsx';
import { Generate } from './generate.tsx';
import { Reveal } from './reveal.tsx';
import { Revoke } from './revoke.tsx';
import { Rotate } from './rotate.tsx';
import { Tokens } from './tokens.tsx';

export function Connection({ account, may }: { account: string; may: readonly string[] }) {
  const path = `/accounts/${account}` as const;
  const about = useManage(path);
  const tokens = useManage(`${path}/tokens`);
  const { query, route } = useLocation();
  const [created, setCreated] = useState<CreatedToken>();
  const [failure, setFailure] = useState<Refused>();
  const address = `/portal/${account}/connection`;
  const list = tokens.answer?.body.tokens ?? [];
  const open = (dialog: string) => route(`${address}?${dialog}`);
  const close = () => {
    setFailure(undefined);
    route(address, true);
  };
  /** @returns whether it was done */
  const send = async (call: Promise<Answer<CreatedToken | undefined>>) => {
    try {
      setCreated((await call).body);
      setFailure(undefined);
      tokens.reload();
      return true;
    } catch (error) {
      setFailure(asRefused(error));
      return false;
    }
  };
  const rotate = (id = '') => manage(`${path}/tokens/${id}/rotate`, { method: 'POST', body: {} });
  const revoke = (id = '') => manage(`${path}/tokens/${id}`, { method: 'DELETE' });
  const mayChange = may.includes('createToken');
  return (
    <Page
      title="Connection"
      actions={
        mayChange && (
          <button type="button" class="primary" onClick={() => open('generate')}>
            Generate token
          </button>
        )
      }
    >
      <Read reading={about}>{({ baseUrl }) => <BaseUrl url={baseUrl} />}</Read>
      <h2>Tokens</h2>
      {!mayChange && <p class="lead">You can look, not change.</p>}
      <Read reading={tokens}>
        {(body) =>
          body.tokens.length === 0 ? (
            <Empty title="No tokens yet">
              <p>Generate one, and enter it in Entra as Secret Token. It is shown once.</p>
            </Empty>
          ) : (
            <Tokens tokens={body.tokens} may={may} onOpen={open} />
          )
        }
      </Read>
      {may.includes('checkConnection') && <Check account={account} key={account} />}
      {created ? (
        <Reveal created={created} onClose={() => setCreated(undefined)} />
      ) : (
        <>
          {query.generate !== undefined && mayChange && (
            <Generate
              failure={failure}
              onClose={close}
              onSend={(body) =>
                void send(manage(`${path}/tokens`, { method: 'POST', body })).then(
                  (isDone) => isDone && close(),
                )
              }
            />
          )}
          {query.rotate && may.includes('rotateToken') && (
            <Rotate
              key={query.rotate}
              tokens={list}
              tokenId={query.rotate}
              failure={failure}
              reload={tokens.reload}
              onGenerate={() => void send(rotate(query.rotate))}
              onRevoke={() => void send(revoke(query.rotate))}
              onClose={close}
            />
          )}
          {query.revoke && may.includes('revokeToken') && (
            <Revoke
              token={list.find(({ tokenId }) => tokenId === query.revoke)}
              failure={failure}
              onRevoke={() => void send(revoke(query.revoke)).then((isDone) => isDone && close())}
              onClose={close}
            />
          )}
        </>
      )}
    </Page>
  );
}
