/** A field that goes: first it retires, so that nothing is refused while its mapping is still there. */

import { useState } from 'preact/hooks';
import type { Field, FormerField } from '../../api/manage-api.ts';
import { Choice } from '../../parts/choice.tsx';
import { ChangeDialog, type ChangeProps } from './change-dialog.tsx';
import { removing } from './changes.ts';

const WAYS = [
  [
    'retire',
    'Retire it first',
    'What Entra still sends for it is dropped and named in the log. End the retirement when the mapping is deleted.',
  ],
  ['remove', 'Remove it at once', 'Right when no mapping in Entra has it as its target any more.'],
] as const;

type Props = ChangeProps & { field: Field | FormerField };

export function RemoveField({ field: { id, name = id }, ...props }: Props) {
  const [way, setWay] = useState<(typeof WAYS)[number][0]>('retire');
  return (
    <ChangeDialog
      {...props}
      title={`Remove ${name}`}
      submit={way === 'retire' ? `Retire ${name}` : `Remove ${name}`}
      isDanger
      isAskedAtOnce
      change={removing(id, way === 'retire')}
    >
      <Choice label="How" value={way} options={WAYS} onChange={setWay} />
    </ChangeDialog>
  );
}

/** Of a field that is removed already: it begins to retire, or ends to. */
export function Retirement({ field, ...props }: ChangeProps & { field: FormerField }) {
  const { id, name = id, retiring = false } = field;
  const [title] = useState(retiring ? `End the retirement of ${name}` : `Let ${name} retire`);
  const [ends] = useState(retiring);
  return (
    <ChangeDialog
      {...props}
      title={title}
      submit={ends ? 'End the retirement' : 'Let it retire'}
      isDanger={ends}
      isAskedAtOnce
      change={removing(id, !ends)}
    >
      <p>
        {ends
          ? 'Delete its mapping in Entra first.'
          : 'What Entra still sends for it is dropped and named in the log, and no user is refused for it.'}
      </p>
    </ChangeDialog>
  );
}
