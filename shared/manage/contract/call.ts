/** One call of the manage API as its operation sees it: path, query and body already hold to the OpenAPI document. */

import type { Account, AccountStore, FieldUsage, Rekeying } from '../../accounts/account.ts';
import type { AccountDeletion } from '../../accounts/deletion.ts';
import type { ResourceTypesOf } from '../../accounts/resource-types.ts';
import type { ActivityStore } from '../../activity/activity.ts';
import type { DisabledUsers } from '../../activity/disabled-users.ts';
import type { ActivityRecorder } from '../../activity/recorder.ts';
import type { AdministratorsLog, BegunEntry, ChangedSetting } from '../../administrators-log/entry.ts';
import type { ArchiveStore } from '../../archive/archive-store.ts';
import { each, inPieces } from '../../async/pieces.ts';
import {
  bodyOf,
  type HttpHeaders,
  type HttpRequest,
  type HttpResponse,
  jsonResponse,
} from '../../http/message.ts';
import type { ResourceStore } from '../../protocol/resource-store.ts';
import type { LogStore } from '../../provisioning-log/entry.ts';
import type { JsonObject } from '../../scim/json.ts';
import { instant } from '../../scim/resource/compare.ts';
import type { TokenService } from '../../tokens/token-service.ts';
import type { Caller, CallerCheck } from '../callers/caller.ts';
import type { PortalSessions } from '../callers/portal-sessions.ts';

/** What the operations work with; put together once per process. */
export interface ManageServices {
  readonly accounts: AccountStore;
  readonly types: ResourceTypesOf;
  readonly usage: FieldUsage;
  readonly rekeying: Rekeying;
  readonly deletions: AccountDeletion;
  readonly tokens: TokenService;
  readonly resources: ResourceStore;
  readonly archive: ArchiveStore;
  readonly provisioningLog: LogStore;
  readonly administratorsLog: AdministratorsLog;
  readonly activity: ActivityRecorder;
  readonly counts: ActivityStore;
  readonly disabledUsers: DisabledUsers;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Public origin and path prefix, without a trailing slash. */
  readonly publicBaseUrl: string;
  /** Ways to be let in; none when the manage API is not set up. */
  readonly callers: readonly CallerCheck[];
  /** On the administrator's own machine: fills an account that has nobody yet. */
  readonly demoData?: (account: Account) => Promise<void>;
  /** Left out: nobody signs in to the portal. */
  readonly signIn?: SignIn;
}

/** Ways in which a person signs in to the portal. */
export interface SignIn {
  /** On the administrator's own machine. */
  readonly sessions?: PortalSessions;
  /** What a page needs to ask Entra ID for an access token. */
  readonly entra?: {
    readonly authority: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly scope: string;
  };
}

export interface ManageCall {
  readonly request: HttpRequest;
  readonly services: ManageServices;
  readonly caller: Caller;
  /** Of this call, in its answer and in every log. */
  readonly correlationId: string;
  /** For the log line of the call: which token it made, replaced or ended. Never its text. */
  readonly noteToken: (tokenId: string) => void;
  /** For the administrators' log: old and new values of what was changed. Never a secret. */
  readonly noteChanges: (changes: readonly ChangedSetting[]) => void;
  /** Of this call in the administrators' log; undefined where it has none. */
  readonly entry?: BegunEntry;
  /** True: the change goes on behind the answer, or a failure of the store, and who ends it completes the entry. */
  readonly keepOpen: (isOpen: boolean) => void;
  /** Path parameters. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters, with their defaults. */
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Empty for an operation without a body. */
  readonly body: JsonObject;
}

export type ManageOperation = (call: ManageCall) => Promise<HttpResponse>;

export const json = (status: number, body: object, headers: HttpHeaders = {}): HttpResponse =>
  jsonResponse(status, 'application/json; charset=utf-8', body, headers);

/** An object with a list in it, which may be long. @param head what stands before the list */
export async function jsonList(head: object, name: string, rows: readonly object[]): Promise<HttpResponse> {
  const texts = await inPieces(each(rows, (row) => JSON.stringify(row)));
  const start = JSON.stringify({ ...head, [name]: [] }).slice(0, -2);
  const pieces = texts.map((text, index) => (index === 0 ? text : `,${text}`));
  return { ...json(200, {}), body: bodyOf([start, ...pieces, ']}']) };
}

/** The account that the path names, as it is now: an administrator reads back what was just changed elsewhere. @throws AccountError `unknown` */
export const accountOf = ({ services, path }: ManageCall): Promise<Account> =>
  services.accounts.current(path.accountId ?? '');

/** An RFC 3339 date-time of a body or a query, which was found valid; one without a zone is in UTC, as in SCIM. */
export const dateOf = (text: string): Date => new Date(instant(text) ?? Number.NaN);
