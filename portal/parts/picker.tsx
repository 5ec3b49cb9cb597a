/** Chooses a user or a group by name: what is typed is looked for, and what is chosen is an id. */

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { manage } from '../api/manage.ts';
import type { GroupDetails, GroupPage, UserDetails, UserPage } from '../api/manage-api.ts';
import { useManage } from './use-manage.ts';

interface Found {
  readonly id: string;
  readonly name: string;
  readonly hint?: string | undefined;
}

const foundIn = (page: Partial<UserPage & GroupPage>): readonly Found[] => [
  ...(page.users ?? []).map(({ id, userName, displayName }) => ({ id, name: userName, hint: displayName })),
  ...(page.groups ?? []).map(({ id, displayName }) => ({ id, name: displayName })),
];

/** Milliseconds without a key after which is looked for what was typed. */
const PAUSE = 200;

/** Names that are proposed. */
const MOST = 10;

/** Names among which one is looked for that was typed as a whole: the most that the API gives. */
const MOST_LIKE = 500;

export function Picker({
  label,
  list,
  chosen,
  onChoose,
}: {
  label: string;
  /** Below /manage/v1: the users or the groups of an account. */
  list: `/accounts/${string}/${'users' | 'groups'}`;
  /** An id; '': none. */
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const field = useId();
  const [typed, setTyped] = useState<string>();
  const [sought, setSought] = useState('');
  const [isWrong, setWrong] = useState(false);
  const named = useManage(chosen ? `${list}/${chosen}` : undefined);
  const proposed = useManage(sought ? list : undefined, {
    search: sought,
    count: MOST,
  });
  useEffect(() => {
    const timer = setTimeout(() => setSought(typed?.trim() ?? ''), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const choosing = useRef<AbortController>(undefined);
  // A choice that comes late is none: not after another one, and not on another page.
  useEffect(() => () => choosing.current?.abort(), []);
  const choose = async (text: string) => {
    choosing.current?.abort();
    choosing.current = new AbortController();
    const { signal } = choosing.current;
    const query = { search: text, count: MOST_LIKE };
    const read = text ? await manage(list, { query, signal }).catch(() => undefined) : undefined;
    if (signal.aborted) return;
    const found = foundIn(read?.body ?? {});
    const exact = found.find(({ name }) => name.toLowerCase() === text.toLowerCase());
    const one = exact ?? (found.length === 1 ? found[0] : undefined);
    setWrong(text !== '' && one === undefined);
    if (text !== '' && one === undefined) return;
    setTyped(undefined);
    onChoose(one?.id ?? '');
  };
  const { user, group }: Partial<UserDetails & GroupDetails> = named.answer?.body ?? {};
  const name = chosen ? (user?.userName ?? group?.displayName ?? '') : '';
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <input
        id={field}
        list={`${field}-names`}
        value={typed ?? name}
        autocomplete="off"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${field}-wrong` : undefined}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
        onChange={(event) => void choose(event.currentTarget.value.trim())}
      />
      <datalist id={`${field}-names`}>
        {foundIn(proposed.answer?.body ?? {}).map(({ id, name, hint }) => (
          <option key={id} value={name}>
            {hint}
          </option>
        ))}
      </datalist>
      {isWrong && (
        <small id={`${field}-wrong`} role="alert">
          Choose one of the names that are proposed.
        </small>
      )}
    </div>
  );
}
