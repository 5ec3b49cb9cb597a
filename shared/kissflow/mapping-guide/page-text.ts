/** What the guide's page consists of, as data: running text with its marks, lists, and tables of what is entered in Entra ID. */

import type { places } from '../entra-views.ts';

/** `place` is a page of the admin center, which has another name in its older view. */
export interface TextPart {
  readonly text: string;
  readonly style?: 'code' | 'strong' | 'emphasis' | 'place' | 'link';
  /** Of a place. */
  readonly older?: string;
}

export type RunningText = readonly TextPart[];

export interface PageTable {
  /** Tells it from the other tables of the page, in every account and version. */
  readonly id: 'attributes' | 'change' | 'delete' | 'add' | 'text-dates' | 'groups';
  /** Whose attributes the targets are. */
  readonly resourceType: 'User' | 'Group';
  readonly head: readonly string[];
  readonly rows: readonly { readonly target: string; readonly cells: readonly RunningText[] }[];
}

export type Block =
  | { readonly text: RunningText }
  | { readonly list: readonly RunningText[] }
  | { readonly table: PageTable };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface GuidePage {
  readonly title: string;
  readonly introduction: RunningText;
  readonly sections: readonly Section[];
}

type Written = string | TextPart | RunningText;

/** Running text; what is put in as text is plain. */
export const write = (words: TemplateStringsArray, ...values: readonly Written[]): RunningText =>
  words.flatMap((word, index) => [...partsOf(word), ...partsOf(values[index] ?? '')]);

const partsOf = (written: Written): RunningText => {
  if (typeof written === 'string') return written === '' ? [] : [{ text: written }];
  return 'text' in written ? [written] : written;
};

/** A name to enter or to look for, letter for letter. */
export const code = (text: string): TextPart => ({ text, style: 'code' });

/** A button or a choice of the admin center; or what a paragraph is about. */
export const strong = (text: string): TextPart => ({ text, style: 'strong' });

/** The label of an input. */
export const label = (text: string): TextPart => ({ text, style: 'emphasis' });

export const place = ({ current, older }: (typeof places)[keyof typeof places]): TextPart => ({
  text: current,
  style: 'place',
  older,
});

export const link = (text: string): TextPart => ({ text, style: 'link' });

export const codes = (names: readonly string[]): RunningText =>
  names.flatMap((name, index) => [...(index === 0 ? [] : [{ text: ', ' }]), code(name)]);
