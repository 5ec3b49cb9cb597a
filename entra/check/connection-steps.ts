/** Entra's Test Connection: a user and a group that cannot exist, and nothing without a valid token. */

import { randomUUID } from 'node:crypto';
import { meet } from './entrance.ts';
import { lookUpBy, nameOf } from './requests.ts';
import { mustAnswer, resourcesIn, type Section, type Step } from './step.ts';

const lookupStep = (endpoint: '/Users' | '/Groups', what: string): Step => ({
  name: `a ${what} that does not exist is an empty list`,
  level: 'mandatory',
  fix: `Answer a query of ${endpoint} that matches nothing with 200 and an empty ListResponse: with anything else Entra refuses the connection and quarantines the job.`,
  run: async (session) => {
    resourcesIn(await lookUpBy(session, endpoint, nameOf(endpoint), randomUUID()), 0);
  },
});

/** Everything after it depends on who answers here. */
const firstStep: Step = {
  ...lookupStep('/Users', 'user'),
  run: async (session) => {
    const first = await lookUpBy(session, '/Users', 'userName', randomUUID());
    await meet(session, first);
    resourcesIn(first, 0);
  },
};

const refusal = (name: string, token: string | undefined): Step => ({
  name,
  level: 'mandatory',
  fix: 'Answer 401 unless the request carries the token of this account: otherwise anyone can read the data, or Entra cannot tell why it was refused.',
  run: async (session) => {
    mustAnswer(await session.sendAs(token, 'GET', '/Users?startIndex=1&count=1'), 401);
  },
});

export const connectionSection: Section = {
  name: 'Test Connection',
  steps: [
    firstStep,
    lookupStep('/Groups', 'group'),
    {
      name: 'a slash after the collection makes no difference',
      level: 'advice',
      fix: 'Route /Users/ like /Users and do not redirect, or remove the slash at the end of the Tenant URL in Entra.',
      run: async (session) => {
        resourcesIn(await lookUpBy(session, '/Users/', 'userName', randomUUID()), 0);
      },
    },
    refusal('401 without a token', undefined),
    refusal('401 with a wrong token', `wrong-${randomUUID()}`),
    {
      name: 'the first user is listed (startIndex=1&count=1)',
      level: 'mandatory',
      fix: "Answer GET /Users?startIndex=1&count=1 with 200 and a ListResponse: Microsoft's harness checks the credentials with it.",
      run: async (session) => {
        resourcesIn(await session.send('GET', '/Users?startIndex=1&count=1'));
      },
    },
  ],
};
