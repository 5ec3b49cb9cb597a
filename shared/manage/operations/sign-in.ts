/** How one signs in to the portal, and who has. */

import { bearerOf, isLoopback, noContent } from '../../http/message.ts';
import { assigned } from '../../scim/json.ts';
import { hasRole } from '../callers/caller.ts';
import type { PortalSessions } from '../callers/portal-sessions.ts';
import { json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import {
  DESCRIBED_METHODS,
  type DescribedOperation,
  paths,
  roleNeeded,
} from '../contract/openapi-document.ts';
import { Problem } from '../problem/problem.ts';

/** For everybody, before they sign in: nothing of it is secret. */
export const getSignIn: ManageOperation = async (call) => {
  const { sessions, entra } = call.services.signIn ?? {};
  if (sessions && isOfThisMachine(call)) return json(200, { mode: 'code' });
  return json(200, entra ? { mode: 'entra', ...entra } : { mode: 'none' });
};

/** For the person who may read the manage key: a link with the code is printed on their terminal. */
export const createSignInCode: ManageOperation = async (call) => {
  const { text, ends } = localSessions(call).newCode();
  return json(201, { code: text, expiresAt: new Date(ends).toISOString() });
};

export const signIn: ManageOperation = async (call) => {
  const session = localSessions(call).exchange(String(call.body.code));
  if (typeof session === 'string') throw new Problem('code-refused', `${REFUSED[session]} ${ANOTHER_LINK}`);
  return json(201, { session: session.text, expiresAt: new Date(session.ends).toISOString() });
};

/** An access token of Entra ID ends by itself: only a session of this service is ended here. */
export const signOut: ManageOperation = async (call) => {
  call.services.signIn?.sessions?.end(bearerOf(call.request) ?? '');
  return noContent();
};

export const getMe: ManageOperation = async ({ caller, services }) => {
  const { id, name, role } = caller;
  const open = operationsOpenTo(caller);
  const may = services.demoData ? open : open.filter((operation) => operation !== 'createDemoData');
  return json(200, { ...assigned({ name, role }), id, may });
};

const operationsOpenTo = (caller: ManageCall['caller']): string[] =>
  paths.flatMap(([, item]) =>
    DESCRIBED_METHODS.flatMap((method) => {
      const described = item[method];
      return described && isOpenTo(caller, described) ? [described.operationId] : [];
    }),
  );

function isOpenTo(caller: ManageCall['caller'], described: DescribedOperation): boolean {
  const role = roleNeeded(described);
  return role === undefined || hasRole(caller, role);
}

const REFUSED = {
  used: 'This link was used before, and opens the portal once.',
  late: 'This link is older than 10 minutes.',
  unknown: 'This link is not known here: the service may have been started anew since.',
} as const;

const ANOTHER_LINK = 'Run npx kissflow-scim portal for another one.';

/** @throws Problem */
function localSessions(call: ManageCall): PortalSessions {
  const { sessions } = call.services.signIn ?? {};
  if (sessions && isOfThisMachine(call)) return sessions;
  throw new Problem(
    'not-found',
    'Links with a one-time code are only for a service that listens on loopback, called from its own machine.',
  );
}

/** A name that resolves to this machine is not enough (DNS rebinding), nor is a proxy or a tunnel that ends on it. */
const isOfThisMachine = ({ request: { url, header } }: ManageCall): boolean =>
  isLoopback(url.hostname) && header('x-forwarded-for') === undefined && header('forwarded') === undefined;
