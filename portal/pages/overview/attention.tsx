/** What needs action: tokens that end, and refusals of a day by their reason. */

import type { AccountStatus, Token } from '../../api/manage-api.ts';
import { addressOf } from '../../parts/address.ts';
import { Time } from '../../parts/controls.tsx';
import { Places } from '../../parts/reasons.tsx';
import { count } from '../../parts/words.ts';

export function NeedsAttention({ status, may }: { status: AccountStatus; may: readonly string[] }) {
  const { account, tokens, lastDay } = status;
  const ending = endingTokens(tokens);
  const { refusals, failures } = lastDay;
  if (ending.length + refusals.length + failures === 0) return null;
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      <ul class="entries">
        {ending.map((token) => (
          <li key={token.tokenId}>
            <Ending token={token} account={account} mayRotate={may.includes('rotateToken')} />
          </li>
        ))}
        {refusals.map((refusal) => (
          <li key={refusal.code}>
            <Refusals refusal={refusal} account={account} />
          </li>
        ))}
        {failures > 0 && (
          <li>
            <strong>This service failed or was too busy</strong>{' '}
            <span class="badge bad">{count(failures)}</span>
            <p>Entra repeats these requests by itself. If this goes on, look into the log of the service.</p>
          </li>
        )}
      </ul>
    </section>
  );
}

/** In use, and without another one that took its place. */
const endingTokens = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(
    (token) =>
      (token.status === 'expiring' || token.status === 'expired') &&
      token.lastUsedAt !== null &&
      !tokens.some(
        ({ tokenId, status, lastUsedAt }) =>
          tokenId !== token.tokenId && status === 'live' && (lastUsedAt ?? '') >= (token.lastUsedAt ?? ''),
      ),
  );

function Ending({ token, account, mayRotate }: { token: Token; account: string; mayRotate: boolean }) {
  const { tokenId, label, status, expiresAt } = token;
  const isOver = status === 'expired';
  return (
    <>
      <strong>
        The token <bdi>{label}</bdi> {isOver ? 'has expired' : 'expires soon'}
      </strong>{' '}
      {expiresAt && (
        <span class={`badge ${isOver || (token.daysLeft ?? 0) <= 7 ? 'bad' : ''}`}>
          <Time at={expiresAt} />
        </span>
      )}
      <p>
        {isOver ? 'Provisioning has stopped' : 'Provisioning stops then'}, unless Entra gets another token.
      </p>
      {mayRotate && <a href={`/portal/${account}/connection?rotate=${tokenId}`}>Rotate the token</a>}
    </>
  );
}

function Refusals({
  refusal: { code, count: times, lastAt, field, remedy },
  account,
}: {
  refusal: AccountStatus['lastDay']['refusals'][number];
  account: string;
}) {
  const words = code.replaceAll('-', ' ');
  return (
    <>
      <strong>Refused: {words}</strong>{' '}
      <span class="badge bad">{times === 1 ? 'once' : `${count(times)} times`}</span>{' '}
      <small>
        last <Time at={lastAt} />
      </small>
      {remedy && (
        <p>
          {field && !remedy.includes(field) && <code>{field}: </code>}
          {remedy}
        </p>
      )}
      <p class="links">
        {code !== 'token-unknown' && (
          <a href={addressOf(`/portal/${account}/log`, { outcome: 'refused', code })}>
            Show them in the log<span class="unseen">: {words}</span>
          </a>
        )}
        <Places code={code} account={account} />
      </p>
    </>
  );
}
