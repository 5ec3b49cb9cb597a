/** The first page of an account: what is left to set up, how provisioning is doing, and what needs attention. */

import { useEffect, useRef } from 'preact/hooks';
import type { AccountStatus, AccountSummary } from '../../api/manage-api.ts';
import { DemoData } from '../../parts/demo-data.tsx';
import { announce, Page } from '../../parts/page.tsx';
import { Read } from '../../parts/states.tsx';
import { useManage } from '../../parts/use-manage.ts';
import { useRefresh } from '../../parts/use-refresh.ts';
import { NeedsAttention } from './attention.tsx';
import { Health } from './health.tsx';
import { isSetUp, SetUp, TITLES } from './set-up.tsx';

export function Overview({ about, may }: { about: AccountSummary; may: readonly string[] }) {
  const reading = useManage(`/accounts/${about.id}/status`);
  const status = reading.answer?.body;
  useRefresh(reading.reload, reading.failure?.status === 401 ? undefined : secondsFor(status));
  useDoneSteps(status);
  return (
    <Page title="Overview" lead={<bdi>{about.name}</bdi>}>
      <Read reading={reading}>
        {(body) => (
          <>
            {!isSetUp(body) && <SetUp status={body} about={about} may={may} />}
            <NeedsAttention status={body} may={may} />
            {(body.lastRequest || body.users.total > 0) && <Health status={body} />}
            {body.users.total + body.groups === 0 && (
              <DemoData account={about.id} may={may} onAdded={reading.reload} />
            )}
          </>
        )}
      </Read>
    </Page>
  );
}

/** Between two readings: somebody waits for Entra's first request, or for a number that is being counted. */
const secondsFor = (status: AccountStatus | undefined): number =>
  status && isSetUp(status) && status.users.active !== null ? 30 : 3;

/** Says to a screen reader which step is done now. */
function useDoneSteps(status: AccountStatus | undefined): void {
  const before = useRef<AccountStatus | undefined>(undefined);
  useEffect(() => {
    const wasOpen = before.current?.setUp.filter(({ done }) => !done).map(({ step }) => step) ?? [];
    const done = status?.setUp.filter(({ step, done }) => done && wasOpen.includes(step)) ?? [];
    if (done.length > 0) announce(`Done: ${done.map(({ step }) => TITLES[step]).join(', ')}`);
    before.current = status;
  }, [status]);
}
