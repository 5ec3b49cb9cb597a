/** What a page reads from the manage API, and what becomes of it. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Answer, manage, type Query, Refused } from '../api/manage.ts';

export interface Reading<Body> {
  /** The last answer: it stays while the next one is under way, and when that fails. */
  readonly answer: Answer<Body> | undefined;
  readonly failure: Refused | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** @param path below /manage/v1; undefined: nothing is read yet */
export function useManage<Body>(path: string | undefined, query: Query = {}): Reading<Body> {
  const [answer, setAnswer] = useState<Answer<Body>>();
  const [failure, setFailure] = useState<Refused>();
  const [isLoading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const asked = JSON.stringify(query);
  useEffect(() => {
    if (path === undefined) return;
    const controller = new AbortController();
    setLoading(true);
    manage<Body>(path, { query: JSON.parse(asked), signal: controller.signal }).then(
      (read) => {
        setAnswer(read);
        setFailure(undefined);
        setLoading(false);
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setFailure(asRefused(error));
        setLoading(false);
      },
    );
    return () => controller.abort();
  }, [path, asked, round]);
  useEffect(() => {
    const again = () => setRound((count) => count + 1);
    window.addEventListener('signed-in', again);
    window.addEventListener('online', again);
    return () => {
      window.removeEventListener('signed-in', again);
      window.removeEventListener('online', again);
    };
  }, []);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return { answer, failure, isLoading, reload };
}

export const asRefused = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused(0, { detail: 'The page failed: reload it.' });
