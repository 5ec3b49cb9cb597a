/** Does Entra's Test Connection have all that it depends on? A token may be checked along; it is forgotten at once. */

import { useRef, useState } from 'preact/hooks';
import { manage, type Refused } from '../../api/manage.ts';
import type { ConnectionCheck } from '../../api/manage-api.ts';
import { Field, Time } from '../../parts/controls.tsx';
import { Failure } from '../../parts/states.tsx';
import { asRefused } from '../../parts/use-manage.ts';

export function Check({ account }: { account: string }) {
  const token = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<ConnectionCheck>();
  const [failure, setFailure] = useState<Refused>();
  const [isChecking, setChecking] = useState(false);
  const check = async () => {
    setChecking(true);
    const body = token.current?.value ? { token: token.current.value } : {};
    try {
      const path = `/accounts/${account}/connection-check` as const;
      setFound((await manage(path, { method: 'POST', body })).body);
      setFailure(undefined);
      if (token.current) token.current.value = '';
    } catch (error) {
      setFailure(asRefused(error));
    }
    setChecking(false);
  };
  return (
    <section aria-labelledby="check">
      <h2 id="check">Check the connection</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <Field label="Token to check" hint="Optional. It is not stored, and does not count as used.">
          <input ref={token} type="password" autocomplete="off" spellcheck={false} />
        </Field>
        <button type="submit" disabled={isChecking}>
          {isChecking ? 'Checking…' : 'Check'}
        </button>
      </form>
      {failure && <Failure failure={failure} />}
      <div class="found" role="status">
        {found && <Found found={found} />}
      </div>
    </section>
  );
}

const NAMES: Readonly<Record<ConnectionCheck['steps'][number]['step'], string>> = {
  address: 'Address',
  answer: 'Answer',
  token: 'Token',
  query: 'Query',
};

const BADGES = { ok: 'good', failed: 'bad', skipped: '' } as const;

const Found = ({ found: { steps, lastRequest } }: { found: ConnectionCheck }) => (
  <>
    <ul class="entries">
      {steps.map(({ step, outcome, detail, remedy }) => (
        <li key={step}>
          <strong>{NAMES[step]}</strong> <span class={`badge ${BADGES[outcome]}`}>{outcome}</span>
          <p>{detail}</p>
          {remedy && <p>{remedy}</p>}
        </li>
      ))}
    </ul>
    <p class="lead">
      {lastRequest ? (
        <>
          The last request from Entra came <Time at={lastRequest.at} /> with the token{' '}
          <bdi>{lastRequest.label}</bdi>.
        </>
      ) : (
        'Entra has sent no request yet: press Test Connection there.'
      )}
    </p>
  </>
);
