/** What a SCIM request is served with: the services of the process, the account it is for, and the notes for the log. */

import { randomUUID } from 'node:crypto';
import type { Account, AccountStore } from '../accounts/account.ts';
import type { ResourceTypesOf } from '../accounts/resource-types.ts';
import type { AnsweredRequest } from '../activity/activity.ts';
import type { ActivityRecorder } from '../activity/recorder.ts';
import type { ResourceStore } from '../protocol/resource-store.ts';
import type { LogStore, Subject } from '../provisioning-log/entry.ts';
import { assigned } from '../scim/json.ts';
import type { Locate } from '../scim/resource/write.ts';
import { type ResourceType, typeNamed } from '../scim/schema/resource-type.ts';
import type { TokenService } from '../tokens/token-service.ts';
import { framed, type RequestOutcome } from './frame.ts';
import type { Endpoint, HttpRequest, HttpResponse, LogLine } from './message.ts';
import { scimFailure } from './response.ts';
import type { Turns } from './turns.ts';

/** Put together once per process. */
export interface ScimServices {
  readonly accounts: AccountStore;
  readonly types: ResourceTypesOf;
  readonly tokens: Pick<TokenService, 'verify' | 'refused' | 'isFirstWarning'>;
  readonly resources: ResourceStore;
  readonly provisioningLog: LogStore;
  readonly activity: Pick<ActivityRecorder, 'answered'>;
  readonly turns: Turns;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Public origin and path prefix, without a trailing slash; `meta.location` starts with it. */
  readonly publicBaseUrl: string;
}

/** An account's Base URL, without a trailing slash. */
export const baseUrlOf = (
  { publicBaseUrl }: Pick<ScimServices, 'publicBaseUrl'>,
  accountId: string,
): string => `${publicBaseUrl}/scim/v2/${accountId}`;

/** URIs of resources below an account's Base URL. */
export const locateBelow =
  (baseUrl: string, types: readonly ResourceType[]): Locate =>
  (typeName, id) =>
    `${baseUrl}${typeNamed(types, typeName).endpoint}/${id}`;

/** A request whose caller is known. */
export interface ScimCall {
  readonly request: HttpRequest;
  /** Path segments after the endpoint's name. */
  readonly rest: readonly string[];
  readonly account: Account;
  readonly types: readonly ResourceType[];
  /** The account's Base URL, without a trailing slash. */
  readonly baseUrl: string;
  readonly notes: ScimNotes;
}

/** What each method does at a path. */
export type Methods = Readonly<Record<string, (call: ScimCall) => Promise<HttpResponse>>>;

/** What a request met on its way, for its log line and its account's provisioning log. Never values of attributes. */
export interface ScimNotes {
  /** Names of client quirks that were tolerated. */
  readonly quirks: Set<string>;
  /** Attributes that the account lacks and whose data was dropped. */
  readonly ignored: Set<string>;
  /** Names the request in the log; the client sees it in the answer. */
  readonly correlationId: string;
  readonly operation: string;
  account?: string;
  tokenId?: string;
  /** When it is time to say that the token will expire. */
  tokenDaysLeft?: number;
  /** Ids of retiring fields that values were sent for. */
  readonly retiring: Set<string>;
  /** How many resources a page holds that would have been too heavy with more. */
  shortenedTo?: number;
  /** Of the resource that the path names. */
  resourceId?: string;
  /** The request takes a user's access away: a mapping that was forgotten must not keep a leaver active. */
  disables?: boolean;
  /** Whom the body is about: for the provisioning log only. */
  subject?: Subject;
  /** What the write comes to, if it succeeds, and why the request was refused: for the counts of the account. */
  activity?: Pick<AnsweredRequest, 'change' | 'disabledUsers' | 'refusal'>;
  /** The account to which a token was sent that does not open it. */
  strangerAt?: string;
}

/**
 * @param name of the operation in the log, such as `Users`
 * @param answered told how a request ended; must not throw
 */
export const scimEndpoint = (
  name: string,
  answer: (request: HttpRequest, notes: ScimNotes) => Promise<HttpResponse>,
  answered: (notes: ScimNotes, outcome: RequestOutcome) => void = () => {},
): Endpoint =>
  framed({
    notes: ({ method }) => newNotes(`${name}.${method}`),
    answer,
    failure: scimFailure,
    lines: (notes, outcome) => {
      answered(notes, outcome);
      return lines(notes, outcome);
    },
  });

const newNotes = (operation: string): ScimNotes => ({
  quirks: new Set(),
  ignored: new Set(),
  retiring: new Set(),
  correlationId: randomUUID(),
  operation,
});

function lines(notes: ScimNotes, outcome: RequestOutcome): readonly LogLine[] {
  const { operation, account, tokenId, tokenDaysLeft: daysLeft, quirks, ignored, shortenedTo } = notes;
  const expiry = daysLeft === undefined ? [] : [{ event: 'token.expires', account, tokenId, daysLeft }];
  const details = { account, tokenId, shortenedTo, quirks: namesIn(quirks), ignored: namesIn(ignored) };
  return [...expiry, { event: 'scim.request', operation, ...outcome, ...assigned(details) }];
}

const namesIn = (names: ReadonlySet<string>): string[] | undefined =>
  names.size > 0 ? [...names] : undefined;
