/**
 * The credential of this tab, never in a URL. A session of one's own machine is in sessionStorage, and ends with the tab; an
 * access token of Entra ID is held in memory alone, and of it only is kept that there was one.
 */

const KEY = 'kissflow-scim.session';
const ENTRA = 'kissflow-scim.entra';

type Source = () => Promise<string | undefined>;

const stored: Source = async () => sessionStorage.getItem(KEY) ?? undefined;
let source = stored;

export const session = {
  /** Of the next request. */
  credential: (): Promise<string | undefined> => source(),
  isStored: (): boolean => sessionStorage.getItem(KEY) !== null,
  store: (credential: string): void => sessionStorage.setItem(KEY, credential),
  hold(credential: Source): void {
    source = credential;
    sessionStorage.setItem(ENTRA, 'in');
  },
  /** `in`: Entra ID knows the user, and need not ask; `out`: the user has signed out, and may want another account. */
  entra: (): string | null => sessionStorage.getItem(ENTRA),
  end(): void {
    source = stored;
    sessionStorage.removeItem(KEY);
    if (sessionStorage.getItem(ENTRA)) sessionStorage.setItem(ENTRA, 'out');
  },
};

/** The one-time code of the link. The fragment is cleared at once, in the history too. */
export function takeCode(): string | undefined {
  const [, code] = /^#code=([\w-]+)$/.exec(location.hash) ?? [];
  if (code) clearFragment();
  return code;
}

/** The answer of Entra ID, likewise. */
export function takeAnswer(): URLSearchParams | undefined {
  const answer = new URLSearchParams(location.hash.slice(1));
  if (!answer.has('state')) return undefined;
  clearFragment();
  return answer;
}

const clearFragment = (): void => history.replaceState(null, '', location.pathname + location.search);

/** Of a sign-in in a window of its own: the answer is for the page that has opened it. */
export const IN_WINDOW = 'window.';

/** @returns whether this page has done what it was opened for */
export function handOn(answer: URLSearchParams | undefined): boolean {
  if (!answer?.get('state')?.startsWith(IN_WINDOW)) return false;
  // portal/entra/sign-in.ts listens there.
  new BroadcastChannel('kissflow-scim.sign-in').postMessage(answer.toString());
  window.close();
  return true;
}
