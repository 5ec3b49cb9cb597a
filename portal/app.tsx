/** Who is signed in decides what there is: the way in, or the portal. A session that ends leaves the page as it is. */

import { useEffect, useState } from 'preact/hooks';
import type { Refused } from './api/manage.ts';
import { manage } from './api/manage.ts';
import type { Me } from './api/manage-api.ts';
import { handOn, session, takeAnswer, takeCode } from './api/session.ts';
import { Dialog } from './parts/controls.tsx';
import { LocationProvider } from './parts/location.tsx';
import { Failure } from './parts/states.tsx';
import { asRefused } from './parts/use-manage.ts';
import { Shell } from './shell.tsx';
import { exchange, SignIn } from './sign-in.tsx';

const linkCode = takeCode();
const answer = takeAnswer();
const isWindow = handOn(answer);

export function App() {
  const [me, setMe] = useState<Me>();
  const [failure, setFailure] = useState<Refused>();
  const [isOut, setOut] = useState(false);
  const enter = async () => {
    setFailure(undefined);
    setMe((await manage('/me')).body);
    setOut(false);
    window.dispatchEvent(new Event('signed-in'));
  };
  const fail = (error: unknown) => {
    setFailure(asRefused(error));
    setOut(true);
  };
  useEffect(() => {
    const onOut = () => setOut(true);
    // What could not be read is read by the page itself, and said there.
    const onRenewed = () =>
      void manage('/me')
        .then(({ body }) => setMe(body))
        .catch(() => undefined);
    window.addEventListener('signed-out', onOut);
    window.addEventListener('renewed', onRenewed);
    const begun = linkCode
      ? exchange(linkCode).then(enter)
      : session.isStored()
        ? enter()
        : Promise.resolve(setOut(true));
    begun.catch(fail);
    return () => {
      window.removeEventListener('signed-out', onOut);
      window.removeEventListener('renewed', onRenewed);
    };
  }, []);
  const leave = async () => {
    await manage('/sign-in', { method: 'DELETE' }).catch(() => undefined);
    session.end();
    location.assign('/portal/');
  };
  if (isWindow) return <p class="loading">Go on in the other window, and close this one.</p>;
  if (!me) {
    return isOut ? (
      <main class="entrance">
        <h1>Kissflow SCIM</h1>
        {failure && failure.status !== 401 && <Failure failure={failure} />}
        <SignIn answer={answer} onEntered={enter} />
      </main>
    ) : (
      <p class="loading">Signing in…</p>
    );
  }
  return (
    <LocationProvider scope="/portal">
      <Shell me={me} onLeave={() => void leave()} />
      {isOut && (
        <Dialog title="Sign in again" onClose={() => setOut(false)}>
          <p>Your session has ended. What you typed is still on the page.</p>
          <SignIn isAgain onEntered={enter} />
        </Dialog>
      )}
    </LocationProvider>
  );
}
