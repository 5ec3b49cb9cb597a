/**
 * A change of fields: what it does to users and to Entra is said first, and where values are concerned it is made only
 * when the id of the field is typed. A change by somebody else in between is shown beside it.
 */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { manage, type Refused } from '../../api/manage.ts';
import type { AffectedField, FieldList } from '../../api/manage-api.ts';
import { Conflict } from '../../parts/conflict.tsx';
import { Dialog } from '../../parts/controls.tsx';
import { announce } from '../../parts/page.tsx';
import { Failure } from '../../parts/states.tsx';
import { asRefused, type Reading } from '../../parts/use-manage.ts';
import { type Change, differencesOf } from './changes.ts';
import { Consequences } from './consequences.tsx';

export interface ChangeProps {
  /** Of the fields, below /manage/v1. */
  readonly path: `/accounts/${string}/fields`;
  readonly list: FieldList;
  readonly reading: Reading<FieldList>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What the service said that one body would do. */
interface Asked {
  readonly body: string;
  readonly affected: readonly AffectedField[];
}

export function ChangeDialog({
  title,
  submit,
  isDanger = false,
  isAskedAtOnce = false,
  change,
  children,
  ...props
}: ChangeProps & {
  title: string;
  /** What the button says that makes the change. */
  submit: string;
  isDanger?: boolean;
  /** What it does is said when the dialog opens (a dry run), not when it is sent. */
  isAskedAtOnce?: boolean;
  change: Change;
  children?: ComponentChildren;
}) {
  const { path, list, reading, onClose, onDone } = props;
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState<Asked>();
  const [failure, setFailure] = useState<Refused>();
  const [lost, setLost] = useState<string>();
  const etag = reading.answer?.etag;
  const body = change(list);
  const text = JSON.stringify(body);
  const affected = asked?.body === text ? asked.affected : undefined;
  const put = (query: { readonly dryRun?: string; readonly confirm?: string }) =>
    manage(path, { method: 'PUT', body, ifMatch: etag, query });
  const show = (said: readonly AffectedField[]) => {
    setAsked({ body: text, affected: said });
    setFailure(undefined);
  };
  const fail = (error: unknown) => {
    const refused = asRefused(error);
    const { needsConfirmation } = refused.problem;
    if (needsConfirmation) return show(needsConfirmation);
    setFailure(refused.status === 412 ? undefined : refused);
    if (refused.status !== 412) return;
    setLost(etag);
    reading.reload();
  };
  const ask = async () => {
    const { body } = await put({ dryRun: 'true' });
    const said = 'needsConfirmation' in body ? body.needsConfirmation : [];
    show(said);
    return said;
  };
  const send = async () => {
    setLost(undefined);
    if (!affected && (await ask()).length > 0) return;
    await put(affected?.length ? { confirm: 'true' } : {});
    announce('Saved');
    onDone();
  };
  useEffect(() => {
    if (!isAskedAtOnce) return;
    ask().catch((error: unknown) => {
      // Nothing was sent that could be lost: it is asked again of what is there now.
      if (asRefused(error).status === 412) reading.reload();
      else fail(error);
    });
  }, [isAskedAtOnce, text, etag]);
  const isConflict = lost !== undefined && lost !== etag;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          send().catch(fail);
        }}
      >
        {children}
        {affected && <Consequences affected={affected} isFocused={!isAskedAtOnce} />}
        {failure && <Failure failure={failure} />}
        {isConflict ? (
          <Conflict
            differences={differencesOf(list, body)}
            onApply={() => form.current?.requestSubmit()}
            onDiscard={onClose}
          />
        ) : (
          <div class="buttons">
            <button type="button" autofocus={isDanger} onClick={onClose}>
              {isDanger ? 'Keep it as it is' : 'Cancel'}
            </button>
            <button type="submit" class={isDanger ? 'danger' : 'primary'}>
              {affected?.length && !isDanger ? `${submit} anyway` : submit}
            </button>
          </div>
        )}
      </form>
    </Dialog>
  );
}
