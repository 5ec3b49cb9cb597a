/** Words and numbers as people read them. */

const NUMBER = new Intl.NumberFormat('en');

export const count = (number: number): string => NUMBER.format(number);
