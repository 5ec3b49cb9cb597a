/** PORT. Who calls the manage API, and what they may do. */

export interface Caller {
  /** Object id of the user or application in Entra ID, or the name of the local key; never a person's name. */
  readonly id: string;
  readonly may: 'nothing' | 'read' | 'change';
}

/**
 * @param credential the text after `Bearer`
 * @returns undefined when it opens nothing; throws CallersUnavailable while that cannot be known.
 */
export type CallerCheck = (credential: string) => Promise<Caller | undefined>;

/** The keys with which tokens are checked cannot be had now. */
export class CallersUnavailable extends Error {
  override readonly name = 'CallersUnavailable';
}
