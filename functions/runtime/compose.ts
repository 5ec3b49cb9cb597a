/**
 * The room of the composition, once per process: settings -> stores, token service, endpoints, and the adapters that carry
 * requests to them. It alone knows the environment, Azure's library and the adapters of the ports; it decides nothing about
 * SCIM.
 */

import type { AccountStore } from '../../shared/accounts/account.ts';
import {
  RESOURCE_TYPES,
  type ResourceTypeTable,
  resourceTypesIn,
} from '../../shared/accounts/resource-types.ts';
import { disabledUsers } from '../../shared/activity/disabled-users.ts';
import { type ActivityRecorder, activityRecorder } from '../../shared/activity/recorder.ts';
import { once } from '../../shared/async/promises.ts';
import { discovery } from '../../shared/http/discovery-endpoint.ts';
import type { Endpoint, Log, LogLine } from '../../shared/http/message.ts';
import { healthEndpoint, unknownEndpoint } from '../../shared/http/other-endpoints.ts';
import { type Probes, readinessEndpoint } from '../../shared/http/readiness-endpoint.ts';
import { resourceEndpoint } from '../../shared/http/resource-endpoint.ts';
import { noTurns, type Turns, turnsOf } from '../../shared/http/turns.ts';
import type { ManageServices } from '../../shared/manage/contract/call.ts';
import type { ResourceStore } from '../../shared/protocol/resource-store.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import { accountDeletion } from '../../shared/storage/accounts/account-deletion.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { fieldUsage } from '../../shared/storage/accounts/field-usage.ts';
import { activityStore } from '../../shared/storage/activity/activity-store.ts';
import { administratorsLog } from '../../shared/storage/log/administrators-log.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { rekeyingOn } from '../../shared/storage/rekey/rekeying.ts';
import { archiveStore } from '../../shared/storage/resources/archive.ts';
import { pageCursors } from '../../shared/storage/resources/page-cursors.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { walkDocuments } from '../../shared/storage/resources/walk-documents.ts';
import { revocationStore, tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import type { DeferredTelemetry } from '../../shared/telemetry/deferred-telemetry.ts';
import { noTelemetry, type Telemetry } from '../../shared/telemetry/telemetry.ts';
import { type TokenService, tokenService } from '../../shared/tokens/token-service.ts';
import { cleanUpOn } from './clean-up.ts';
import { portalFolder, settings } from './environment.ts';
import { manageOn } from './manage.ts';
import { bringUpToDate, connectStores, type Stores } from './open-stores.ts';
import { driveHere, roundsOf } from './owed-work.ts';
import { portalIn } from './portal.ts';
import { telemetryOn } from './telemetry.ts';

export interface Endpoints {
  /** Of the resource type that is found there, such as `/Users`. */
  readonly resources: (endpoint: `/${string}`) => Endpoint;
  readonly schemas: Endpoint;
  readonly resourceTypes: Endpoint;
  readonly serviceProviderConfig: Endpoint;
  readonly health: Endpoint;
  readonly readiness: Endpoint;
  readonly manage: Endpoint;
  readonly portal: Endpoint;
  readonly unknown: Endpoint;
}

/** For how long something is kept: a clock that is set back must not make a revoked token open again. */
const elapsedBy = (now: () => number): (() => number) => (now === Date.now ? () => performance.now() : now);

/** @param now milliseconds since the epoch */
export const tokensOn = (
  { secrets, accounts, activity }: Stores,
  now: () => number,
  telemetry: Telemetry = noTelemetry,
  readAhead?: (accountId: string) => Promise<unknown>,
): TokenService =>
  tokenService({
    secrets,
    revocations: revocationStore(accounts),
    use: tokenUseStore(activity),
    now,
    elapsed: elapsedBy(now),
    onLookUp: telemetry.lookedUp,
    ...(readAhead ? { readAhead } : {}),
  });

/** @param room members on one page of groups; the published number by default */
export const resourcesOn = (
  { resources, activity, isShared = false }: Stores,
  now: () => number,
  room?: number,
): ResourceStore =>
  resourceStore(resources, now, room, isShared ? walkDocuments(activity, now) : pageCursors(now));

/** @param now milliseconds since the epoch */
export function servicesOn(
  stores: Stores,
  publicBaseUrl: string,
  now: () => number = Date.now,
  telemetry: Telemetry = noTelemetry,
  table: ResourceTypeTable = RESOURCE_TYPES,
  turns: Turns = noTurns,
) {
  const accounts = accountStore(stores.accounts, elapsedBy(now), (hit) => telemetry.lookedUp('account', hit));
  const use = tokenUseStore(stores.activity);
  const counts = activityStore(stores.activity);
  const types = resourceTypesIn(table);
  const tokens = tokensOn(stores, now, telemetry, accounts.find);
  const administrators = administratorsLog(stores.accounts);
  return {
    types,
    accounts,
    usage: fieldUsage(stores.resources),
    rekeying: rekeyingOn(stores, (account) => typeNamed(types(account), 'User'), now),
    deletions: accountDeletion({
      containers: stores,
      isShared: stores.isShared ?? false,
      accounts,
      tokens,
      administratorsLog: administrators,
      now,
    }),
    tokens,
    use,
    counts,
    disabledUsers: disabledUsers(counts, now),
    activity: activityRecorder({ ...counts, writeUse: use.record, isThere: isThereIn(accounts) }, now),
    resources: resourcesOn(stores, now),
    archive: archiveStore(stores.resources, now, Object.keys(table)),
    provisioningLog: logStore(stores.resources, stores.activity, now),
    administratorsLog: administrators,
    turns,
    probes: probesOf(stores),
    now,
    publicBaseUrl,
  };
}

/** Of a file that is not in the package: a service in Azure has no use for it. */
export const demoDataOn =
  (stores: Stores, publicBaseUrl: string): NonNullable<ManageServices['demoData']> =>
  async (account) => {
    const { fillWithDemoData } = await import('../../shared/demo-data/fill.ts');
    await fillWithDemoData(account, Date.now(), (now) => {
      const services = servicesOn(stores, publicBaseUrl, now);
      const resources = (endpoint: `/${string}`) => resourceEndpoint(services, endpoint);
      return { tokens: services.tokens, resources, flush: services.activity.flush };
    });
  };

/** An account that is asked for from time to time is in memory, mostly. */
const isThereIn =
  ({ find }: Pick<AccountStore, 'find'>) =>
  async (accountId: string): Promise<boolean> =>
    (await find(accountId)) !== undefined;

/** Reads of what is never there. */
const probesOf = ({ accounts, resources, secrets }: Stores): Probes => ({
  store: () => Promise.all([accounts, resources].map((store) => store.read('ready', 'ready'))),
  vault: () => secrets.get('ready'),
});

export const endpointsOf = (
  services: ReturnType<typeof servicesOn>,
  manage: Endpoint = manageOn(services, {}),
): Endpoints => ({
  resources: (endpoint) => resourceEndpoint(services, endpoint),
  ...discovery(services),
  health: healthEndpoint,
  readiness: readinessEndpoint(services.probes),
  manage,
  portal: portalIn(portalFolder),
  unknown: unknownEndpoint,
});

export interface Composition {
  readonly endpoints: Endpoints;
  /** Finishes what is left over in every account, as far as one run of a timer goes. */
  readonly cleanUp: (log: Log) => Promise<void>;
  /** What is wrong with the store and stops nothing: for whoever logs next, once. */
  readonly remarks: () => readonly LogLine[];
}

let measuring: DeferredTelemetry | undefined;

export function telemetry(): DeferredTelemetry {
  measuring ??= telemetryOn(settings().telemetry, settings().appService);
  return measuring;
}

/** Writes what requests have left, if there were any, and sends what was measured. */
export async function flush(): Promise<void> {
  await started?.flush();
  await telemetry().flush();
}

let started: ActivityRecorder | undefined;

/** A failed start is tried again by the next request. */
export const composition = once(async (): Promise<Composition> => {
  const { publicBaseUrl, manage, role, requestsAtOnce } = settings();
  const lines: LogLine[] = [];
  const onDamage = (detail: string) => lines.push({ event: 'store.damaged', detail });
  const connected = await connectStores(settings(), telemetry(), onDamage);
  const stores = await bringUpToDate(settings(), connected);
  const turns = requestsAtOnce === undefined ? noTurns : turnsOf(requestsAtOnce);
  const services = servicesOn(stores, publicBaseUrl, Date.now, telemetry(), RESOURCE_TYPES, turns);
  started = services.activity;
  stores.differences?.then((found) =>
    lines.push(...found.map((detail) => ({ event: 'store.differs', detail }))),
  );
  // The vault is asked while the store is. What fails here, the first token asks for again.
  if (role !== 'manage') services.tokens.prepare().catch(() => undefined);
  const demoData = manage.keyFile ? { demoData: demoDataOn(stores, publicBaseUrl) } : {};
  if (role === 'all') driveHere(roundsOf(services));
  return {
    endpoints: endpointsOf(services, manageOn({ ...services, ...demoData }, manage)),
    cleanUp: cleanUpOn({ ...services, telemetry: telemetry() }),
    remarks: () => lines.splice(0),
  };
});
