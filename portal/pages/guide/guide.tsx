/** The mapping guide: what to enter in Entra ID for this account, in the order of its clicks. */

import { addressOf } from '../../parts/address.ts';
import { useLocation } from '../../parts/location.tsx';
import { Page } from '../../parts/page.tsx';
import { Read } from '../../parts/states.tsx';
import { useManage } from '../../parts/use-manage.ts';
import { Block, Running, rowsIn } from './blocks.tsx';
import { GraphSchema } from './graph-schema.tsx';
import { useTicks } from './ticks.ts';

/** Entra shows one of its two views, and does not let an administrator choose. */
const OLDER = 'older';

export function Guide({ account }: { account: string }) {
  const reading = useManage(`/accounts/${account}/mapping-guide/page`);
  const ticks = useTicks(account);
  const { query, path, route } = useLocation();
  const shown = { isOlder: query.view === OLDER, ticks };
  const actions = (
    <>
      <select
        aria-label="View of the Entra admin center"
        value={shown.isOlder ? OLDER : ''}
        onChange={(event) => route(addressOf(path, { view: event.currentTarget.value }))}
      >
        <option value="">Current view of Entra</option>
        <option value={OLDER}>Older view of Entra</option>
      </select>
      <button type="button" onClick={() => window.print()}>
        Print
      </button>
    </>
  );
  return (
    <Page title="Mapping guide" actions={actions}>
      <Read reading={reading}>
        {({ introduction, sections }) => (
          <>
            <Progress rows={sections.flatMap(({ blocks }) => rowsIn(blocks))} isDone={ticks.has} />
            <p>
              <Running text={introduction} shown={shown} />
            </p>
            <p>
              The guide follows <a href={`/portal/${account}/fields`}>the fields of this account</a>: come
              back when they change.
            </p>
            {sections.map(({ title, blocks }, index) => (
              <section key={title} class="guide">
                <h2>
                  {index + 1}. {title}
                </h2>
                {blocks.map((block) => (
                  <Block key={JSON.stringify(block).slice(0, 80)} block={block} title={title} shown={shown} />
                ))}
              </section>
            ))}
          </>
        )}
      </Read>
      <GraphSchema account={account} />
    </Page>
  );
}

function Progress({ rows, isDone }: { rows: readonly string[]; isDone: (row: string) => boolean }) {
  const done = rows.filter(isDone).length;
  return (
    <p class="progress">
      <progress aria-label="Rows that are done" value={done} max={rows.length} />
      <span role="status">
        {done} of {rows.length} done
      </span>
    </p>
  );
}
