/** The Kissflow fields of an account: the attribute that each is in SCIM, and what is safe to change. */

import type { FieldList } from '../../api/manage-api.ts';
import { useLocation } from '../../parts/location.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failure, Read } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { useManage } from '../../parts/use-manage.ts';
import type { ChangeProps } from './change-dialog.tsx';
import { fieldColumns, formerColumns, type Known } from './columns.tsx';
import { FieldForm, type FieldTypes } from './field-form.tsx';
import { RemoveField, Retirement } from './remove-field.tsx';

export function Fields({ account, may }: { account: string; may: readonly string[] }) {
  const path = `/accounts/${account}/fields` as const;
  const reading = useManage(path);
  const types = useManage('/field-types');
  const guide = useManage(`/accounts/${account}/mapping-guide`);
  const usage = useManage(`${path}/usage`);
  const isRetiring = reading.answer?.body.formerFields.some(({ retiring }) => retiring);
  const status = useManage(isRetiring ? `/accounts/${account}/status` : undefined);
  const { query, path: page, route } = useLocation();
  const mayChange = may.includes('replaceFields');
  const open = (what: string, field = '') =>
    route(`${page}?${new URLSearchParams({ do: what, ...(field ? { field } : {}) })}`);
  const close = () => route(page);
  const done = () => {
    for (const one of [reading, guide, usage, status]) one.reload();
    close();
  };
  return (
    <Page
      title="Fields"
      lead={mayChange ? undefined : 'You can look, not change.'}
      actions={
        mayChange && (
          <button type="button" class="primary" onClick={() => open('add')}>
            Add field
          </button>
        )
      }
    >
      <Read reading={reading}>
        {(list) => (
          <Read reading={types}>
            {({ fieldTypes }) => (
              <>
                <Read reading={guide}>
                  {(body) => (
                    <Tables
                      list={list}
                      known={{
                        types: fieldTypes,
                        guide: body,
                        usage: usage.answer?.body,
                        sent: status.answer?.body.retiring ?? [],
                        open: mayChange ? open : undefined,
                      }}
                    />
                  )}
                </Read>
                {mayChange && (
                  <Opened
                    key={`${query.do} ${query.field}`}
                    what={query.do}
                    id={query.field}
                    types={fieldTypes}
                    change={{ path, list, reading, onClose: close, onDone: done }}
                  />
                )}
              </>
            )}
          </Read>
        )}
      </Read>
      {usage.failure && reading.answer && <Failure failure={usage.failure} reload={usage.reload} />}
    </Page>
  );
}

const Tables = ({ list: { fields, formerFields }, known }: { list: FieldList; known: Known }) => (
  <>
    {fields.length === 0 ? (
      <Empty title="No fields">
        <p>
          Only the standard attributes are provisioned. Add the user fields that the account has in Kissflow.
        </p>
      </Empty>
    ) : (
      <Table caption="Fields" columns={fieldColumns(known)} rows={fields} idOf={({ id }) => id} />
    )}
    {formerFields.length > 0 && (
      <>
        <h2>Removed fields</h2>
        <p>The values of users are kept, and shown again when the field is restored as it was.</p>
        <Table
          caption="Removed fields"
          columns={formerColumns(known)}
          rows={formerFields}
          idOf={({ id }) => id}
        />
      </>
    )}
  </>
);

/** The dialog that the address names. A field is found also when somebody else removes it meanwhile. */
function Opened({
  what,
  id,
  types,
  change,
}: {
  what: string | undefined;
  id: string | undefined;
  types: FieldTypes;
  change: ChangeProps;
}) {
  const { fields, formerFields } = change.list;
  const former = formerFields.find((one) => one.id === id);
  const field = fields.find((one) => one.id === id) ?? former;
  if (what === 'add') return <FieldForm {...change} types={types} title="Add field" submit="Add" />;
  if (!field) return null;
  const { name = field.id } = field;
  const form = { ...change, field, types };
  if (what === 'edit') return <FieldForm {...form} title={`Change ${name}`} submit="Change" />;
  if (what === 'restore') return <FieldForm {...form} title={`Restore ${name}`} submit="Restore" />;
  if (what === 'remove') return <RemoveField {...change} field={field} />;
  return what === 'retirement' && former ? <Retirement {...change} field={former} /> : null;
}
