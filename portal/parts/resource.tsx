/** A user or a group, wherever it is named. */

import type { ComponentChildren } from 'preact';
import { CopyButton, Time } from './controls.tsx';

/** @param type a user by default */
export const ResourceLink = ({
  account,
  type = 'User',
  id,
  children,
}: {
  account: string;
  type?: string | undefined;
  id: string;
  children: ComponentChildren;
}) => (
  <a href={`/portal/${account}/${type === 'Group' ? 'groups' : 'users'}/${encodeURIComponent(id)}`}>
    <bdi>{children}</bdi>
  </a>
);

/** The end of a list of facts. */
export const Origin = ({
  of: { id, created, lastModified },
}: {
  of: { readonly id: string; readonly created: string; readonly lastModified: string };
}) => (
  <>
    <dt>Id</dt>
    <dd>
      <code>{id}</code> <CopyButton text={id} what="id" />
    </dd>
    <dt>Created</dt>
    <dd>
      <Time at={created} />
    </dd>
    <dt>Changed</dt>
    <dd>
      <Time at={lastModified} />
    </dd>
  </>
);
