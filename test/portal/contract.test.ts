/** Calls that the OpenAPI document does not describe fail `npm run typecheck`, which checks this file. */

import { type ManageClient, manageClient } from '../../cli/manage/manage-client.ts';
import type { AnswerOf, BodyOf, Known, QueryOf } from '../../portal/api/contract.ts';

type Tokens = `/accounts/${string}/tokens`;

it('the portal: path, parameters, body and answer', () => {
  const path: Known<'GET', Tokens> = '/accounts/AcDemo/tokens';
  // @ts-expect-error: the method is another one
  const put: Known<'PUT', Tokens> = '/accounts/AcDemo/tokens';
  // @ts-expect-error: no path of the document
  const unknown: Known<'GET', `/accounts/${string}/keys`> = '/accounts/AcDemo/keys';
  // @ts-expect-error: no parameter
  const query: QueryOf<'GET', `/accounts/${string}/log`> = { about: 'ann' };
  // @ts-expect-error: no property of the body
  const body: BodyOf<'POST', Tokens> = { name: 'Entra' };
  // @ts-expect-error: no property of the answer
  const answer: AnswerOf<'GET', Tokens> = { keys: [] };
  expect([path, put, unknown, query, body, answer]).toHaveLength(6);
});

it('the command line: the address has the parameters, each in its place', async () => {
  const sent: string[] = [];
  const manage: ManageClient = manageClient('https://scim.example.com', async ({ method, url }) => {
    sent.push(`${method} ${url}`);
    return new Response('{"entries":[]}');
  });
  const asked = { accountId: 'Ac/1', subject: 'a b', limit: 5, cursor: undefined };
  const answer = await manage('GET /accounts/{accountId}/log', asked);
  expect(sent).toEqual(['GET https://scim.example.com/manage/v1/accounts/Ac%2F1/log?subject=a+b&limit=5']);
  expect(answer.json().entries).toEqual([]);
  // @ts-expect-error: no property of the answer
  expect(answer.json().lines).toBeUndefined();
  // @ts-expect-error: no parameter
  await manage('GET /accounts/{accountId}/log', { accountId: 'AcDemo', about: 'ann' });
});
