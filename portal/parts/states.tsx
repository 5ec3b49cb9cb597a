/** What a page shows when it has nothing to show yet, nothing at all, or a refusal. */

import type { ComponentChildren } from 'preact';
import type { Refused } from '../api/manage.ts';
import type { Reading } from './use-manage.ts';

const TITLES: Readonly<Record<number, string>> = {
  0: 'No answer',
  401: 'You are signed out',
  403: 'Your role does not allow this',
  404: 'There is nothing here',
  412: 'Somebody else changed it meanwhile',
  429: 'Too many requests',
};

export function Failure({ failure, reload }: { failure: Refused; reload?: () => void }) {
  const { status, message, problem } = failure;
  const title = TITLES[status] ?? problem.title ?? 'That did not work';
  return (
    <div class="notice bad" role="alert">
      <strong>{title}</strong>
      <p>{message}</p>
      {problem.errors?.slice(1).map(({ detail }) => (
        <p key={detail}>{detail}</p>
      ))}
      {reload && (
        <button type="button" onClick={reload}>
          {status === 412 ? 'Read it again' : 'Try again'}
        </button>
      )}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** The states of a reading around what it brought. An older answer stays on the page while the next one is awaited. */
export function Read<Body>({
  reading,
  children,
}: {
  reading: Reading<Body>;
  children: (body: Body, etag: string | undefined) => ComponentChildren;
}) {
  const { answer, failure, isLoading, reload } = reading;
  return (
    <div aria-busy={isLoading}>
      {failure && failure.status !== 401 && <Failure failure={failure} reload={reload} />}
      {answer && children(answer.body, answer.etag)}
      {!answer && isLoading && <p class="loading">Loading…</p>}
    </div>
  );
}
