/** What a page reads from the manage API, and what becomes of it. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { AnswerOf, Known, QueryOf } from '../api/contract.ts';
import { type Answer, manage, Refused } from '../api/manage.ts';

export interface Reading<Body> {
  /** The last answer of this path: it stays while the next one is under way, and when that fails. */
  readonly answer: Answer<Body> | undefined;
  /** Of the answer: it is to another query of this path. */
  readonly isOlder: boolean;
  readonly failure: Refused | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** What a path brought: another path is another thing, of which nothing is known yet. */
interface Brought<Body> {
  readonly path: string | undefined;
  readonly answer?: Answer<Body> | undefined;
  /** The query that it answers. */
  readonly answered?: string | undefined;
  readonly failure?: Refused | undefined;
  readonly isLoading: boolean;
}

/** @param path below /manage/v1; undefined: nothing is read yet */
export function useManage<const Path extends string, Body = AnswerOf<'GET', Path>>(
  path: (Path & Known<'GET', Path>) | undefined,
  query: QueryOf<'GET', Path> = {},
): Reading<Body> {
  const [brought, setBrought] = useState<Brought<Body>>({ path, isLoading: true });
  const [round, setRound] = useState(0);
  const asked = JSON.stringify(query);
  useEffect(() => {
    if (path === undefined) return;
    const controller = new AbortController();
    setBrought((before) => ({ ...(before.path === path ? before : { path }), isLoading: true }));
    manage<Path, 'GET', Body>(path, { query: JSON.parse(asked), signal: controller.signal }).then(
      (answer) => {
        if (!controller.signal.aborted) setBrought({ path, answer, answered: asked, isLoading: false });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setBrought((before) => ({ ...before, failure: asRefused(error), isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [path, asked, round]);
  useEffect(() => {
    const again = () => setRound((count) => count + 1);
    for (const event of AGAIN) window.addEventListener(event, again);
    return () => {
      for (const event of AGAIN) window.removeEventListener(event, again);
    };
  }, []);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  // Until the effect has run, what is known is of the path before.
  const { answer, answered, failure, isLoading }: Brought<Body> = brought.path === path ? brought : NOTHING;
  return { answer, isOlder: answered !== asked, failure, isLoading, reload };
}

/** @returns what the page was asked for when its answer came: an older answer is drawn as that, not as the one that is awaited */
export function useAnswered<Asked>(asked: Asked, { isOlder }: Reading<unknown>): Asked {
  const drawn = useRef(asked);
  if (!isOlder) drawn.current = asked;
  return drawn.current;
}

/** Events after which everything is read again; `changed`: settings of the account, by a dialog over the page. */
const AGAIN = ['signed-in', 'online', 'changed'] as const;

const NOTHING = { path: undefined, isLoading: true } as const;

export const asRefused = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused(0, { detail: 'The page failed: reload it.' });
