/** What both logs have in common: the list with its states, and all that is known of one entry. */

import type { ComponentChildren } from 'preact';
import { CopyText } from '../../parts/copy-text.tsx';
import { Fold } from '../../parts/fold.tsx';
import { Empty, Read } from '../../parts/states.tsx';
import type { Reading } from '../../parts/use-manage.ts';
import { useNewEntries } from './live.tsx';
import type { LogProps } from './props.ts';

interface Entry {
  readonly id: string;
  readonly correlationId: string;
}

interface Page<One> {
  readonly entries: readonly One[];
  readonly nextCursor?: string;
  readonly hints?: readonly string[];
}

/** @param children of each entry on the page, in their order */
export function EntryList<One extends Entry>({
  reading,
  asked,
  href,
  children,
}: Pick<LogProps, 'asked' | 'href'> & {
  reading: Reading<Page<One>>;
  children: (entries: readonly One[]) => readonly (readonly [id: string, shown: ComponentChildren])[];
}) {
  const { live: _, ...question } = asked;
  const fresh = useNewEntries(
    JSON.stringify(question),
    reading.answer?.body.entries.map(({ id }) => id),
  );
  return (
    <Read reading={reading}>
      {({ entries, nextCursor, hints = [] }) => (
        <>
          {entries.length === 0 && (
            <Empty title="The log has nothing like this">
              {hints.map((hint) => (
                <p key={hint}>{hint}</p>
              ))}
            </Empty>
          )}
          <ol class="entries">
            {children(entries).map(([id, shown]) => (
              <li key={id} class={fresh.has(id) ? 'fresh' : undefined}>
                {shown}
              </li>
            ))}
          </ol>
          <nav class="pager" aria-label="Pages">
            {asked.cursor && <a href={href({})}>Newest entries</a>}
            {nextCursor && <a href={href({ cursor: nextCursor })}>Older entries</a>}
          </nav>
        </>
      )}
    </Read>
  );
}

/** @param facts those without a text are left out */
export const Details = ({
  entry,
  facts,
}: {
  entry: Entry;
  facts: Readonly<Record<string, string | undefined>>;
}) => (
  <Fold title="Details">
    {() => (
      <>
        <dl class="facts">
          {Object.entries(facts).map(([name, text]) =>
            text ? (
              <>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </>
            ) : null,
          )}
          <dt>Correlation id</dt>
          <dd>
            <CopyText text={entry.correlationId} what="correlation id" />
          </dd>
        </dl>
        <pre>{JSON.stringify(entry, null, 2)}</pre>
      </>
    )}
  </Fold>
);
