/** The address as state: links within the portal, and back and forward, change the page without loading it anew. */

import { type ComponentChildren, createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';

interface Location {
  /** Without a slash at its end. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** @param url path and query; @param replaces the entry of the history, instead of another one */
  readonly route: (url: string, replaces?: boolean) => void;
}

const Here = createContext<Location>({ path: '', query: {}, route: () => {} });

export const useLocation = (): Location => useContext(Here);

const addressed = (): string => location.pathname + location.search;

/** @param scope what the paths of links begin with; other links are the browser's */
export function LocationProvider({ scope, children }: { scope: string; children: ComponentChildren }) {
  const [url, setUrl] = useState(addressed);
  const route: Location['route'] = (next, replaces = false) => {
    const isOtherPage = new URL(next, location.href).pathname !== location.pathname;
    if (replaces) history.replaceState(null, '', next);
    else history.pushState(null, '', next);
    setUrl(addressed());
    if (isOtherPage && !replaces) scrollTo(0, 0);
  };
  useLayoutEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = followed(event);
      if (!link?.pathname.startsWith(scope)) return;
      event.preventDefault();
      route(link.pathname + link.search);
    };
    const onPop = () => setUrl(addressed());
    addEventListener('click', onClick);
    addEventListener('popstate', onPop);
    return () => {
      removeEventListener('click', onClick);
      removeEventListener('popstate', onPop);
    };
  }, []);
  const { pathname, searchParams } = new URL(url, location.origin);
  const here = { path: pathname.replace(/\/+$/, ''), query: Object.fromEntries(searchParams), route };
  return <Here.Provider value={here}>{children}</Here.Provider>;
}

/** @returns the link that would be followed in this window; not a download, a place on this page, or another origin */
function followed(event: MouseEvent): HTMLAnchorElement | undefined {
  const { button, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  if (button !== 0 || ctrlKey || metaKey || altKey || shiftKey || !(target instanceof Element))
    return undefined;
  const link = target.closest('a');
  const isOurs = link?.origin === location.origin && !link.target && !link.hasAttribute('download');
  return isOurs && !link.getAttribute('href')?.startsWith('#') ? link : undefined;
}
