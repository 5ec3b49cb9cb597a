/** The tables of fields: those that the account has, and those that were removed. */

import type { AccountStatus, Field, FieldUsage, FormerField, MappingGuide } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Column } from '../../parts/table.tsx';
import type { FieldTypes } from './field-form.tsx';

export interface Known {
  readonly types: FieldTypes;
  readonly guide: MappingGuide;
  readonly usage: FieldUsage | undefined;
  /** When a client last sent a value for a field that retires. */
  readonly sent: AccountStatus['retiring'];
  /** Left out: the caller may change nothing. */
  readonly open?: ((what: string, field: string) => void) | undefined;
}

type Either = Field | FormerField;

const FEW = 3;

const name: Column<Either> = {
  name: 'Field',
  cell: (field) => (
    <>
      <bdi>{field.name ?? field.id}</bdi>
      <small>
        <code>{field.id}</code>
      </small>
    </>
  ),
};

const type = ({ types }: Known): Column<Either> => ({
  name: 'Type',
  cell: (field) => (
    <>
      {types.find((one) => one.type === field.type)?.title ?? field.type}{' '}
      {field.required && <span class="badge">required</span>}
      {field.options && <small title={field.options.join('\n')}>{fewOf(field.options)}</small>}
    </>
  ),
});

const fewOf = (options: readonly string[]): string =>
  `${options.slice(0, FEW).join(', ')}${options.length > FEW ? ` and ${options.length - FEW} more` : ''}`;

const users = ({ usage }: Known): Column<Either> => ({
  name: 'With a value',
  isNumber: true,
  cell: (field) => (usage ? (usage.users[field.id] ?? 'not counted') : '…'),
});

const actions = <Row extends Either>(
  { open }: Known,
  buttons: (row: Row) => readonly (readonly [what: string, label: string, spoken?: string])[],
): readonly Column<Row>[] =>
  open
    ? [
        {
          name: 'Actions',
          cell: (row) =>
            buttons(row).map(([what, label, spoken = label]) => (
              <button
                key={what}
                type="button"
                class="quiet"
                aria-label={`${spoken} ${row.name ?? row.id}`}
                onClick={() => open(what, row.id)}
              >
                {label}
              </button>
            )),
        },
      ]
    : [];

export const fieldColumns = (known: Known): readonly Column<Field>[] => [
  name,
  type(known),
  users(known),
  {
    name: 'Target attribute in Entra',
    cell: (field) => {
      const target = known.guide.fields.find((row) => row.field === field.id)?.target;
      return target && <CopyText text={target} what={`target of ${field.name}`} />;
    },
  },
  ...actions<Field>(known, () => [
    ['edit', 'Change'],
    ['remove', 'Remove'],
  ]),
];

export const formerColumns = (known: Known): readonly Column<FormerField>[] => [
  name,
  type(known),
  { name: 'Removed', cell: ({ removedAt }) => removedAt && <Time at={removedAt} /> },
  {
    name: 'State',
    cell: ({ id, retiring }) => {
      if (!retiring) return <span class="badge">removed</span>;
      const at = known.sent.find(({ field }) => field === id)?.lastSentAt;
      return (
        <>
          <span class="badge good">retiring</span>
          {at && (
            <small>
              still sent <Time at={at} />
            </small>
          )}
        </>
      );
    },
  },
  users(known),
  ...actions<FormerField>(known, ({ retiring }) => [
    ['restore', 'Restore'],
    retiring ? ['retirement', 'End retirement', 'End retirement of'] : ['retirement', 'Retire'],
  ]),
];
