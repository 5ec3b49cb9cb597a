/** Why something was refused, and where that can be put right. */

import type { LogEntry } from '../api/manage-api.ts';

/** The remedy is often part of the detail. */
export const Reasons = ({
  of: { detail, remedy, warning },
}: {
  of: Pick<LogEntry, 'detail' | 'remedy' | 'warning'>;
}) => (
  <>
    {detail && <p>{detail}</p>}
    {remedy && !detail?.includes(remedy) && <p>{remedy}</p>}
    {warning && <p>{warning}</p>}
  </>
);

/** What a change of the account's fields may put right. */
const OF_FIELDS = ['unknown-attribute', 'wrong-value', 'required'];

export const Places = ({ code = '', account }: { code: string | undefined; account: string }) => (
  <>
    {OF_FIELDS.includes(code) && <a href={`/portal/${account}/fields`}>See the fields</a>}
    {code.startsWith('token-') && <a href={`/portal/${account}/connection`}>See the tokens</a>}
  </>
);
