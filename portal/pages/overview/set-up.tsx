/** The way to the first user: each step done, or with what to do. It waits for Entra, and says when Entra came. */

import type { AccountStatus, AccountSummary } from '../../api/manage-api.ts';
import { CopyButton, Time } from '../../parts/controls.tsx';

type Step = AccountStatus['setUp'][number];

export const TITLES: Readonly<Record<Step['step'], string>> = {
  token: 'Generate a token',
  fields: 'Define the fields',
  connection: 'Connect Entra ID',
  firstUser: 'Provision the first user',
  firstGroup: 'Provision the first group',
};

/** The page on which a step is done, and the operation that one needs for it. */
const PAGES: Readonly<Partial<Record<Step['step'], readonly [page: string, label: string, needs: string]>>> =
  {
    token: ['connection?generate', 'Generate a token', 'createToken'],
    fields: ['fields', 'Define fields', 'replaceFields'],
    firstUser: ['guide', 'See the mapping guide', 'getMappingGuide'],
  };

export const isSetUp = ({ setUp }: AccountStatus): boolean =>
  setUp.every(({ done, optional }) => done || optional);

export function SetUp({
  status,
  about,
  may,
}: {
  status: AccountStatus;
  about: AccountSummary;
  may: readonly string[];
}) {
  const { setUp } = status;
  const current = setUp.findIndex(({ done, optional }) => !done && !optional);
  return (
    <section aria-labelledby="set-up">
      <h2 id="set-up">Set up provisioning</h2>
      <ol class="steps">
        {setUp.map((one, index) => {
          const { step, done, optional, remedy } = one;
          const [page, label, needs] = PAGES[step] ?? [];
          return (
            <li
              key={step}
              class={done ? 'done' : index === current ? 'current' : undefined}
              aria-current={index === current ? 'step' : undefined}
            >
              <strong>{TITLES[step]}</strong>{' '}
              {done ? <span class="badge good">done</span> : optional && <span class="badge">optional</span>}
              {!done && index <= current && (
                <>
                  <p>{remedy}</p>
                  {step === 'connection' && <Waiting about={about} />}
                  {page && needs && may.includes(needs) && (
                    <a class="button" href={`/portal/${about.id}/${page}`}>
                      {label}
                    </a>
                  )}
                </>
              )}
              {done && step === 'connection' && <FirstRequest status={status} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const Waiting = ({ about: { baseUrl } }: { about: AccountSummary }) => (
  <>
    <p>
      <code>{baseUrl}</code> <CopyButton text={baseUrl} what="Base URL" />
    </p>
    <p class="waiting">Waiting for the first request of Entra ID. This page refreshes by itself.</p>
  </>
);

function FirstRequest({ status: { tokens, lastRequest } }: { status: AccountStatus }) {
  const [first] = tokens
    .flatMap(({ label, firstUsedAt, lastUsedAt }) => {
      const at = firstUsedAt ?? lastUsedAt;
      return at === null ? [] : [{ at, label }];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const request = first ?? lastRequest;
  return request ? (
    <p>
      The first request came <Time at={request.at} /> with the token <bdi>{request.label}</bdi>.
    </p>
  ) : null;
}
