/** The way to see every page with something on it: offered where there is nobody, on one's own machine alone. */

import { useState } from 'preact/hooks';
import { manage, type Refused } from '../api/manage.ts';
import { announce } from './page.tsx';
import { Failure } from './states.tsx';
import { asRefused } from './use-manage.ts';

/** @param onAdded reads again what is shown */
export function DemoData({
  account,
  may,
  onAdded,
}: {
  account: string;
  may: readonly string[];
  onAdded: () => void;
}) {
  const [isAdding, setAdding] = useState(false);
  const [failure, setFailure] = useState<Refused>();
  if (!may.includes('createDemoData')) return null;
  const add = async () => {
    setAdding(true);
    try {
      const { body } = await manage(`/accounts/${account}/demo-data`, { method: 'POST' });
      announce(`${body.users} users and ${body.groups} groups added`);
      onAdded();
    } catch (error) {
      setFailure(asRefused(error));
      setAdding(false);
    }
  };
  return (
    <>
      <p>Only looking around? Fill the account with forty invented people, their groups and a week of log.</p>
      {failure && <Failure failure={failure} />}
      <button type="button" disabled={isAdding} onClick={() => void add()}>
        {isAdding ? 'Adding demo data…' : 'Add demo data'}
      </button>
    </>
  );
}
