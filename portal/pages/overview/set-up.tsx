/** The way to the first user: each step done, or with what to do. It waits for Entra, and says when Entra came. */

import type { AccountStatus, AccountSummary } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { Steps } from '../../parts/steps.tsx';
import { BaseUrl } from '../connection/base-url.tsx';

type SetUpStep = AccountStatus['setUp'][number];

export const TITLES: Readonly<Record<SetUpStep['step'], string>> = {
  token: 'Generate a token',
  fields: 'Define the fields',
  connection: 'Connect Entra ID',
  firstUser: 'Provision the first user',
  firstGroup: 'Provision the first group',
};

/** The page on which a step is done, and the operation that one needs for it. */
const PAGES: Readonly<
  Partial<Record<SetUpStep['step'], readonly [page: string, label: string, needs: string]>>
> = {
  token: ['connection?generate', 'Generate a token', 'createToken'],
  fields: ['fields', 'Define fields', 'replaceFields'],
  connection: ['connection', 'See tokens, check the connection', 'listTokens'],
  firstUser: ['guide', 'See the mapping guide', 'getMappingGuide'],
};

export const isSetUp = ({ setUp }: AccountStatus): boolean =>
  setUp.every(({ done, optional }) => done || optional);

interface Around {
  readonly status: AccountStatus;
  readonly about: AccountSummary;
  readonly may: readonly string[];
}

export function SetUp(around: Around) {
  const { setUp } = around.status;
  const current = setUp.findIndex(({ done, optional }) => !done && !optional);
  const steps = setUp.map((one, index) => ({
    title: TITLES[one.step],
    state: one.done ? ('done' as const) : index === current ? ('current' as const) : ('open' as const),
    isOptional: one.optional,
    content: one.done
      ? one.step === 'connection' && <FirstRequest status={around.status} />
      : index <= current && <ToDo step={one} {...around} />,
  }));
  return (
    <section aria-labelledby="set-up">
      <h2 id="set-up">Set up provisioning</h2>
      <Steps steps={steps} />
    </section>
  );
}

function ToDo({ step: { step, remedy }, about: { id, baseUrl }, may }: Around & { step: SetUpStep }) {
  const [page, label, needs] = PAGES[step] ?? [];
  return (
    <>
      <p>{remedy}</p>
      {step === 'connection' && (
        <>
          <BaseUrl url={baseUrl} />
          <p class="waiting">Waiting for the first request from Entra ID. This page refreshes by itself.</p>
        </>
      )}
      {page && needs && may.includes(needs) && (
        <a class="button" href={`/portal/${id}/${page}`}>
          {label}
        </a>
      )}
    </>
  );
}

function FirstRequest({ status: { tokens } }: { status: AccountStatus }) {
  const [first] = tokens
    .flatMap(({ label, firstUsedAt, lastUsedAt }) => {
      const at = firstUsedAt ?? lastUsedAt;
      return at === null ? [] : [{ at, label }];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return first ? (
    <p>
      The first request came <Time at={first.at} /> with the token <bdi>{first.label}</bdi>.
    </p>
  ) : null;
}
