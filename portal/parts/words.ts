/** Words and numbers as people read them. */

const NUMBER = new Intl.NumberFormat('en');

export const count = (number: number): string => NUMBER.format(number);

/** `createToken`: "Create token". */
export function wordsOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a change made of a value; a value that is not known is empty. */
export function changed(name: string, before: string, after: string): string {
  if (!before && !after) return name;
  return before ? `${name}: ${before} → ${after || 'none'}` : `${name}: ${after}`;
}
