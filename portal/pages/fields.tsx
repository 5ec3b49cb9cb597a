/** The Kissflow fields of an account, and the attribute that each is in SCIM. */

import { useState } from 'preact/hooks';
import { manage, type Refused } from '../api/manage.ts';
import type { Field as AccountField, FieldList, FieldType } from '../api/manage-api.ts';
import { CopyButton, Field, FormDialog } from '../parts/controls.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Read } from '../parts/states.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { asRefused, useManage } from '../parts/use-manage.ts';

const TYPES: readonly FieldType[] = [
  'text',
  'number',
  'currency',
  'date',
  'dateTime',
  'yesNo',
  'dropdown',
  'user',
];

export function Fields({ account, may }: { account: string; may: readonly string[] }) {
  const path = `/accounts/${account}/fields`;
  const reading = useManage<FieldList>(path);
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState<Refused>();
  const mayChange = may.includes('replaceFields');
  const close = () => {
    setOpen(false);
    setFailure(undefined);
  };
  const add = async (field: AccountField) => {
    const fields = [...(reading.answer?.body.fields ?? []), field];
    try {
      await manage(path, { method: 'PUT', body: { fields }, ifMatch: reading.answer?.etag });
      close();
    } catch (error) {
      setFailure(asRefused(error));
    }
    // After a 412, too: what was typed is then added to what is there now.
    reading.reload();
  };
  return (
    <Page
      title="Fields"
      lead={mayChange ? undefined : 'You can look, not change.'}
      actions={
        mayChange && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            Add field
          </button>
        )
      }
    >
      <Read reading={reading}>
        {({ fields }) =>
          fields.length === 0 ? (
            <Empty title="No fields">
              <p>Only the standard attributes are provisioned.</p>
            </Empty>
          ) : (
            <Table caption="Fields" columns={columnsOf(account)} rows={fields} idOf={({ id }) => id} />
          )
        }
      </Read>
      {isOpen && <AddField failure={failure} onClose={close} onAdd={(field) => void add(field)} />}
    </Page>
  );
}

function columnsOf(account: string): readonly Column<AccountField>[] {
  const target = ({ id, type }: AccountField) =>
    `urn:kissflow:scim:schemas:extension:${account}:2:User:${id}${type === 'user' ? '.value' : ''}`;
  return [
    { name: 'Name', cell: ({ name }) => name },
    { name: 'Id', cell: ({ id }) => <code>{id}</code> },
    { name: 'Type', cell: ({ type, options }) => (options ? `${type}: ${options.join(', ')}` : type) },
    { name: 'Required', cell: ({ required }) => (required ? 'Yes' : 'No') },
    {
      name: 'Target attribute in Entra',
      cell: (field) => (
        <>
          <code>{target(field)}</code> <CopyButton text={target(field)} what={`target of ${field.name}`} />
        </>
      ),
    },
  ];
}

function AddField({
  failure,
  onClose,
  onAdd,
}: {
  failure: Refused | undefined;
  onClose: () => void;
  onAdd: (field: AccountField) => void;
}) {
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const [type, setType] = useState<FieldType>('text');
  const [options, setOptions] = useState('');
  const field = (): AccountField => ({
    id,
    name,
    type,
    required: false,
    ...(type === 'dropdown'
      ? {
          options: options
            .split('\n')
            .map((one) => one.trim())
            .filter(Boolean),
        }
      : {}),
  });
  return (
    <FormDialog
      title="Add field"
      submit={failure?.status === 412 ? 'Apply again' : 'Add'}
      failure={failure}
      onClose={onClose}
      onSubmit={() => onAdd(field())}
    >
      <Field label="Name">
        <input
          value={name}
          maxLength={100}
          required
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Field label="Id" hint="As in Kissflow: begins with a letter, then letters, digits and _.">
        <input
          value={id}
          required
          pattern="[A-Za-z][A-Za-z0-9_]*"
          spellcheck={false}
          onInput={(event) => setId(event.currentTarget.value)}
        />
      </Field>
      <Field label="Type">
        <select
          value={type}
          onChange={(event) => setType(TYPES.find((one) => one === event.currentTarget.value) ?? 'text')}
        >
          {TYPES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </Field>
      {type === 'dropdown' && (
        <Field label="Options" hint="One a line.">
          <textarea value={options} required onInput={(event) => setOptions(event.currentTarget.value)} />
        </Field>
      )}
    </FormDialog>
  );
}
