/** Settings of the account, as a dialog over any page. Two who change them at once see both versions. */

import { useState } from 'preact/hooks';
import { type Answer, manage, type Refused } from '../../api/manage.ts';
import type { Account, Me } from '../../api/manage-api.ts';
import { Conflict } from '../../parts/conflict.tsx';
import { Dialog, FormDialog } from '../../parts/controls.tsx';
import { announce } from '../../parts/page.tsx';
import { Read } from '../../parts/states.tsx';
import { asRefused, useManage } from '../../parts/use-manage.ts';
import { changeOf, differing, draftOf, NAMES, onto, textOf } from './draft.ts';
import { Controls } from './form.tsx';

const TITLE = 'Account settings';

interface Around {
  readonly account: string;
  readonly me: Me;
  readonly onClose: () => void;
}

export function Settings(around: Around) {
  const { account, me, onClose } = around;
  const reading = useManage(`/accounts/${account}`);
  const { answer } = reading;
  if (answer && me.may.includes('changeAccount')) return <Edit read={answer} {...around} />;
  return (
    <Dialog title={TITLE} onClose={onClose}>
      <Read reading={reading}>
        {(body) => (
          <fieldset class="choices" disabled>
            <legend>You can look, not change.</legend>
            <Controls draft={draftOf(body)} mayKeepValues onChange={() => {}} />
          </fieldset>
        )}
      </Read>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

/** Built on what was read first, also when it is read again meanwhile. */
function Edit({ read, account, me, onClose }: Around & { read: Answer<Account> }) {
  const path = `/accounts/${account}` as const;
  const [base, setBase] = useState(read);
  const [mine, setMine] = useState(draftOf(read.body));
  const [theirs, setTheirs] = useState<Answer<Account>>();
  const [failure, setFailure] = useState<Refused>();
  const before = draftOf(base.body);
  const save = async (now: Answer<Account>) => {
    const there = draftOf(now.body);
    try {
      const body = changeOf(there, onto(there, before, mine));
      await manage(path, { method: 'PATCH', body, ifMatch: now.etag });
      announce('Settings saved');
      window.dispatchEvent(new Event('changed'));
      onClose();
    } catch (error) {
      const refused = asRefused(error);
      const there = refused.status === 412 ? await manage(path).catch(() => undefined) : undefined;
      setTheirs(there);
      setFailure(there ? undefined : refused);
    }
  };
  if (theirs) {
    const there = draftOf(theirs.body);
    const wanted = onto(there, before, mine);
    return (
      <Dialog title={TITLE} onClose={onClose}>
        <Conflict
          differences={differing(there, wanted).map((key) => ({
            name: NAMES[key],
            now: textOf(key, there),
            mine: textOf(key, wanted),
          }))}
          onApply={() => void save(theirs)}
          onDiscard={() => {
            setBase(theirs);
            setMine(there);
            setTheirs(undefined);
          }}
        />
      </Dialog>
    );
  }
  const submit = () => (differing(before, mine).length > 0 ? void save(base) : onClose());
  return (
    <FormDialog title={TITLE} submit="Save" failure={failure} onClose={onClose} onSubmit={submit}>
      <Controls
        draft={mine}
        mayKeepValues={me.role === 'SuperAdmin' || before.values}
        onChange={(change) => setMine({ ...mine, ...change })}
      />
    </FormDialog>
  );
}
