/** The way there, judged by everything that was answered: TLS, redirects, media type, time. */

import { isIPv4 } from 'node:net';
import { percentile } from '../client/client.ts';
import type { Answer, CheckSession } from './check-session.ts';
import { must, type Section, type Step } from './step.ts';

/** Milliseconds. */
const SLOW = 1000;

const isRedirect = ({ status }: Answer): boolean => status >= 300 && status < 400 && status !== 304;
const where = ({ method, path }: Answer): string => `${method} ${path.split('?')[0]}`;
const noAnswerYet = ({ answers }: CheckSession): string | undefined =>
  answers.some(({ status }) => status !== 0) ? undefined : 'no answer came';

/** Names without a dot belong to the machine or its network. */
export function isPrivateHost(host: string): boolean {
  if (!/[.:]/.test(host) || host === '[::1]' || host.endsWith('.localhost')) return true;
  return isIPv4(host) && /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host);
}

const encrypted: Step = {
  name: 'https',
  level: 'mandatory',
  always: true,
  skip: ({ base }) => {
    const { protocol, hostname } = new URL(base);
    return protocol === 'http:' && isPrivateHost(hostname)
      ? `${hostname} is not on the Internet; Entra itself needs https`
      : undefined;
  },
  fix: 'Use an https address with a certificate of a public authority, and TLS 1.2 enabled: Entra accepts nothing else, and over http the token can be read. Renew the token now.',
  run: async ({ base }) => must(base.startsWith('https:'), 'the Base URL is not encrypted'),
};

const redirects: Step = {
  name: 'no redirects',
  level: 'mandatory',
  always: true,
  skip: noAnswerYet,
  fix: 'Enter the address that the redirect leads to as the Tenant URL: a client does not send its token to another address.',
  run: async ({ answers }) => {
    const found = answers.find(isRedirect);
    if (!found) return;
    must(false, `${where(found)} answers ${found.status} to ${found.headers?.get('location') ?? 'nowhere'}`);
  },
};

const mediaType: Step = {
  name: 'answers are application/scim+json',
  level: 'advice',
  skip: noAnswerYet,
  fix: 'Send Content-Type: application/scim+json with every body (RFC 7644 section 3.1); a proxy or a web firewall in between may answer in its own format.',
  run: async ({ answers }) => {
    const odd = answers.filter(
      ({ status, headers }) =>
        status >= 200 && status < 300 && status !== 204 && !isScim(headers?.get('content-type')),
    );
    const [first] = odd;
    if (!first) return;
    must(
      false,
      `${odd.length} are not; ${where(first)} is ${first.headers?.get('content-type') ?? 'untyped'}`,
    );
  },
};

const isScim = (type: string | null | undefined): boolean =>
  /^application\/scim\+json\s*(?:;|$)/i.test(type ?? '');

const quick: Step = {
  name: `99 of 100 answers within ${SLOW / 1000} s`,
  level: 'advice',
  skip: noAnswerYet,
  fix: 'Look for slow requests (cold starts, missing indexes, distance): Entra wants 25 requests a second for each tenant.',
  run: async ({ answers }) => {
    const p99 = percentile(times(answers), 99);
    must(p99 <= SLOW, `p99 is ${Math.round(p99)} ms`);
  },
};

/** Milliseconds, ascending. */
export const times = (answers: readonly Answer[]): readonly number[] =>
  answers.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);

export const transportSection: Section = {
  name: 'Transport',
  steps: [encrypted, redirects, mediaType, quick],
};
