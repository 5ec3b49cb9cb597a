/** One of several, by a native list. */

import { Field } from './controls.tsx';

/** @param options value and name; @param none what no choice is called */
export const Select = ({
  label,
  value = '',
  options,
  none = 'All',
  onChange,
}: {
  label: string;
  value?: string | undefined;
  options: readonly (readonly [value: string, name: string])[];
  none?: string;
  onChange: (value: string) => void;
}) => (
  <Field label={label}>
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {[['', none] as const, ...options].map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  </Field>
);
