/** What has to be done until users are provisioned, in this order, and what is done already. */

import type { Account } from '../../accounts/account.ts';
import { inBothViews, places } from '../../kissflow/entra-views.ts';
import type { ListedToken } from '../../tokens/listed-token.ts';

interface SetUpFacts {
  readonly account: Account;
  readonly tokens: readonly ListedToken[];
  readonly users: number;
  readonly groups: number;
}

interface SetUpStep {
  readonly step: 'token' | 'fields' | 'connection' | 'firstUser' | 'firstGroup';
  readonly done: boolean;
  /** Provisioning works without it. */
  readonly optional: boolean;
  /** What to do about it, as sentences; of a step that is open. */
  readonly remedy?: string;
}

export function setUpSteps({ account, tokens, users, groups }: SetUpFacts): readonly SetUpStep[] {
  const isUsable = ({ status }: ListedToken) => status === 'live' || status === 'expiring';
  const steps: readonly (readonly [SetUpStep['step'], done: boolean, remedy: string, optional?: boolean])[] =
    [
      ['token', tokens.some(isUsable), 'Generate a token: it is shown once, together with the Base URL.'],
      [
        'fields',
        account.fields.length > 0,
        'Define the Kissflow fields that users shall have. Without them only the attributes of SCIM are provisioned.',
        true,
      ],
      [
        'connection',
        tokens.some(({ lastUsedAt }) => lastUsedAt !== null),
        `Enter the Base URL and the token in your identity provider and test the connection. In Entra ID they are Tenant URL and Secret Token under ${inBothViews(places.credentials)}.`,
      ],
      [
        'firstUser',
        users > 0,
        `Assign users to the application in your identity provider, and start provisioning. In Entra ID: ${inBothViews(places.start)}.`,
      ],
      [
        'firstGroup',
        groups > 0,
        'Assign groups to the application in your identity provider, if groups shall be provisioned.',
        true,
      ],
    ];
  return steps.map(([step, done, remedy, optional = false]) => ({
    step,
    done,
    optional,
    ...(done ? {} : { remedy }),
  }));
}
