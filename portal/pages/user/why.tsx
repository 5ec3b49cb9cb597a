/** Why is this person disabled, or not here? What the service knows, in sentences, and what to do. */

import type { Explanation } from '../../api/manage-api.ts';
import { Read } from '../../parts/states.tsx';
import { useManage } from '../../parts/use-manage.ts';

const TITLES: Readonly<Record<Explanation['state'], string>> = {
  active: 'What is known',
  disabled: 'Why is this user disabled?',
  deleted: 'Why is this user gone?',
  absent: 'Why is this user not here?',
};

/** @param user an id, or what was searched for. @param isSelf the page shows the user already */
export function Why({ account, user, isSelf = false }: { account: string; user: string; isSelf?: boolean }) {
  const reading = useManage(`/accounts/${account}/explanation`, { user });
  return (
    <Read reading={reading}>
      {({ asked, state, isStillActive, findings, steps, user: found, otherUsers }) => {
        // Another one's while this one's is awaited.
        if (asked !== user.trim()) return null;
        const people = [...(found && !isSelf ? [found] : []), ...otherUsers];
        return (
          <details class={isStillActive ? 'notice bad' : 'notice'} open={state !== 'active' || isStillActive}>
            <summary>{isStillActive ? 'This user should have been disabled' : TITLES[state]}</summary>
            {findings.map(({ code, text }) => (
              <p key={code}>{text}</p>
            ))}
            {people.map(({ id, userName }) => (
              <p key={id}>
                <a href={`/portal/${account}/users/${id}`}>
                  Show <bdi>{userName}</bdi>
                </a>
              </p>
            ))}
            {steps.length > 0 && (
              <>
                <h3>What to do</h3>
                <ol>
                  {steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </>
            )}
          </details>
        );
      }}
    </Read>
  );
}
