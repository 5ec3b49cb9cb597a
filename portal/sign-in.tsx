/** The way in. The service says which there is: a link with a one-time code on one's own machine, Entra ID elsewhere. */

import { useRef, useState } from 'preact/hooks';
import { manage, type Refused } from './api/manage.ts';
import { session } from './api/session.ts';
import { ByEntra } from './by-entra.tsx';
import { CopyButton, Field } from './parts/controls.tsx';
import { Failure, Read } from './parts/states.tsx';
import { asRefused, useManage } from './parts/use-manage.ts';

/** @throws Refused */
export async function exchange(code: string): Promise<void> {
  const { body } = await manage('/sign-in', { method: 'POST', body: { code } });
  session.store(body.session);
}

/**
 * @param answer of Entra ID, where the page has come back from there
 * @param isAgain the page behind stays as it is
 */
export function SignIn(props: {
  answer?: URLSearchParams | undefined;
  isAgain?: boolean;
  onEntered: () => Promise<void>;
}) {
  const reading = useManage('/sign-in');
  return (
    <Read reading={reading}>
      {(ways) =>
        ways.mode === 'code' ? (
          <ByCode onEntered={props.onEntered} />
        ) : ways.mode === 'entra' ? (
          <ByEntra ways={ways} {...props} />
        ) : (
          <p>
            Nobody can sign in here: open the portal on the machine of the service, by a link of npx
            kissflow-scim portal, or set MANAGE_TENANT_ID and MANAGE_AUDIENCE.
          </p>
        )
      }
    </Read>
  );
}

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
