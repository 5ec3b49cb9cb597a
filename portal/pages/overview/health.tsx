/** How provisioning is doing: numbers of now, and of the last day. */

import type { ComponentChildren } from 'preact';
import type { AccountStatus } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { count } from '../../parts/words.ts';

export function Health({ status }: { status: AccountStatus }) {
  const { account, lastRequest, users, groups, lastDay, tokens, work } = status;
  const writes = Object.entries(lastDay.changes).map(([event, times]) => [event, Number(times)] as const);
  const changes = writes.filter(([event]) => event !== 'unchanged');
  const refused = lastDay.refusals.reduce((sum, refusal) => sum + refusal.count, 0);
  const usable = tokens.filter(({ status }) => status === 'live' || status === 'expiring');
  const [ends] = usable.flatMap(({ expiresAt }) => expiresAt ?? []).sort();
  const base = `/portal/${account}`;
  return (
    <section aria-labelledby="health">
      <h2 id="health">How it is going</h2>
      <dl class="tiles">
        <Tile name="Last request" note={lastRequest && `with the token ${lastRequest.label}`}>
          {lastRequest ? <Time at={lastRequest.at} /> : 'none yet'}
        </Tile>
        <Tile
          name="Active users"
          note={users.disabled === null ? 'being counted' : `${count(users.disabled)} disabled`}
        >
          <a href={`${base}/users`}>{users.active === null ? '…' : count(users.active)}</a>
        </Tile>
        <Tile name="Groups">
          <a href={`${base}/groups`}>{count(groups)}</a>
        </Tile>
        <Tile
          name="Changes in 24 hours"
          note={writes
            .map(
              ([event, times]) =>
                `${count(times)} ${event === 'restored' ? 'enabled again' : event.replace('-', ' ')}`,
            )
            .join(', ')}
        >
          <a href={`${base}/log`}>{count(changes.reduce((sum, [, times]) => sum + times, 0))}</a>
        </Tile>
        <Tile name="Refused in 24 hours">
          <a href={`${base}/log?outcome=refused`}>{count(refused)}</a>
        </Tile>
        <Tile
          name="Tokens"
          note={
            ends && (
              <>
                one expires <Time at={ends} />
              </>
            )
          }
        >
          <a href={`${base}/connection`}>{count(usable.length)}</a>
        </Tile>
      </dl>
      <Work work={work} />
    </section>
  );
}

const Tile = ({
  name,
  note,
  children,
}: {
  name: string;
  note?: ComponentChildren;
  children: ComponentChildren;
}) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{children}</strong>
      {note && <small>{note}</small>}
    </dd>
  </div>
);

function Work({ work: { unfinished, rekeying } }: { work: AccountStatus['work'] }) {
  return (
    <>
      {unfinished > 0 && (
        <p>Deletions and large changes of members that are being finished: {count(unfinished)}.</p>
      )}
      {rekeying && (
        <p>
          A field has got another type: {count(rekeying.done)} of {count(rekeying.total)} users are found by
          it so far.
        </p>
      )}
    </>
  );
}
