/** One entry: whom it was about and what became of it, why, what to do, and behind it all that is known. */

import type { FieldList, LogEntry, TokenList } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { Fold } from '../../parts/fold.tsx';
import { changeText, happened } from '../../parts/log-words.ts';
import { Places, Reasons } from '../../parts/reasons.tsx';
import { ResourceLink } from '../../parts/resource.tsx';
import { count } from '../../parts/words.ts';
import { bySubject } from './folded.ts';
import { Details } from './list.tsx';
import type { LogProps } from './props.ts';

interface Known {
  readonly account: string;
  readonly fields: FieldList['fields'];
  readonly tokens: TokenList['tokens'];
  readonly href: LogProps['href'];
}

const OUTCOMES = {
  success: ['Done', 'good'],
  unchanged: ['Unchanged', ''],
  refused: ['Refused', 'bad'],
} as const;

/** @param others refused for the same reason */
export function Entry({ entry, others, ...known }: Known & { entry: LogEntry; others: readonly LogEntry[] }) {
  const { at, outcome, code, name: who = entry.externalId } = entry;
  const [name, kind] = OUTCOMES[outcome];
  return (
    <>
      <span class={`badge ${kind}`}>{name}</span> <Subject entry={entry} {...known} /> {happened(entry)}{' '}
      <Time at={at} />
      <Reasons of={entry} />
      {outcome === 'refused' && (
        <p class="links">
          <Places code={code} account={known.account} />
          {code === 'taken' && who && (
            <a href={`/portal/${known.account}/users?search=${encodeURIComponent(who)}`}>Who has this name</a>
          )}
          {code && <a href={known.href({ outcome: 'refused', code })}>Only this reason</a>}
        </p>
      )}
      {others.length > 0 && (
        <Fold title={`${count(others.length)} more for the same reason`}>
          {() => (
            <ol class="alike">
              {bySubject(others).map(([last, ...earlier]) => (
                <li key={last.id}>
                  <Subject entry={last} {...known} />{' '}
                  {earlier.length > 0 && `${count(earlier.length + 1)} times, last`} <Time at={last.at} />
                </li>
              ))}
            </ol>
          )}
        </Fold>
      )}
      <Details entry={entry} facts={factsOf(entry, known)} />
    </>
  );
}

/** A user or group by name, as long as it has a page. */
function Subject({ entry, account }: Pick<Known, 'account'> & { entry: LogEntry }) {
  const { resourceType, resourceId, name = resourceId, event } = entry;
  if (name === undefined) return <strong>{resourceType ?? 'Request'}</strong>;
  const isThere = resourceId !== undefined && event !== 'deleted';
  return (
    <strong>
      {resourceType}{' '}
      {isThere ? (
        <ResourceLink account={account} type={resourceType} id={resourceId}>
          {name}
        </ResourceLink>
      ) : (
        <bdi>{name}</bdi>
      )}
    </strong>
  );
}

function factsOf(
  { status, scimType, code, operation, attributes, quirks, ignored, externalId, tokenId, by }: LogEntry,
  { fields, tokens }: Known,
) {
  return {
    Answer: [status, scimType, code].filter(Boolean).join(' '),
    Operation: operation,
    Attributes: attributes.map((change) => changeText(change, fields)).join(', '),
    Dropped: ignored.join(', '),
    'Client quirks': quirks.join(', '),
    'External id': externalId,
    By: by ?? tokens.find((token) => token.tokenId === tokenId)?.label ?? tokenId,
  };
}
