/** PORT. How many users hold values of a field. */

export interface FieldUsage {
  /** Users that hold any value. */
  count(accountId: string, extensionUrn: string, fieldId: string): Promise<number>;
  /** Users that hold one of `options`. */
  countOptions(
    accountId: string,
    extensionUrn: string,
    fieldId: string,
    options: readonly string[],
  ): Promise<number>;
  /** Users that hold another value than `options`. */
  countOthers(
    accountId: string,
    extensionUrn: string,
    fieldId: string,
    options: readonly string[],
  ): Promise<number>;
}
