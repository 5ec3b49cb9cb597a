/** The provisioning log: what was done or refused, the reason and the remedy first, the details folded. */

import { useLocation } from 'preact-iso/router';
import type { LogEntry, LogPage } from '../api/manage-api.ts';
import { CopyButton, Search, Time } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { useManage } from '../parts/use-manage.ts';

const OUTCOMES = ['success', 'unchanged', 'refused'] as const;

export function Log({ account }: { account: string }) {
  const { query, route } = useLocation();
  const { subject = '', outcome = '', code = '', cursor } = query;
  const reading = useManage<LogPage>(`/accounts/${account}/log`, {
    subject: subject || undefined,
    outcome: outcome || undefined,
    code: code || undefined,
    cursor,
    limit: 50,
  });
  const href = (asked: Readonly<Record<string, string>>) =>
    `/portal/${account}/log?${new URLSearchParams(Object.entries({ subject, outcome, code, ...asked }).filter(([, value]) => value))}`;
  const actions = (
    <>
      <select
        aria-label="Outcome"
        value={outcome}
        onChange={(event) => route(href({ outcome: event.currentTarget.value }))}
      >
        <option value="">All outcomes</option>
        {OUTCOMES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <Search
        label="User name, name or id"
        value={subject}
        onSearch={(text) => route(href({ subject: text }))}
      />
    </>
  );
  return (
    <Page title="Log" actions={actions}>
      {code && (
        <p>
          Only what was refused for the reason <code>{code}</code>.{' '}
          <a href={href({ code: '' })}>All reasons</a>
        </p>
      )}
      <Read reading={reading}>
        {({ entries, nextCursor }) =>
          entries.length === 0 ? (
            <Empty title="The log has nothing like this">
              <p>
                In Entra: is provisioning on, is the user assigned, is the user within the scoping filters?
              </p>
            </Empty>
          ) : (
            <>
              <Entries entries={entries} />
              <nav class="pager" aria-label="Pages">
                {nextCursor && <a href={href({ cursor: nextCursor })}>Older entries</a>}
              </nav>
            </>
          )
        }
      </Read>
    </Page>
  );
}

export const Entries = ({ entries }: { entries: LogPage['entries'] }) => (
  <ol class="entries">
    {entries.map((entry) => (
      <li key={entry.id}>
        <Entry entry={entry} />
      </li>
    ))}
  </ol>
);

function Entry({ entry }: { entry: LogEntry }) {
  const { at, outcome, detail, remedy, correlationId, count, warning } = entry;
  return (
    <details>
      <summary>
        <span class={`badge ${outcome === 'refused' ? 'bad' : outcome === 'success' ? 'good' : ''}`}>
          {outcome}
        </span>{' '}
        <bdi>{sentenceOf(entry)}</bdi>
        {count !== undefined && ` (${count} times)`} <Time at={at} />
        {detail && <p>{detail}</p>}
        {remedy && !detail?.includes(remedy) && <p>{remedy}</p>}
        {warning && <p>{warning}</p>}
      </summary>
      <p>
        Correlation id <code>{correlationId}</code> <CopyButton text={correlationId} what="correlation id" />
      </p>
      <pre>{JSON.stringify(entry, null, 2)}</pre>
    </details>
  );
}

const sentenceOf = ({ event, operation, resourceType, name, resourceId }: LogEntry): string =>
  `${resourceType ?? 'Request'} ${name ?? resourceId ?? ''} ${event?.replace('-', ' ') ?? operation}`;
