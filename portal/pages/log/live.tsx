/** New entries come by themselves while the newest ones are shown; a screen reader is told how many, not which. */

import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../../parts/page.tsx';
import { useRefresh } from '../../parts/use-refresh.ts';
import { count } from '../../parts/words.ts';
import type { LogProps } from './props.ts';

/** Seconds. */
const PAUSE = 5;

/**
 * @param key of what was asked for: another question has no new entries
 * @param ids of the entries that were answered
 * @returns ids of entries that came while the page was looked at
 */
export function useNewEntries(key: string, ids: readonly string[] | undefined): ReadonlySet<string> {
  const known = useRef<{ key: string; ids: Set<string>; fresh: Set<string> }>(undefined);
  if (ids && known.current?.key !== key) known.current = { key, ids: new Set(ids), fresh: new Set() };
  const { current } = known;
  const fresh = current ? (ids ?? []).filter((id) => !current.ids.has(id)) : [];
  useEffect(() => {
    if (fresh.length === 0) return;
    for (const id of fresh) {
      current?.ids.add(id);
      current?.fresh.add(id);
    }
    announce(fresh.length === 1 ? 'One new entry' : `${count(fresh.length)} new entries`);
  });
  return new Set([...(current?.fresh ?? []), ...fresh]);
}

export function Live({
  asked,
  reload,
  onChange,
}: Pick<LogProps, 'asked' | 'onChange'> & { reload: () => void }) {
  const isPaused = asked.live === 'off';
  const isOlder = asked.cursor !== undefined;
  useRefresh(reload, isPaused || isOlder ? undefined : PAUSE);
  if (isOlder) return null;
  return (
    <button
      type="button"
      aria-pressed={!isPaused}
      class={isPaused ? undefined : 'waiting'}
      onClick={() => onChange({ live: isPaused ? undefined : 'off' })}
    >
      Live
    </button>
  );
}
