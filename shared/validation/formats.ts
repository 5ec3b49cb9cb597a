/** What a string must look like for the type of its attribute, whatever the account. Each accepts the forms that entra-like clients send. */

import { instant, isJsonNumber } from '../scim/resource/compare.ts';

/** Text that every store keeps unchanged: well-formed Unicode without U+0000. */
const isText = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000');

/** What is only blanks, or characters that nobody sees, names nobody and nothing. */
const isVisible = (value: string): boolean =>
  isText(value) && /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u.test(value);

const isDecimal = (value: string): boolean => isJsonNumber(value) && Number.isFinite(Number(value));

export const formats: Readonly<Record<string, (value: string) => boolean>> = {
  text: isText,
  decimal: (value) => value.length <= 64 && isDecimal(value),
  integer: (value) => value.length <= 64 && isDecimal(value) && /^-?\d+$/.test(value),
  dateTime: (value) => instant(value) !== undefined,
  /** RFC 4648, with or without padding and line breaks. */
  base64: (value) => /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/.test(value),
  visible: isVisible,
};
