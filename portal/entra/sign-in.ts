/**
 * The sign-in with Entra ID: by leaving the page and coming back to it, or in a window of its own, beside a page on which
 * something was typed. Tokens stay in the memory of the page. A chunk of its own: it must load nothing that the page has.
 */

import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from 'oauth4webapi';
import { NotSignedIn, Provider, type ProviderSettings, scopeOf, type Tokens } from './provider.ts';

/** A sign-in that has been prepared: a click begins it without another call, so that browsers open the window. */
export interface Attempt {
  /** Leaves the page. Its address comes back with the answer. */
  leave(prompt?: 'none' | 'select_account'): void;
  /** @returns the credential of requests; @throws NotSignedIn */
  inWindow(): Promise<Credential>;
}

/** An access token, renewed when it is about to end; one that has ended is refused by the service. */
export type Credential = () => Promise<string>;

/** What the answer is checked against, while the page is away. Neither is a token. */
interface Begun {
  readonly state: string;
  readonly verifier: string;
  /** Path and query, to come back to. */
  readonly back: string;
}

const BEGUN = 'kissflow-scim.sign-in';

/** The page that is opened in the window hands the answer on under this name (portal/api/session.ts). */
const CHANNEL = 'kissflow-scim.sign-in';

const redirectUri = (): string => `${location.origin}/portal/`;

/** @param prefix of the state: tells a page that it is in the window; @throws NotSignedIn */
export async function prepare(settings: ProviderSettings, prefix: string): Promise<Attempt> {
  const provider = await Provider.discover(settings);
  const verifier = generateRandomCodeVerifier();
  const state = prefix + generateRandomState();
  const challenge = await calculatePKCECodeChallenge(verifier);
  let entering: Promise<Credential> | undefined;
  const address = (prompt?: string) => {
    const url = new URL(provider.authorization);
    const asked = {
      client_id: settings.clientId,
      response_type: 'code',
      // The fragment, which no browser sends to a server: the code is in no log.
      response_mode: 'fragment',
      redirect_uri: redirectUri(),
      scope: scopeOf(settings),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...(prompt ? { prompt } : {}),
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return url.href;
  };
  return {
    leave(prompt) {
      const begun: Begun = { state, verifier, back: location.pathname + location.search };
      sessionStorage.setItem(BEGUN, JSON.stringify(begun));
      location.assign(address(prompt));
    },
    inWindow() {
      // The window may be closed and opened again: the first answer counts.
      entering ??= answerInWindow(state).then((answer) => enter(provider, answer, { state, verifier }));
      return window.open(address(), '_blank', 'popup,width=520,height=680')
        ? entering
        : Promise.reject(new NotSignedIn('The browser has blocked the window: allow it for this page.'));
    },
  };
}

/** The window is no longer ours once it shows Entra ID: only what it says at the end counts. */
const answerInWindow = (state: string): Promise<URLSearchParams> =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      const answer = new URLSearchParams(String(data));
      if (answer.get('state') !== state) return;
      channel.close();
      resolve(answer);
    };
  });

/**
 * @param answer what the page came back with
 * @returns undefined when nobody is signed in whom Entra ID need not ask; @throws NotSignedIn
 */
export async function arrive(
  settings: ProviderSettings,
  answer: URLSearchParams,
): Promise<Credential | undefined> {
  const begun: Partial<Begun> = JSON.parse(sessionStorage.getItem(BEGUN) ?? '{}');
  sessionStorage.removeItem(BEGUN);
  const { state, verifier, back } = begun;
  if (!state || !verifier || state !== answer.get('state'))
    throw new NotSignedIn('The answer of Entra ID belongs to no sign-in of this tab. Sign in again.');
  if (back) history.replaceState(null, '', back);
  if (NEEDS_PERSON.has(answer.get('error') ?? '')) return undefined;
  return enter(await Provider.discover(settings), answer, { state, verifier });
}

/** OpenID Connect Core 1.0 §3.1.2.6: answers to `prompt=none`. */
const NEEDS_PERSON = new Set(['login_required', 'interaction_required', 'consent_required']);

const enter = async (
  provider: Provider,
  answer: URLSearchParams,
  begun: Pick<Begun, 'state' | 'verifier'>,
): Promise<Credential> =>
  renewing(provider, await provider.redeem(answer, { ...begun, redirectUri: redirectUri() }));

/** Milliseconds before its end from which on a token is renewed. */
const EARLY = 60_000;

function renewing(provider: Provider, first: Tokens): Credential {
  let tokens = first;
  let renewal: Promise<void> | undefined;
  const renew = async (refresh: string) => {
    try {
      const renewed = await provider.renew(refresh);
      tokens = { ...renewed, refresh: renewed.refresh ?? refresh };
      // The roles in it may be others.
      window.dispatchEvent(new Event('renewed'));
    } catch (error) {
      // Refused: it is of no use any more. Without an answer the next request tries again.
      if (error instanceof NotSignedIn && error.code) tokens = { ...tokens, refresh: undefined };
    } finally {
      renewal = undefined;
    }
  };
  return async () => {
    if (tokens.refresh && tokens.ends - Date.now() < EARLY) {
      renewal ??= renew(tokens.refresh);
      await renewal;
    }
    return tokens.access;
  };
}
