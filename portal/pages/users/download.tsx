/** All users that match as one file, made here of pages of the API: it says how far it is, and can be stopped and gone on with. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { manage, type Query, type Refused } from '../../api/manage.ts';
import { Dialog } from '../../parts/controls.tsx';
import { announce } from '../../parts/page.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Failure } from '../../parts/states.tsx';
import { asRefused } from '../../parts/use-manage.ts';
import { count } from '../../parts/words.ts';
import type { UserColumn } from './columns.tsx';
import { csvHeader, csvLines } from './csv.ts';

/** Users in one request: the most that the API gives. */
const AT_ONCE = 500;

export function Download({
  account,
  filters,
  columns,
  onClose,
}: {
  account: string;
  filters: Query;
  columns: readonly UserColumn[];
  onClose: () => void;
}) {
  const pieces = useRef([csvHeader(columns)]);
  const [{ read, total }, setProgress] = useState({ read: 0, total: 0 });
  const [failure, setFailure] = useState<Refused>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const readOn = async () => {
      for (let passed = read; ; ) {
        const query = { ...filters, startIndex: passed + 1, count: AT_ONCE };
        const { body } = await manage(`/accounts/${account}/users`, {
          query,
          signal: controller.signal,
        });
        pieces.current.push(csvLines(columns, body.users));
        passed += body.users.length;
        setProgress({ read: passed, total: body.totalResults });
        if (body.users.length === 0 || passed >= body.totalResults) return passed;
      }
    };
    setFailure(undefined);
    readOn().then(
      (all) => {
        saveFile(`users-${account}.csv`, new Blob(pieces.current, { type: 'text/csv;charset=utf-8' }));
        announce(`${count(all)} users downloaded`);
        onClose();
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(asRefused(error));
      },
    );
    return () => controller.abort();
  }, [round]);
  return (
    <Dialog title="Download as CSV" onClose={onClose}>
      <p class="progress">
        <progress aria-label="Users read" value={read} max={total || 1} />{' '}
        {total === 0 ? 'Reading…' : `${count(read)} of ${count(total)} users`}
      </p>
      {failure && <Failure failure={failure} />}
      <div class="buttons">
        {failure && (
          <button type="button" class="primary" onClick={() => setRound(round + 1)}>
            Go on
          </button>
        )}
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}
