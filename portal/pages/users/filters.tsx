/** By what the table is filtered and in which order it comes: each choice is in the address at once. */

import type { Query } from '../../api/manage.ts';
import type { FieldList } from '../../api/manage-api.ts';
import { Field } from '../../parts/controls.tsx';
import { Picker } from '../../parts/picker.tsx';

type Asked = Readonly<Record<string, string>>;
type OneField = FieldList['fields'][number];

/** What the manage API is asked for. A field without a value is one that is being chosen. */
export function filtersIn({ search, active, group, field, value }: Asked): Query {
  const ofField = field && value ? { field, value } : {};
  return { search: search || undefined, active: active || undefined, group: group || undefined, ...ofField };
}

/** @param onChange is told what becomes another part of the address; undefined: it is left out */
export function Filters({
  account,
  asked,
  fields,
  onChange,
}: {
  account: string;
  asked: Asked;
  fields: readonly OneField[];
  onChange: (change: Query) => void;
}) {
  const { active = '', group = '', sort = '', field: fieldId = '', value = '' } = asked;
  const field = fields.find(({ id }) => id === fieldId);
  return (
    <>
      <Field label="Status">
        <select value={active} onChange={(event) => onChange({ active: event.currentTarget.value })}>
          <option value="">All</option>
          <option value="true">Active</option>
          <option value="false">Disabled</option>
        </select>
      </Field>
      <Picker
        label="Group"
        list={`/accounts/${account}/groups`}
        chosen={group}
        onChoose={(id) => onChange({ group: id })}
      />
      <Field label="Field">
        <select
          value={fieldId}
          onChange={(event) => onChange({ field: event.currentTarget.value, value: undefined })}
        >
          <option value="">Any</option>
          {fields.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      {field && (
        <FieldValue
          key={field.id}
          account={account}
          field={field}
          value={value}
          onChange={(text) => onChange({ value: text })}
        />
      )}
      <Field label="Order">
        <select value={sort} onChange={(event) => onChange({ sort: event.currentTarget.value })}>
          <option value="">Oldest first</option>
          <option value="-created">Newest first</option>
        </select>
      </Field>
    </>
  );
}

const YES_NO = [
  ['true', 'Yes'],
  ['false', 'No'],
] as const;

/** Asked for as a whole: the API compares it without regard to case. */
function FieldValue({
  account,
  field,
  value,
  onChange,
}: {
  account: string;
  field: OneField;
  value: string;
  onChange: (value: string) => void;
}) {
  const label = `${field.name} is`;
  if (field.type === 'user')
    return <Picker label={label} list={`/accounts/${account}/users`} chosen={value} onChoose={onChange} />;
  const options = field.type === 'yesNo' ? YES_NO : field.options?.map((option) => [option, option] as const);
  const change = (event: { readonly currentTarget: { readonly value: string } }) =>
    onChange(event.currentTarget.value.trim());
  if (!options)
    return (
      <Field label={label}>
        <input
          placeholder={field.type === 'date' ? 'YYYY-MM-DD' : undefined}
          value={value}
          maxLength={256}
          onChange={change}
        />
      </Field>
    );
  return (
    <Field label={label}>
      <select value={value} onChange={change}>
        <option value="">Choose…</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
