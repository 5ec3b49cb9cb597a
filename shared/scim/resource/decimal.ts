/**
 * RFC 7643 §2.3.3 and §2.3.4: numbers as text whose order is theirs, with all their digits; a double keeps some sixteen.
 * Search keys hold this form: changing it orphans stored data.
 */

const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** RFC 8259 §6: whether `text` is a JSON number. */
export const isJsonNumber = (text: string): boolean => NUMBER.test(text);

/**
 * Sign, exponent and digits, each so that text order is number order. The same for `1.50` and `15e-1`; undefined when
 * `text` is no JSON number, or its exponent has a hundred digits.
 */
export function sortableNumber(text: string): string | undefined {
  const [number, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (number === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  const zeros = whole.length + fraction.length - digits.length;
  const scale = sortableInteger(BigInt(exponent) + BigInt(whole.length - zeros));
  if (scale === undefined) return undefined;
  const size = scale + digits.replace(/0+$/, '');
  // The mark behind a negative number, greater than any digit, puts -1.2 above -1.25.
  return sign === '' ? `1${size}` : `-${complement(size)}~`;
}

/** Whether it is negative, how many digits it has, and the digits. */
function sortableInteger(integer: bigint): string | undefined {
  const digits = String(integer < 0n ? -integer : integer);
  if (digits.length > 99) return undefined;
  const sized = String(digits.length).padStart(2, '0') + digits;
  return integer < 0n ? `0${complement(sized)}` : `1${sized}`;
}

const complement = (digits: string): string => digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
