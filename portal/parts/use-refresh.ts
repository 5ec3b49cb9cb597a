/** A page that reads again by itself: not while nobody looks at it, and at once when somebody does again. */

import { useEffect } from 'preact/hooks';

/** @param seconds between two readings; undefined: none */
export function useRefresh(reload: () => void, seconds: number | undefined): void {
  useEffect(() => {
    if (seconds === undefined) return;
    const read = () => {
      if (!document.hidden) reload();
    };
    const timer = setInterval(read, seconds * 1000);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [reload, seconds]);
}
