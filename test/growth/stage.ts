/** The whole service in memory, with an account of as many fields as one may have, called without a socket. */

import { endpointsOf, servicesOn, tokensOn } from '../../functions/runtime/compose.ts';
import { answerFetch } from '../../functions/runtime/fetch.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import type { Field } from '../../shared/kissflow/field.ts';
import { manageEndpoint } from '../../shared/manage/manage-endpoint.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { chunks } from '../../shared/storage/documents/pages.ts';
import { creations, membershipDocument } from '../../shared/storage/resources/partition/documents.ts';
import { sampleAccount } from '../sample-account.ts';
import { memoryStores } from '../stores.ts';
import { FIELDS, idOf, LISTED, type Sent, type Shape, type Subject } from './shapes.ts';

const ORIGIN = 'https://scim.example.test';

const TYPES = ['text', 'number', 'user', 'dateTime'] as const;

const fields = Array.from(
  { length: FIELDS },
  (_, index): Field => ({
    id: `F${index}`,
    name: `F${index}`,
    type: TYPES[index % 4] ?? 'text',
    required: false,
  }),
);

export interface Stage {
  /** Runs one request of a shape; the times are those of the service alone. */
  readonly run: (shape: Shape, size: number) => Promise<Run>;
}

export interface Run {
  readonly status: number;
  readonly milliseconds: number;
  /** The longest time for which the thread was held. */
  readonly held: number;
  readonly bytes: number;
}

export async function openStage(): Promise<Stage> {
  const stores = memoryStores();
  const accounts = accountStore(stores.accounts, Date.now);
  await accounts.ensure({ ...sampleAccount('ignore'), fields });
  await accounts.ensure({ ...sampleAccount('reject'), id: 'AcOther' });
  const services = servicesOn(stores, ORIGIN);
  const { text } = await tokensOn(stores, Date.now).issue('AcDemo', {
    label: 'test',
    createdBy: 'a test',
    expiresAt: null,
  });
  const scim = endpointsOf(services);
  const caller = { id: 'a test', role: 'SuperAdmin', from: 'manage-api' } as const;
  const manage = manageEndpoint({ ...services, callers: [async () => caller] });
  const send = async (endpoint: Endpoint, base: string, { method, path, body }: Sent): Promise<Response> => {
    const headers = { authorization: `Bearer ${text}`, 'if-match': '*', 'content-type': 'application/json' };
    const request = new Request(`${ORIGIN}${base}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return answerFetch(endpoint, request);
  };
  const sendTo = (shape: Shape, sent: Sent): Promise<Response> => {
    if (shape.api === 'manage') return send(manage, '/manage/v1', sent);
    const endpoint = scim.resources(sent.path.startsWith('/Groups') ? '/Groups' : '/Users');
    return send(endpoint, '/scim/v2/AcDemo', sent);
  };
  let serial = 0;
  const post = async (endpoint: '/Users' | '/Groups', body: object): Promise<string> => {
    const answer = await send(scim.resources(endpoint), '/scim/v2/AcDemo', {
      method: 'POST',
      path: endpoint,
      body: JSON.stringify(body),
    });
    return String(((await answer.json()) as { id: string }).id);
  };
  for (let index = 0; index < LISTED; index += 1)
    await post('/Users', { userName: `listed ${index}`, emails: [{ value: `${index}@example.com` }] });
  const groups = new Map<number, string>();
  const groupOf = async (members: number): Promise<string> => {
    const group = groups.get(members) ?? (await post('/Groups', { displayName: `of ${members}` }));
    if (!groups.has(members)) await addMembers(stores.resources, group, members);
    groups.set(members, group);
    return group;
  };
  const subject = async ({ hasMembers }: Shape, size: number): Promise<Subject> => {
    serial += 1;
    const several = (name: string) =>
      Array.from({ length: 900 }, (_, index) => ({ value: `${name}${index}@example.com` }));
    return {
      serial,
      group: hasMembers ? await groupOf(size) : await post('/Groups', { displayName: `group ${serial}` }),
      user: await post('/Users', { userName: `user ${serial}`, emails: several('e') }),
    };
  };
  return {
    run: async (shape, size) => {
      const sent = shape.make(size, await subject(shape, size));
      const watch = watchThread();
      const start = spent();
      const answer = await sendTo(shape, sent);
      for await (const _piece of answer.body ?? []);
      const milliseconds = spent() - start;
      return {
        status: answer.status,
        milliseconds,
        held: await watch(),
        bytes: sent.body?.length ?? sent.path.length,
      };
    },
  };
}

/** As a large change leaves them. */
async function addMembers(documents: DocumentStore, groupId: string, count: number): Promise<void> {
  const memberships = Array.from({ length: count }, (_, index) =>
    membershipDocument({ groupId, memberId: idOf(index), memberType: 'User' }),
  );
  for (const some of chunks(memberships, 100)) await documents.batch('AcDemo', creations(some));
}

/** Milliseconds of the processor that this thread has had: unlike the clock, not what other processes have had meanwhile. */
const spent = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** @returns ends the watch, and says for how long the thread was held at most */
function watchThread(): () => Promise<number> {
  let last = spent();
  let held = 0;
  let watching = true;
  const look = () => {
    const now = spent();
    held = Math.max(held, now - last);
    last = now;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  return () =>
    new Promise((resolve) => {
      watching = false;
      setImmediate(() => resolve(held));
    });
}
