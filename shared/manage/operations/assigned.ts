/** Objects whose optional members are left out rather than undefined. */

export type Assigned<Row> = { [Name in keyof Row]?: Exclude<Row[Name], undefined> };

export const assigned = <Row extends object>(row: Row): Assigned<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Assigned<Row>;
