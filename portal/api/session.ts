/** The credential of this tab: in sessionStorage alone, so that it ends with the tab, and is in no URL. */

const KEY = 'kissflow-scim.session';

export const session = {
  get: (): string | null => sessionStorage.getItem(KEY),
  set: (credential: string): void => sessionStorage.setItem(KEY, credential),
  end: (): void => sessionStorage.removeItem(KEY),
};

/** The one-time code of the link. The fragment is cleared at once, in the history too. */
export function takeCode(): string | undefined {
  const [, code] = /^#code=([\w-]+)$/.exec(location.hash) ?? [];
  if (code) history.replaceState(null, '', location.pathname + location.search);
  return code;
}
