/** The way in. The service says which there is: a link with a one-time code on one's own machine, Entra ID elsewhere. */

import { useRef, useState } from 'preact/hooks';
import { manage, type Refused } from './api/manage.ts';
import type { Session, SignIn as Ways } from './api/manage-api.ts';
import { session } from './api/session.ts';
import { CopyButton, Field } from './parts/controls.tsx';
import { Failure, Read } from './parts/states.tsx';
import { asRefused, useManage } from './parts/use-manage.ts';

/** @throws Refused */
export async function exchange(code: string): Promise<void> {
  const { body } = await manage<Session>('/sign-in', { method: 'POST', body: { code } });
  session.set(body.session);
}

export function SignIn({ onEntered }: { onEntered: () => Promise<void> }) {
  const reading = useManage<Ways>('/sign-in');
  return (
    <Read reading={reading}>
      {({ mode }) => (mode === 'code' ? <ByCode onEntered={onEntered} /> : <ByEntra mode={mode} />)}
    </Read>
  );
}

/** The sign-in with Entra ID is a chunk of its own, to be loaded here. */
const ByEntra = ({ mode }: { mode: Ways['mode'] }) => (
  <p>
    {mode === 'entra'
      ? 'This service signs in with Entra ID, which this page does not offer yet: use npx kissflow-scim with --url and --token-file.'
      : 'Nobody can sign in here: open the portal on the machine of the service, by a link of npx kissflow-scim portal, or set MANAGE_TENANT_ID and MANAGE_AUDIENCE.'}
  </p>
);

const COMMAND = 'npx kissflow-scim portal';

function ByCode({ onEntered }: { onEntered: () => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<Refused>();
  const enter = async () => {
    const text = input.current?.value.trim() ?? '';
    await exchange(text.slice(text.indexOf('=') + 1))
      .then(onEntered)
      .catch((error: unknown) => setFailure(asRefused(error)));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <p>
        Open the link that <code>{COMMAND}</code> prints, or paste it here.{' '}
        <CopyButton text={COMMAND} what="command" />
      </p>
      {failure && <Failure failure={failure} />}
      <Field label="Link or code">
        <input ref={input} required autocomplete="off" spellcheck={false} />
      </Field>
      <button type="submit" class="primary">
        Sign in
      </button>
    </form>
  );
}
