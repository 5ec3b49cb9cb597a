/** Native choices with their labels: a box to tick, and one of several. */

import { useId } from 'preact/hooks';

export const Check = ({
  label,
  meaning,
  isOn,
  onChange,
}: {
  label: string;
  meaning?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) => (
  <label class="choice">
    <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>
      {label}
      {meaning && <small>{meaning}</small>}
    </span>
  </label>
);

/** @param options value, label and what it means */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, label: string, meaning?: string])[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend>{label}</legend>
      {options.map(([one, title, meaning]) => (
        <label key={one} class="choice">
          <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
          <span>
            {title}
            {meaning && <small>{meaning}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
