/** Composes the manage API at its first call: provisioning starts without it. */

import { readFile } from 'node:fs/promises';
import { once } from '../../shared/async/promises.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import type { CallerCheck } from '../../shared/manage/callers/caller.ts';
import type { ManageServices, SignIn } from '../../shared/manage/contract/call.ts';
import type { ManageSettings } from './settings.ts';
import { systemUser } from './system-user.ts';

type ManageParts = Omit<ManageServices, 'callers' | 'signIn'>;

export function manageOn(parts: ManageParts, settings: ManageSettings): Endpoint {
  const composed = once(() => compose(parts, settings));
  return async (request, log) => (await composed())(request, log);
}

async function compose(parts: ManageParts, settings: ManageSettings): Promise<Endpoint> {
  const { manageEndpoint } = await import('../../shared/manage/manage-endpoint.ts');
  const signIn = await signInOf(settings, parts.now);
  const callers = await callersOf(settings, parts.now);
  const check = signIn.sessions?.check;
  return manageEndpoint({ ...parts, callers: check ? [...callers, check] : callers, signIn });
}

async function signInOf(
  { entra, keyFile, oneTimeCodes }: ManageSettings,
  now: () => number,
): Promise<SignIn> {
  if (keyFile && oneTimeCodes) {
    const { portalSessions } = await import('../../shared/manage/callers/portal-sessions.ts');
    return { sessions: portalSessions(systemUser(), now) };
  }
  const clientId = entra?.audiences.find((audience) => !audience.includes(':'));
  if (!entra || !clientId) return {};
  const { authority, tenantId } = entra;
  // The page and the API are one application: by its URI instead of its id Entra ID renews no token (AADSTS90009).
  return { entra: { authority, tenantId, clientId, scope: `${clientId}/.default` } };
}

async function callersOf({ entra, keyFile }: ManageSettings, now: () => number): Promise<CallerCheck[]> {
  const checks: CallerCheck[] = [];
  if (keyFile) {
    const { keyCallers } = await import('../../shared/manage/callers/key-callers.ts');
    checks.push(keyCallers(() => readFile(keyFile, 'utf8').catch(() => undefined), systemUser()));
  }
  if (entra) {
    const { entraCallers, entraKeys } = await import('../../shared/manage/callers/entra-callers.ts');
    checks.push(entraCallers(entra, entraKeys(entra), now));
  }
  return checks;
}
