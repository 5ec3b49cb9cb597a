/** The provisioning log: what was done or refused, the reason and the remedy first, refusals for one reason folded. */

import { Search, Time } from '../../parts/controls.tsx';
import { Select } from '../../parts/select.tsx';
import { useManage } from '../../parts/use-manage.ts';
import { Entry } from './entry.tsx';
import { foldedByReason } from './folded.ts';
import { EntryList } from './list.tsx';
import { Live } from './live.tsx';
import { Period } from './period.tsx';
import type { LogProps } from './props.ts';

const OUTCOMES = [
  ['success', 'Done'],
  ['unchanged', 'Unchanged'],
  ['refused', 'Refused'],
] as const;

const OPERATIONS = ['create', 'replace', 'modify', 'delete', 'read', 'import'];

export function ProvisioningLog({ account, asked, href, onChange }: LogProps) {
  const { subject, outcome, operation, code, token, from, cursor } = asked;
  const query = { subject, outcome, operation, code, token, from, cursor };
  const base = `/accounts/${account}` as const;
  const reading = useManage(`${base}/log`, query);
  const fields = useManage(`${base}/fields`).answer?.body.fields ?? [];
  const tokens = useManage(`${base}/tokens`).answer?.body.tokens ?? [];
  const known = { account, fields, tokens, href };
  const { incomplete = [] } = reading.answer?.body ?? {};
  return (
    <>
      <div class="filters">
        <Search
          label="User name, name or id"
          value={subject ?? ''}
          onSearch={(text) => onChange({ subject: text })}
        />
        <Select
          label="Outcome"
          value={outcome}
          options={OUTCOMES}
          onChange={(value) => onChange({ outcome: value, code: undefined })}
        />
        <Select
          label="Operation"
          value={operation}
          options={OPERATIONS.map((one) => [one, one])}
          onChange={(value) => onChange({ operation: value })}
        />
        <Select
          label="Token"
          value={token}
          options={tokens.map(({ tokenId, label }) => [tokenId, label])}
          onChange={(value) => onChange({ token: value })}
        />
        <Period asked={asked} onChange={onChange} />
        <Live asked={asked} reload={reading.reload} onChange={onChange} />
      </div>
      {code && (
        <p>
          Only what was refused for the reason <code>{code}</code>.{' '}
          <a href={href({ code: undefined })}>All reasons</a>
        </p>
      )}
      {incomplete.length > 0 && (
        <p class="notice">
          More was refused than the log keeps:{' '}
          {incomplete.map((at) => (
            <>
              <Time key={at} at={at} />{' '}
            </>
          ))}
        </p>
      )}
      <EntryList reading={reading} asked={asked} href={href}>
        {(entries) =>
          foldedByReason(entries).map(({ entry, others }) => [
            entry.id,
            <Entry key={entry.id} entry={entry} others={others} {...known} />,
          ])
        }
      </EntryList>
    </>
  );
}
