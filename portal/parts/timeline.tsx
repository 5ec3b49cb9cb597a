/** What happened to one user or group, in words: what the log has about it, the newest first. */

import type { FieldList, LogEntry } from '../api/manage-api.ts';
import { Time } from './controls.tsx';
import { changeText, happened } from './log-words.ts';
import { Reasons } from './reasons.tsx';
import { ResourceLink } from './resource.tsx';
import { Empty, Read } from './states.tsx';
import { useManage } from './use-manage.ts';

type Fields = FieldList['fields'];

const LIMIT = 20;

/** @param href of the entries behind a cursor; undefined: of the newest ones */
export function Timeline({
  account,
  id,
  fields = [],
  cursor,
  href,
}: {
  account: string;
  id: string;
  fields?: Fields | undefined;
  cursor: string | undefined;
  href: (cursor: string | undefined) => string;
}) {
  const log = useManage(`/accounts/${account}/log`, { subject: id, limit: LIMIT, cursor });
  const tokens = useManage(`/accounts/${account}/tokens`);
  const labels = new Map(tokens.answer?.body.tokens.map(({ tokenId, label }) => [tokenId, label]));
  return (
    <section>
      <h2>What happened</h2>
      <Read reading={log}>
        {({ entries, nextCursor, hints = [] }) => (
          <>
            {entries.length === 0 && (
              <Empty title="The log has nothing about this">
                {cursor === undefined && hints.slice(-1).map((hint) => <p key={hint}>{hint}</p>)}
              </Empty>
            )}
            <ol class="timeline">
              {entries.map((entry) => (
                <Moment
                  key={entry.id}
                  entry={entry}
                  id={id}
                  fields={fields}
                  labels={labels}
                  account={account}
                />
              ))}
            </ol>
            <nav class="pager" aria-label="Pages of what happened">
              {cursor && <a href={href(undefined)}>Newest</a>}
              {nextCursor && <a href={href(nextCursor)}>Older</a>}
              <a href={`/portal/${account}/log?subject=${id}`}>Show in the log</a>
            </nav>
          </>
        )}
      </Read>
    </section>
  );
}

function Moment({
  entry,
  id,
  fields,
  labels,
  account,
}: {
  entry: LogEntry;
  id: string;
  fields: Fields;
  labels: ReadonlyMap<string, string>;
  account: string;
}) {
  const { at, outcome, tokenId, by, event, attributes, resourceId } = entry;
  const isOther = resourceId !== undefined && resourceId !== id;
  const isRefused = outcome === 'refused';
  // A new one has all of its attributes, and that it was disabled is said already.
  const changes =
    isOther || isRefused || event === 'created'
      ? []
      : attributes.filter(({ attribute }) => attribute !== 'active');
  return (
    <li class={isRefused ? 'bad' : undefined}>
      <strong>{isOther ? <Other entry={entry} account={account} /> : happened(entry)}</strong>{' '}
      <small>
        <Time at={at} /> by {by ? `an import of ${by}` : (labels.get(tokenId) ?? (tokenId || 'an import'))}
      </small>
      {changes.length > 0 && <p>{changes.map((change) => changeText(change, fields)).join(', ')}</p>}
      <Reasons of={entry} />
    </li>
  );
}

/** Of a group that the user came to or left. */
function Other({ entry, account }: { entry: LogEntry; account: string }) {
  const { name, resourceId = '', resourceType, event, members, outcome } = entry;
  const { added = 0, removed = 0 } = members ?? {};
  const what =
    event === 'deleted' || outcome === 'refused' || (added > 0 && removed > 0)
      ? `${happened(entry)} of`
      : removed > 0 || members?.cleared
        ? 'Left'
        : 'Added to';
  return (
    <>
      {what} {resourceType?.toLowerCase()}{' '}
      <ResourceLink account={account} type={resourceType} id={resourceId}>
        {name ?? resourceId}
      </ResourceLink>
    </>
  );
}
