/** PORT. Who calls the manage API, and in which role. */

/** App roles of the manage application in Entra ID; each may do what those before it may. */
export const ROLES = ['Viewer', 'IamAdmin', 'SuperAdmin'] as const;

export type Role = (typeof ROLES)[number];

export interface Caller {
  /** Object id of the user or application in Entra ID, or the name of the local key; never a person's name. */
  readonly id: string;
  /** Of the user or application, or of the operating-system user: for the administrators' log, never for log lines. */
  readonly name?: string | undefined;
  /** Undefined when the caller may do nothing. */
  readonly role: Role | undefined;
  /** By the manage API, or by the command line on the machine of the store. */
  readonly from: 'manage-api' | 'command-line';
}

export const hasRole = ({ role }: Pick<Caller, 'role'>, needed: Role): boolean =>
  role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed);

/**
 * @param credential the text after `Bearer`
 * @returns undefined when it opens nothing; throws CallersUnavailable while that cannot be known.
 */
export type CallerCheck = (credential: string) => Promise<Caller | undefined>;

/** The keys with which tokens are checked cannot be had now. */
export class CallersUnavailable extends Error {
  override readonly name = 'CallersUnavailable';
}
