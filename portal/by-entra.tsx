/** The sign-in with Entra ID, in the entrance or in a dialog over a page that stays; its protocol is loaded here alone. */

import { useEffect, useState } from 'preact/hooks';
import { Refused } from './api/manage.ts';
import type { SignIn as Ways } from './api/manage-api.ts';
import { IN_WINDOW, session } from './api/session.ts';
import type { Attempt, Credential } from './entra/sign-in.ts';
import { Failure } from './parts/states.tsx';

export function ByEntra({
  ways,
  answer,
  isAgain = false,
  onEntered,
}: {
  ways: Ways;
  answer?: URLSearchParams | undefined;
  isAgain?: boolean;
  onEntered: () => Promise<void>;
}) {
  const [attempt, setAttempt] = useState<Attempt>();
  const [failure, setFailure] = useState<Refused>();
  const isSilent = !answer && !isAgain && session.entra() === 'in';
  const enter = async (credential: Credential) => {
    session.hold(credential);
    await onEntered();
  };
  const begin = async () => {
    const { arrive, prepare } = await import('./entra/sign-in.ts');
    const credential = answer && (await arrive(settingsIn(ways), answer));
    if (credential) return enter(credential);
    const prepared = await prepare(settingsIn(ways), isAgain ? IN_WINDOW : '');
    // A page that was loaded anew has lost its token, and Entra ID knows the user.
    if (isSilent) prepared.leave('none');
    else setAttempt(prepared);
  };
  /** Each attempt has a state of its own. */
  const another = async () => {
    const { prepare } = await import('./entra/sign-in.ts');
    setAttempt(await prepare(settingsIn(ways), isAgain ? IN_WINDOW : ''));
  };
  const fail = (error: unknown) => {
    setFailure(asRefusal(error));
    setAttempt(undefined);
    another().catch(() => undefined);
  };
  useEffect(() => void begin().catch(fail), []);
  const choose = () => {
    if (isAgain) attempt?.inWindow().then(enter).catch(fail);
    else attempt?.leave(failure || session.entra() === 'out' ? 'select_account' : undefined);
  };
  return (
    <>
      {failure && (
        <Failure failure={failure} {...(attempt ? {} : { reload: () => void another().catch(fail) })} />
      )}
      <button type="button" class="primary" disabled={!attempt} onClick={choose}>
        Sign in with Entra ID
      </button>
    </>
  );
}

const settingsIn = ({ authority = '', tenantId = '', clientId = '', scope = '' }: Ways) => ({
  authority,
  tenantId,
  clientId,
  scope,
});

const asRefusal = (error: unknown): Refused =>
  error instanceof Refused
    ? error
    : new Refused(400, {
        title: 'Entra ID has not signed you in',
        detail: error instanceof Error ? error.message : String(error),
      });
