/** The administrators' log: who changed the account, its fields and its tokens, and what became of it. */

import type { AdministratorsLogEntry } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { Select } from '../../parts/select.tsx';
import { useManage } from '../../parts/use-manage.ts';
import { changed, wordsOf } from '../../parts/words.ts';
import { Details, EntryList } from './list.tsx';
import { Live } from './live.tsx';
import { Period } from './period.tsx';
import type { LogProps } from './props.ts';

const OPERATIONS = [
  'createAccount',
  'changeAccount',
  'deleteAccount',
  'replaceFields',
  'createToken',
  'rotateToken',
  'revokeToken',
  'exportAccount',
  'importAccount',
  'createDemoData',
];

export function AdministratorsLog({ account, asked, href, onChange }: LogProps) {
  const { operation, from, cursor } = asked;
  const path = `/accounts/${account}/administrators-log` as const;
  const reading = useManage(path, { operation, from, cursor });
  return (
    <>
      <div class="filters">
        <Select
          label="Operation"
          value={operation}
          options={OPERATIONS.map((one) => [one, wordsOf(one)])}
          onChange={(value) => onChange({ operation: value })}
        />
        <Period asked={asked} onChange={onChange} />
        <Live asked={asked} reload={reading.reload} onChange={onChange} />
      </div>
      <EntryList reading={reading} asked={asked} href={href}>
        {(entries) => entries.map((entry) => [entry.id, <Entry key={entry.id} entry={entry} />])}
      </EntryList>
    </>
  );
}

/** The second part is what the first one does not say. */
const OUTCOMES: Readonly<Record<AdministratorsLogEntry['outcome'], readonly [kind: string, says?: string]>> =
  {
    begun: ['', 'It is under way, or the service stopped before the end: look at what it was to change.'],
    done: ['good'],
    refused: ['bad', 'Nothing was changed.'],
    failed: ['bad', 'The service failed, and some of it may have been done: look at what it was to change.'],
  };

function Entry({ entry }: { entry: AdministratorsLogEntry }) {
  const { at, operation, by, name, from, outcome, code, tokenId, newTokenId, changes = [] } = entry;
  const [kind, says] = OUTCOMES[outcome];
  return (
    <>
      <span class={`badge ${kind}`}>{wordsOf(outcome)}</span> <strong>{wordsOf(operation)}</strong> by{' '}
      <bdi>{name ?? by}</bdi>
      {from === 'command-line' && ', on the command line'} <Time at={at} />
      {says && (
        <p>
          {says} {code && <code>{code}</code>}
        </p>
      )}
      {changes.length > 0 && (
        <p>
          {changes
            .map(({ setting, before, after }) => changed(setting, textOf(before), textOf(after)))
            .join(', ')}
        </p>
      )}
      <Details entry={entry} facts={{ By: by, Token: tokenId, 'New token': newTokenId }} />
    </>
  );
}

/** Of a field what it is called and its type; the rest is in the details. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const { name, type } = Object(value);
  return [name, type].filter(Boolean).join(', ') || JSON.stringify(value);
}
