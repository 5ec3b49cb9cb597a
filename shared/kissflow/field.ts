/** A Kissflow user field, as an account defines it. */

export type FieldType =
  | 'text'
  | 'number'
  | 'currency'
  | 'date'
  | 'dateTime'
  | 'yesNo'
  | 'dropdown'
  /** Reference to a user, such as the manager. */
  | 'user';

export interface Field {
  /** `[A-Za-z][A-Za-z0-9_]{0,62}`, unique in the account without regard to case, echoed as defined. */
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** The choices of a dropdown, in order. */
  readonly options?: readonly string[];
}
