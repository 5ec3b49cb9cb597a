/** The settings, each with its consequence in a sentence. */

import { Check, Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/controls.tsx';
import { type Draft, NAMES, POLICIES } from './draft.ts';

export const Controls = ({
  draft: { name, unsupportedAttributes, days, values },
  mayKeepValues,
  onChange,
}: {
  draft: Draft;
  mayKeepValues: boolean;
  onChange: (change: Partial<Draft>) => void;
}) => (
  <>
    <Field label={NAMES.name}>
      <input
        value={name}
        required
        maxLength={100}
        onInput={(event) => onChange({ name: event.currentTarget.value })}
      />
    </Field>
    <Choice
      label={NAMES.unsupportedAttributes}
      value={unsupportedAttributes}
      options={[
        ['reject', POLICIES.reject, 'Nothing of it is saved. Entra shows the error in its provisioning log.'],
        [
          'ignore',
          POLICIES.ignore,
          'Entra takes everything for saved. The log here names what was left out.',
        ],
      ]}
      onChange={(policy) => onChange({ unsupportedAttributes: policy })}
    />
    <Field label={NAMES.days} hint="From 1 to 365, for entries from now on.">
      <input
        type="number"
        value={Number.isNaN(days) ? '' : days}
        required
        min={1}
        max={365}
        onInput={(event) => onChange({ days: event.currentTarget.valueAsNumber })}
      />
    </Field>
    {mayKeepValues ? (
      <Check
        label="Keep old and new values of attributes in the log"
        meaning="All who read the log then read them: addresses, salaries."
        isOn={values}
        onChange={(isOn) => onChange({ values: isOn })}
      />
    ) : (
      <p class="lead">The log keeps no values of attributes. A Super Admin may switch that on.</p>
    )}
  </>
);
