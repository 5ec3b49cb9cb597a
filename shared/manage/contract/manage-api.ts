/** Made from the OpenAPI document of the manage API by `npm run contract:types`: change the document instead. */

export type FieldType = 'text' | 'number' | 'currency' | 'date' | 'dateTime' | 'yesNo' | 'dropdown' | 'user';

export type FieldTypeList = {
  readonly fieldTypes: readonly {
    readonly type: FieldType;
    /** Its name in a sentence. */
    readonly title: string;
    /** Whether a field of it lists its choices. */
    readonly hasOptions: boolean;
    readonly mayBeRequired: boolean;
  }[];
};

export type SignIn = {
  /** code: by a link with a one-time code; entra: by an access token of Entra ID; none: not set up. */
  readonly mode: 'code' | 'entra' | 'none';
  /** Of entra: the origin that signs people in. */
  readonly authority?: string;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly scope?: string;
};

export type SignInCode = {
  readonly code: string;
};

export type CreatedCode = {
  readonly code: string;
  readonly expiresAt: string;
};

export type Session = {
  readonly session: string;
  readonly expiresAt: string;
};

export type Me = {
  readonly id: string;
  /** Left out where the access token does not say it. */
  readonly name?: string;
  readonly role: 'Viewer' | 'IamAdmin' | 'SuperAdmin';
  /** operationId of every operation that is open to the caller. */
  readonly may: readonly string[];
};

export type Field = {
  /** Unique in the account without regard to case; begins with a letter, then letters, digits and _. */
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Of a dropdown, and of no other type: its choices in order. */
  readonly options?: readonly string[];
};

export type LogSettings = {
  /** Whether the log keeps old and new values. */
  readonly values: boolean;
  readonly days: number;
};

export type AccountSummary = {
  readonly id: string;
  readonly name: string;
  /** What happens to data under attributes that the account does not have. */
  readonly unsupportedAttributes: 'reject' | 'ignore';
  readonly log: LogSettings;
  readonly version: number;
  /** Tenant URL to enter in Entra ID. */
  readonly baseUrl: string;
};

export type Account = {
  readonly id: string;
  readonly name: string;
  /** What happens to data under attributes that the account does not have. */
  readonly unsupportedAttributes: 'reject' | 'ignore';
  readonly log: LogSettings;
  readonly version: number;
  /** Tenant URL to enter in Entra ID. */
  readonly baseUrl: string;
  readonly fields: readonly Field[];
};

export type AccountList = {
  readonly accounts: readonly AccountSummary[];
};

export type NewAccount = {
  /** The Kissflow account id: 2 to 40 letters and digits. */
  readonly id: string;
  readonly name: string;
  /** What happens to data under attributes that the account does not have. */
  readonly unsupportedAttributes?: 'reject' | 'ignore';
  readonly log?: LogSettings;
  readonly fields?: readonly Field[];
};

export type AccountChange = {
  readonly name?: string;
  /** What happens to data under attributes that the account does not have. */
  readonly unsupportedAttributes?: 'reject' | 'ignore';
  readonly log?: LogSettings;
};

export type AccountDeletion = {
  readonly account: string;
  /** When the account was taken out of use. */
  readonly since: string;
  readonly isDone: boolean;
  /** Users, groups, memberships, log entries and others that are still there. */
  readonly documentsLeft: number;
  /** Not before then are the last documents removed: requests that were under way may still write some. */
  readonly endsAfter: string;
  /** What is kept, where, and for how long. */
  readonly kept: readonly string[];
};

export type FieldList = {
  readonly fields: readonly Field[];
  /** Fields that were removed. One of them in fields brings it back, with the values of users. */
  readonly formerFields: readonly FormerField[];
};

export type FieldUsage = {
  /** By field id, removed fields too: their values are kept. Left out: the field was not counted in the time. */
  readonly users: Readonly<Record<string, number>>;
};

export type FieldListChange = {
  readonly fields: readonly Field[];
  /** Ids of removed fields that retire, of all that do: what is sent for them is dropped and named in the log, and nothing is refused. Left out, those that retire go on. */
  readonly retiring?: readonly string[];
};

export type NewToken = {
  readonly label: string;
  /** Left out: in 365 days. null: never. */
  readonly expiresAt?: string | null;
};

export type TokenRotation = {
  /** Left out: in 365 days. null: never. */
  readonly expiresAt?: string | null;
};

export type CreatedToken = {
  readonly tokenId: string;
  /** Shown this once. */
  readonly token: string;
  readonly expiresAt: string | null;
  readonly baseUrl: string;
  /** Content of the file to hand to the person who sets up provisioning. */
  readonly connectionFile: {
    readonly baseUrl: string;
    readonly token: string;
  };
  readonly warning?: string;
};

export type Token = {
  readonly tokenId: string;
  readonly label: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** Exact to the minute. null: not in use yet, or since before this was recorded; then lastUsedAt is there. */
  readonly firstUsedAt: string | null;
  /** Exact to the minute, and up to a minute late. null: not in use yet. */
  readonly lastUsedAt: string | null;
  /** Id of the newest token that was made by rotating this one and is not revoked. When it is in use (lastUsedAt), this one may be revoked. */
  readonly replacedBy?: string;
  readonly status: 'live' | 'expiring' | 'expired' | 'revoked';
  readonly daysLeft: number | null;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
};

export type TokenList = {
  readonly tokens: readonly Token[];
};

export type AccountStatus = {
  readonly account: string;
  /** The last request with a token of the account, up to a minute late. null: there was none. */
  readonly lastRequest: {
    readonly at: string;
    readonly tokenId: string;
    readonly label: string;
  } | null;
  readonly users: {
    readonly total: number;
    /** null while users are counted for the first time: ask again in a few seconds. */
    readonly active: number | null;
    readonly disabled: number | null;
    /** When disabled users were counted; the number has followed the changes since. */
    readonly countedAt?: string;
  };
  readonly groups: number;
  /** The last 24 hours and the hour that has begun, up to a minute late. */
  readonly lastDay: {
    readonly since: string;
    /** Numbers of writes by what they did, as the log names it (created, disabled, ...; unchanged where there was nothing to do). */
    readonly changes: Readonly<Record<string, number>>;
    /** By reason, the most frequent first. */
    readonly refusals: readonly {
      /** As in the log; token-unknown for tokens that are none of the account's. */
      readonly code: string;
      readonly count: number;
      readonly lastAt: string;
      /** Path of the attribute that the last one was about. */
      readonly field?: string;
      /** What to do about the last one. */
      readonly remedy?: string;
    }[];
    /** Requests that this service could not answer: 429 and 5xx. Clients repeat them. */
    readonly failures: number;
  };
  readonly tokens: readonly Token[];
  readonly work: {
    /** Deletions and large changes of members that are finished in the background. */
    readonly unfinished: number;
    /** Search keys of users that follow a field with another type. null: none. */
    readonly rekeying: {
      /** When the field was changed. */
      readonly since: string;
      /** Users whose keys were looked at. */
      readonly done: number;
      /** Users of the account. */
      readonly total: number;
    } | null;
  };
  /** Fields that retire: what is sent for them is dropped. A client sends what changes, so that a mapping may be there although nothing has come. */
  readonly retiring: readonly {
    readonly field: string;
    /** Of the mapping that is to be deleted. */
    readonly target: string;
    readonly since?: string;
    /** When a value was last sent for it, up to a minute late. null: not since it retires. */
    readonly lastSentAt: string | null;
  }[];
  /** What has to be done until users are provisioned, in this order. */
  readonly setUp: readonly {
    readonly step: 'token' | 'fields' | 'connection' | 'firstUser' | 'firstGroup';
    readonly done: boolean;
    readonly optional: boolean;
    /** What to do; of a step that is open. */
    readonly remedy?: string;
  }[];
};

export type ConnectionToCheck = {
  /** As it is entered in Entra ID. Left out: the token is not looked at. */
  readonly token?: string;
};

export type ConnectionCheck = {
  readonly baseUrl: string;
  readonly steps: readonly {
    /** address: Entra ID may call it. answer: this service answers there. token: it opens the account. query: a user who does not exist is an empty list. */
    readonly step: 'address' | 'answer' | 'token' | 'query';
    readonly outcome: 'ok' | 'failed' | 'skipped';
    readonly detail: string;
    /** What to do; of a step that failed. */
    readonly remedy?: string;
  }[];
  /** The last request with a token of the account, up to a minute late. null: there was none. */
  readonly lastRequest: {
    readonly at: string;
    readonly tokenId: string;
    readonly label: string;
  } | null;
};

export type MappingSource = {
  readonly mappingType: 'Direct' | 'Expression';
  readonly attribute: string;
  readonly expression: string;
  readonly placeholder?: boolean;
};

export type MappingRow = {
  readonly target: string;
  readonly type: 'String' | 'DateTime' | 'Boolean' | 'Reference';
  readonly required: boolean;
  readonly multiValued: boolean;
  readonly exactCase: boolean;
  readonly referencedObject?: string;
  readonly source: MappingSource;
  readonly shownAs?: string;
};

export type MappingFieldRow = {
  readonly target: string;
  readonly type: 'String' | 'DateTime' | 'Boolean' | 'Reference';
  readonly required: boolean;
  readonly multiValued: boolean;
  readonly exactCase: boolean;
  readonly referencedObject?: string;
  readonly field: string;
  readonly name: string;
  readonly source?: MappingSource;
  /** Right in place of String where the source has this type, too. */
  readonly alternativeType?: 'DateTime' | 'Boolean';
  readonly fallbackType?: string;
  /** For a date whose source is text as directories write it: what to type as an expression. */
  readonly textExpression?: string;
  readonly notes: readonly string[];
};

export type MappingGuide = {
  readonly accountId: string;
  readonly extension: string;
  readonly fields: readonly MappingFieldRow[];
  readonly users: {
    readonly change: readonly MappingRow[];
    readonly remove: readonly {
      readonly target: string;
      readonly source: string;
      readonly instead?: string;
    }[];
    /** To delete unless the source has one value: a user with a list there is refused. */
    readonly removeUnlessSingle: readonly {
      readonly target: string;
      readonly source: string;
    }[];
    readonly keep: readonly string[];
  };
  readonly groups: readonly MappingRow[];
};

export type MappingGuidePage = {
  readonly title: string;
  readonly introduction: RunningText;
  readonly sections: readonly {
    readonly title: string;
    readonly blocks: readonly PageBlock[];
  }[];
};

export type PageBlock = {
  readonly text?: RunningText;
  readonly list?: readonly RunningText[];
  readonly table?: PageTable;
};

export type PageTable = {
  readonly id: 'attributes' | 'change' | 'delete' | 'add' | 'text-dates' | 'groups';
  readonly resourceType: 'User' | 'Group';
  readonly head: readonly string[];
  readonly rows: readonly {
    readonly target: string;
    readonly cells: readonly RunningText[];
    /** When a client sent the attribute last, as far as the newest entries of the log tell. */
    readonly seen?: string;
  }[];
};

export type RunningText = readonly {
  readonly text: string;
  /** place: a page of Entra's admin center; link: text is its address. */
  readonly style?: 'code' | 'strong' | 'emphasis' | 'place' | 'link';
  /** Of a place: its name in the older view. */
  readonly older?: string;
}[];

export type GraphSchema = Readonly<Record<string, unknown>>;

export type MergedGraphSchema = {
  /** Ready to be PUT. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly changes: readonly string[];
  /** What is left to the administrator. */
  readonly open: readonly string[];
};

export type UserRow = {
  readonly id: string;
  readonly userName: string;
  readonly displayName?: string;
  readonly externalId?: string;
  readonly active?: boolean;
  readonly designation?: string;
  readonly email?: string;
  /** How many groups the user is a direct member of. */
  readonly groups: number;
  /** Values of the account's Kissflow fields by field id. A number is a text with its digits. A user reference is an object of value (the id) and, where that is a user of the account, userName and displayName. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly created: string;
  readonly lastModified: string;
};

export type UserPage = {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly users: readonly UserRow[];
  /** On an empty page: what to try, as sentences. */
  readonly hints?: readonly string[];
};

export type UserDetails = {
  readonly user: UserRow;
  /** The groups that the user is a direct member of, at most 500; user.groups says how many there are. */
  readonly groups: readonly NamedGroup[];
  /** All attributes as a SCIM client reads them, but id, meta, schemas, groups and members, and those of Kissflow fields. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Ids of the fields of which the user has a value that is kept and not shown: the account has the field no more, or with another type. */
  readonly retained: readonly string[];
};

export type NamedGroup = {
  readonly id: string;
  /** Left out where the group has been deleted meanwhile. */
  readonly displayName?: string;
};

export type GroupRow = {
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string;
  /** How many users and groups are direct members. */
  readonly members: number;
  readonly created: string;
  readonly lastModified: string;
};

export type GroupPage = {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly groups: readonly GroupRow[];
  /** On an empty page: what to try, as sentences. */
  readonly hints?: readonly string[];
};

export type GroupDetails = {
  readonly group: GroupRow;
  /** All attributes as a SCIM client reads them, but id, meta, schemas, groups and members, and those of Kissflow fields. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type MemberRow = {
  readonly id: string;
  /** Resource type: User or Group. */
  readonly type: string;
  readonly userName?: string;
  readonly displayName?: string;
  readonly active?: boolean;
};

export type MemberPage = {
  readonly members: readonly MemberRow[];
  /** Left out on the last page. */
  readonly nextCursor?: string;
  /** On an empty page: what to try, as sentences. */
  readonly hints?: readonly string[];
};

export type ChangedAttribute = {
  readonly attribute: string;
  /** Of active, and of the name at a renaming; of other attributes only where the account keeps values. */
  readonly before?: unknown;
  /** As before. */
  readonly after?: unknown;
};

export type LogEntry = {
  readonly id: string;
  readonly at: string;
  readonly operation: 'create' | 'replace' | 'modify' | 'delete' | 'read' | 'import';
  /** Left out for a request to an endpoint of no resource type. */
  readonly resourceType?: 'User' | 'Group';
  readonly resourceId?: string;
  readonly name?: string;
  /** In Entra ID the object id. */
  readonly externalId?: string;
  readonly outcome: 'success' | 'unchanged' | 'refused';
  /** Of a success: what happened. Of several things at once the first one in this order that did. */
  readonly event?:
    | 'created'
    | 'disabled'
    | 'restored'
    | 'renamed'
    | 'changed'
    | 'members-changed'
    | 'deleted';
  /** Of the answer. */
  readonly status: number;
  readonly scimType?: string;
  /** Of a refusal: what went wrong, for programs. It does not change when the wording of detail does. */
  readonly code?: string;
  /** Of a refusal: the sentence that the client got; what the client sent is left out unless the account keeps values. */
  readonly detail?: string;
  /** Path of the attribute that detail is about. */
  readonly field?: string;
  /** What to do about it. */
  readonly remedy?: string;
  readonly attributes: readonly ChangedAttribute[];
  readonly members?: {
    readonly added: number;
    readonly removed: number;
    readonly cleared: boolean;
    /** The first members that were named. */
    readonly ids: readonly string[];
  };
  /** Requests that were refused alike within an hour, where they share an entry: those with one token that opens nothing. */
  readonly count?: number;
  /** What an administrator should look at, though it was done. */
  readonly warning?: string;
  /** Of a refusal: true when the user should have been disabled by it, and is still active. */
  readonly leavesActive?: boolean;
  readonly quirks: readonly string[];
  readonly ignored: readonly string[];
  readonly correlationId: string;
  readonly tokenId: string;
  /** Of an import: who called. */
  readonly by?: string;
};

export type LogPage = {
  readonly entries: readonly LogEntry[];
  /** Left out on the last page. */
  readonly nextCursor?: string;
  /** On the first page: minutes in which more requests were refused than the log keeps. */
  readonly incomplete?: readonly string[];
  /** On an empty page: what to try, as sentences. */
  readonly hints?: readonly string[];
};

export type FoundUser = {
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly active: boolean;
  readonly lastModified: string;
  /** What the text is of this user; log: found through the log, under a former name or externalId. */
  readonly foundBy: 'id' | 'externalId' | 'userName' | 'email' | 'log';
};

export type Explanation = {
  readonly asked: string;
  readonly state: 'active' | 'disabled' | 'deleted' | 'absent';
  /** True of a user who should have been disabled by a request that was refused. */
  readonly isStillActive: boolean;
  readonly user?: FoundUser;
  /** Users whom the text fits as well. */
  readonly otherUsers: readonly FoundUser[];
  /** The user who has the userName with which requests for the person came. */
  readonly holder?: unknown;
  /** Sentences in the order in which they are read. A code stays when the words change. */
  readonly findings: readonly {
    readonly code:
      | 'here'
      | 'found-by-email'
      | 'found-in-other-case'
      | 'found-by-former-name'
      | 'fits-others'
      | 'name-held'
      | 'absent'
      | 'active'
      | 'still-active'
      | 'disabled'
      | 'causes'
      | 'deleted'
      | 'recreated'
      | 'last-request'
      | 'refused'
      | 'never-came'
      | 'no-token'
      | 'token-refused'
      | 'token-unknown'
      | 'no-contact'
      | 'silent'
      | 'in-contact';
    readonly text: string;
  }[];
  /** What to do, in this order. */
  readonly steps: readonly string[];
  /** Of a disabled user: causes in Entra ID that are not ruled out. */
  readonly causes: readonly ('unassigned' | 'out-of-scope' | 'deleted-in-directory' | 'sign-in-blocked')[];
  readonly disabledBy?: LogEntry;
  readonly deletedBy?: LogEntry;
  readonly lastRequest?: LogEntry;
  readonly lastRefusal?: LogEntry;
  /** The last use of a token of the account; looked up when neither a user nor an entry is known. */
  readonly lastContact?: {
    readonly tokenId: string;
    readonly label: string;
    /** A day or an instant, in UTC. */
    readonly at: string;
  };
};

export type RecordedOperation =
  | 'createAccount'
  | 'changeAccount'
  | 'deleteAccount'
  | 'replaceFields'
  | 'createToken'
  | 'revokeToken'
  | 'rotateToken'
  | 'exportAccount'
  | 'importAccount'
  | 'createDemoData';

export type ChangedSetting = {
  /** name, log.values, fields.costCenter; of a token label and expiresAt; of an import records.created. */
  readonly setting: string;
  /** Left out where there was or is none, and where the values of one entry are too long. */
  readonly before?: unknown;
  readonly after?: unknown;
};

export type AdministratorsLogEntry = {
  readonly id: string;
  readonly at: string;
  /** operationId of this document. */
  readonly operation: string;
  /** Object id in Entra ID; manage-key or local for the keys of one machine. */
  readonly by: string;
  /** Of the user or application in Entra ID, where the token says it; of the operating-system user on one machine. */
  readonly name?: string;
  /** The manage API, or the command line on the machine of the store. */
  readonly from: 'manage-api' | 'command-line';
  /** begun: under way, or the service stopped before the end. refused: an error of the caller, and nothing was changed. failed: an error of the service, and some of the change may have been made. */
  readonly outcome: 'begun' | 'done' | 'refused' | 'failed';
  readonly endedAt?: string;
  /** Of the answer. */
  readonly status?: number;
  /** Of an error: the kind of problem, the end of its type. */
  readonly code?: string;
  /** Of the token that was to be ended or replaced. */
  readonly tokenId?: string;
  /** Of the token that was made. */
  readonly newTokenId?: string;
  readonly changes?: readonly ChangedSetting[];
  readonly correlationId: string;
};

export type AdministratorsLogPage = {
  readonly entries: readonly AdministratorsLogEntry[];
  /** Left out on the last page. */
  readonly nextCursor?: string;
  /** On an empty page: what to try, as sentences. */
  readonly hints?: readonly string[];
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly {
    readonly pointer?: string;
    readonly parameter?: string;
    readonly detail: string;
  }[];
  /** What went wrong, for programs. It does not change when the wording of detail does. */
  readonly code: string;
  /** Path of the attribute that detail is about. */
  readonly field?: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly needsConfirmation?: readonly AffectedField[];
  /** Of a missing role: the app role that is needed at least. */
  readonly requiredRole?: 'Viewer' | 'IamAdmin' | 'SuperAdmin';
};

export type AffectedField = {
  readonly field: string;
  readonly reason: 'removed' | 'retired' | 'retyped' | 'options removed' | 'required';
  /** How many users hold a value; of a field that becomes required, how many hold none. */
  readonly users: number;
  /** Target attribute of the mapping that sends values for the field. */
  readonly target: string;
  /** What happens to the values, and what the client gets until its mapping is changed. */
  readonly detail: string;
};

export type FieldConsequences = {
  readonly needsConfirmation: readonly AffectedField[];
};

export type AccountRecord = {
  readonly record: 'account';
  readonly format: 1;
  readonly exportedAt?: string;
  readonly account: {
    /** The Kissflow account id: 2 to 40 letters and digits. */
    readonly id: string;
    readonly name: string;
    /** What happens to data under attributes that the account does not have. */
    readonly unsupportedAttributes?: 'reject' | 'ignore';
    readonly log?: LogSettings;
    readonly fields?: readonly Field[];
    /** Fields that were removed; users' values are kept. */
    readonly formerFields?: readonly FormerField[];
  };
};

export type FormerField = {
  /** Unique in the account without regard to case; begins with a letter, then letters, digits and _. */
  readonly id: string;
  readonly type: FieldType;
  readonly name?: string;
  readonly required?: boolean;
  /** Of a dropdown, and of no other type: its choices in order. */
  readonly options?: readonly string[];
  readonly removedAt?: string;
  /** What is sent for it is dropped, and nothing is refused. */
  readonly retiring?: true;
};

export type UserRecord = {
  readonly record: 'user';
  /** A UUID of version 7 in lower case, as an export has it. */
  readonly id: string;
  readonly revision: number;
  readonly created: string;
  readonly lastModified: string;
  /** SCIM attributes; numbers are text. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Values of Kissflow fields by field id; numbers are text. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Values that the account does not show now: their fields were removed, or have other types. */
  readonly kept?: Readonly<Record<string, unknown>>;
};

export type GroupRecord = {
  readonly record: 'group';
  /** A UUID of version 7 in lower case, as an export has it. */
  readonly id: string;
  readonly revision: number;
  readonly created: string;
  readonly lastModified: string;
  /** SCIM attributes, without members. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type MembershipRecord = {
  readonly record: 'membership';
  /** A UUID of version 7 in lower case, as an export has it. */
  readonly groupId: string;
  /** A UUID of version 7 in lower case, as an export has it. */
  readonly memberId: string;
};

export type ArchiveTotals = {
  readonly users: number;
  readonly groups: number;
  readonly memberships: number;
};

export type ExportPage = {
  readonly records: readonly (AccountRecord | UserRecord | GroupRecord | MembershipRecord)[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  readonly totals?: ArchiveTotals;
};

export type ImportRequest = {
  /** Users before groups, groups before memberships. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
};

export type RefusedRecord = {
  /** Place in records, from 0. */
  readonly index: number;
  readonly detail: string;
  /** Of an error in SCIM data: what went wrong, for programs. */
  readonly code?: string;
  /** Path of the attribute that detail is about. */
  readonly field?: string;
  /** What to do about it. */
  readonly remedy?: string;
};

export type ImportReport = {
  /** What differs and was left unchanged. */
  readonly notes: readonly string[];
  readonly created: number;
  /** Were there already. */
  readonly unchanged: number;
  readonly refused: readonly RefusedRecord[];
};

export type DemoData = {
  readonly users: number;
  readonly groups: number;
};

/** By method and path template below `/manage/v1`: parameters of path and query, body, answer. */
export type Operations = {
  /** getOpenApi */
  readonly 'GET /openapi.json': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: Readonly<Record<string, unknown>>;
  };
  /** getSignIn */
  readonly 'GET /sign-in': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: SignIn;
  };
  /** signIn */
  readonly 'POST /sign-in': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: SignInCode;
    readonly answer: Session;
  };
  /** signOut */
  readonly 'DELETE /sign-in': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** createSignInCode */
  readonly 'POST /sign-in/codes': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: CreatedCode;
  };
  /** getMe */
  readonly 'GET /me': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: Me;
  };
  /** listFieldTypes */
  readonly 'GET /field-types': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: FieldTypeList;
  };
  /** listAccounts */
  readonly 'GET /accounts': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: undefined;
    readonly answer: AccountList;
  };
  /** createAccount */
  readonly 'POST /accounts': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly body: NewAccount;
    readonly answer: Account;
  };
  /** getAccount */
  readonly 'GET /accounts/{accountId}': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: Account;
  };
  /** changeAccount */
  readonly 'PATCH /accounts/{accountId}': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: AccountChange;
    readonly answer: Account;
  };
  /** deleteAccount */
  readonly 'DELETE /accounts/{accountId}': {
    readonly parameters: {
      readonly accountId: string;
      readonly confirm?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: AccountDeletion;
  };
  /** getStatus */
  readonly 'GET /accounts/{accountId}/status': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: AccountStatus;
  };
  /** checkConnection */
  readonly 'POST /accounts/{accountId}/connection-check': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: ConnectionToCheck;
    readonly answer: ConnectionCheck;
  };
  /** getFields */
  readonly 'GET /accounts/{accountId}/fields': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: FieldList;
  };
  /** replaceFields */
  readonly 'PUT /accounts/{accountId}/fields': {
    readonly parameters: {
      readonly accountId: string;
      readonly confirm?: boolean | undefined;
      readonly dryRun?: boolean | undefined;
    };
    readonly body: FieldListChange;
    readonly answer: FieldList | FieldConsequences;
  };
  /** getFieldUsage */
  readonly 'GET /accounts/{accountId}/fields/usage': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: FieldUsage;
  };
  /** listTokens */
  readonly 'GET /accounts/{accountId}/tokens': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: TokenList;
  };
  /** createToken */
  readonly 'POST /accounts/{accountId}/tokens': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: NewToken;
    readonly answer: CreatedToken;
  };
  /** revokeToken */
  readonly 'DELETE /accounts/{accountId}/tokens/{tokenId}': {
    readonly parameters: {
      readonly accountId: string;
      readonly tokenId: string;
    };
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** rotateToken */
  readonly 'POST /accounts/{accountId}/tokens/{tokenId}/rotate': {
    readonly parameters: {
      readonly accountId: string;
      readonly tokenId: string;
    };
    readonly body: TokenRotation;
    readonly answer: CreatedToken;
  };
  /** getMappingGuide */
  readonly 'GET /accounts/{accountId}/mapping-guide': {
    readonly parameters: {
      readonly accountId: string;
      readonly format?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: MappingGuide;
  };
  /** getMappingGuidePage */
  readonly 'GET /accounts/{accountId}/mapping-guide/page': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: MappingGuidePage;
  };
  /** mergeGraphSchema */
  readonly 'POST /accounts/{accountId}/mapping-guide/graph-schema': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: GraphSchema;
    readonly answer: MergedGraphSchema;
  };
  /** listUsers */
  readonly 'GET /accounts/{accountId}/users': {
    readonly parameters: {
      readonly accountId: string;
      readonly startIndex?: number | undefined;
      readonly count?: number | undefined;
      readonly search?: string | undefined;
      readonly active?: boolean | undefined;
      readonly group?: string | undefined;
      readonly field?: string | undefined;
      readonly value?: string | undefined;
      readonly sort?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: UserPage;
  };
  /** getUser */
  readonly 'GET /accounts/{accountId}/users/{userId}': {
    readonly parameters: {
      readonly accountId: string;
      readonly userId: string;
    };
    readonly body: undefined;
    readonly answer: UserDetails;
  };
  /** listGroups */
  readonly 'GET /accounts/{accountId}/groups': {
    readonly parameters: {
      readonly accountId: string;
      readonly startIndex?: number | undefined;
      readonly count?: number | undefined;
      readonly search?: string | undefined;
      readonly sort?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: GroupPage;
  };
  /** getGroup */
  readonly 'GET /accounts/{accountId}/groups/{groupId}': {
    readonly parameters: {
      readonly accountId: string;
      readonly groupId: string;
    };
    readonly body: undefined;
    readonly answer: GroupDetails;
  };
  /** listMembers */
  readonly 'GET /accounts/{accountId}/groups/{groupId}/members': {
    readonly parameters: {
      readonly accountId: string;
      readonly groupId: string;
      readonly search?: string | undefined;
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: MemberPage;
  };
  /** getLog */
  readonly 'GET /accounts/{accountId}/log': {
    readonly parameters: {
      readonly accountId: string;
      readonly subject?: string | undefined;
      readonly outcome?: string | undefined;
      readonly operation?: string | undefined;
      readonly code?: string | undefined;
      readonly token?: string | undefined;
      readonly resource?: string | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: LogPage;
  };
  /** explainUser */
  readonly 'GET /accounts/{accountId}/explanation': {
    readonly parameters: {
      readonly accountId: string;
      readonly user: string;
    };
    readonly body: undefined;
    readonly answer: Explanation;
  };
  /** getAdministratorsLog */
  readonly 'GET /accounts/{accountId}/administrators-log': {
    readonly parameters: {
      readonly accountId: string;
      readonly operation?: string | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: AdministratorsLogPage;
  };
  /** exportAccount */
  readonly 'GET /accounts/{accountId}/export': {
    readonly parameters: {
      readonly accountId: string;
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
    };
    readonly body: undefined;
    readonly answer: ExportPage;
  };
  /** importAccount */
  readonly 'POST /accounts/{accountId}/import': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: ImportRequest;
    readonly answer: ImportReport;
  };
  /** createDemoData */
  readonly 'POST /accounts/{accountId}/demo-data': {
    readonly parameters: {
      readonly accountId: string;
    };
    readonly body: undefined;
    readonly answer: DemoData;
  };
};
