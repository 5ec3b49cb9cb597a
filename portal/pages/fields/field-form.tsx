/** A field that is added, changed or brought back: every type, its options, and whether users must have a value. */

import { useState } from 'preact/hooks';
import type { Field as AccountField, FieldTypeList, FormerField } from '../../api/manage-api.ts';
import { Check } from '../../parts/choice.tsx';
import { Field } from '../../parts/controls.tsx';
import { ChangeDialog, type ChangeProps } from './change-dialog.tsx';
import { adding, saving } from './changes.ts';

export type FieldTypes = FieldTypeList['fieldTypes'];

type Props = ChangeProps & {
  types: FieldTypes;
  title: string;
  submit: string;
  /** Left out: a new one. */
  field?: AccountField | FormerField | undefined;
};

export function FieldForm({ types, field, ...props }: Props) {
  const [name, setName] = useState(field?.name ?? field?.id ?? '');
  const [typedId, setId] = useState(field?.id);
  const [type, setType] = useState(field?.type ?? types[0]?.type ?? 'text');
  const [isRequired, setRequired] = useState(field?.required ?? false);
  const [options, setOptions] = useState(field?.options?.join('\n') ?? '');
  const chosen = types.find((one) => one.type === type);
  const id = typedId ?? idFor(name);
  const wanted: AccountField = {
    id,
    name,
    type,
    required: isRequired && chosen?.mayBeRequired === true,
    ...(chosen?.hasOptions ? { options: linesOf(options) } : {}),
  };
  return (
    <ChangeDialog {...props} change={field ? saving(wanted) : adding(wanted)}>
      <Field label="Name">
        <input
          value={name}
          maxLength={100}
          required
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      {field ? (
        <p>
          Id <code>{id}</code>
        </p>
      ) : (
        <Field label="Id" hint="As in Kissflow: begins with a letter, then letters, digits and _.">
          <input
            value={id}
            required
            maxLength={63}
            pattern="[A-Za-z][A-Za-z0-9_]*"
            spellcheck={false}
            onInput={(event) => setId(event.currentTarget.value)}
          />
        </Field>
      )}
      <Field label="Type">
        <select
          value={type}
          onChange={({ currentTarget: { value } }) =>
            setType(types.find((one) => one.type === value)?.type ?? type)
          }
        >
          {types.map((one) => (
            <option key={one.type} value={one.type}>
              {one.title}
            </option>
          ))}
        </select>
      </Field>
      {chosen?.hasOptions && (
        <Field label="Options" hint="One a line, letter for letter as Entra sends them.">
          <textarea
            value={options}
            required
            rows={5}
            onInput={(event) => setOptions(event.currentTarget.value)}
          />
        </Field>
      )}
      {chosen?.mayBeRequired && (
        <Check label="Every new user must have a value" isOn={isRequired} onChange={setRequired} />
      )}
    </ChangeDialog>
  );
}

/** What Kissflow makes of a name. */
const idFor = (name: string): string => name.replace(/^[^A-Za-z]+/, '').replace(/\W+/g, '_');

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
