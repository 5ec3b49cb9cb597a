/** Asks for what a new token needs: what it is for, and when it ends. */

import { useState } from 'preact/hooks';
import type { Refused } from '../../api/manage.ts';
import type { NewToken } from '../../api/manage-api.ts';
import { Field, FormDialog } from '../../parts/controls.tsx';

/** Days. */
const LIVES = ['90', '180', '365', 'never'] as const;

export function Generate({
  failure,
  onClose,
  onSend,
}: {
  failure: Refused | undefined;
  onClose: () => void;
  onSend: (token: NewToken) => void;
}) {
  const [label, setLabel] = useState('');
  const [life, setLife] = useState('365');
  const expiresAt = life === 'never' ? null : new Date(Date.now() + Number(life) * 86_400_000).toISOString();
  return (
    <FormDialog
      title="Generate token"
      submit="Generate"
      failure={failure}
      onClose={onClose}
      onSubmit={() => onSend({ label, expiresAt })}
    >
      <Field label="Label" hint="What it is for, such as Entra production.">
        <input
          value={label}
          maxLength={100}
          required
          onInput={(event) => setLabel(event.currentTarget.value)}
        />
      </Field>
      <Field label="Expires" hint="Rotate it before: provisioning stops when it expires.">
        <select value={life} onChange={(event) => setLife(event.currentTarget.value)}>
          {LIVES.map((one) => (
            <option key={one} value={one}>
              {one === 'never' ? one : `in ${one} days`}
            </option>
          ))}
        </select>
      </Field>
    </FormDialog>
  );
}
