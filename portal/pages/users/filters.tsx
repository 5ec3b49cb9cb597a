/** By what the table is filtered and in which order it comes: each choice is in the address at once. */

import type { Query } from '../../api/manage.ts';
import type { FieldList } from '../../api/manage-api.ts';
import { Field } from '../../parts/controls.tsx';
import { Picker } from '../../parts/picker.tsx';
import { Select } from '../../parts/select.tsx';

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
      <Select
        label="Status"
        value={active}
        options={STATUSES}
        onChange={(one) => onChange({ active: one })}
      />
      <Picker
        label="Group"
        list={`/accounts/${account}/groups`}
        chosen={group}
        onChoose={(id) => onChange({ group: id })}
      />
      <Select
        label="Field"
        value={fieldId}
        none="Any"
        options={fields.map(({ id, name }) => [id, name])}
        onChange={(one) => onChange({ field: one, value: undefined })}
      />
      {field && (
        <FieldValue
          key={field.id}
          account={account}
          field={field}
          value={value}
          onChange={(text) => onChange({ value: text })}
        />
      )}
      <Select
        label="Order"
        value={sort}
        none="Oldest first"
        options={ORDERS}
        onChange={(one) => onChange({ sort: one })}
      />
    </>
  );
}

const STATUSES = [
  ['true', 'Active'],
  ['false', 'Disabled'],
] as const;

const ORDERS = [['-created', 'Newest first']] as const;

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
  if (options)
    return <Select label={label} value={value} none="Choose…" options={options} onChange={onChange} />;
  return (
    <Field label={label}>
      <input
        placeholder={field.type === 'date' ? 'YYYY-MM-DD' : undefined}
        value={value}
        maxLength={256}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
    </Field>
  );
}
