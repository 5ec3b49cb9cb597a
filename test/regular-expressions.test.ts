/**
 * Every expression takes time in proportion to its text. Two neighbouring loops over one character share its runs in as many
 * ways as they are long: text that does not match in the end then takes the square of its length.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

const files = ['shared', 'functions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

/** A literal behind what cannot end a value; comments are left out before. */
const LITERAL =
  /(?<=[(,=:[!&|?{};]\s*|=>\s*|return\s+)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\/([dgimsuvy]*)/g;

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** One character, or a class of them, with how often it comes; anything else parts its neighbours. */
const ATOM =
  /(\\p\{[^}]*\}|\\u\{?[0-9A-F]+\}?|\\x[0-9a-f]{2}|\\.|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}|^$*+?])(\*|\+|\?|\{\d+(?:,\d*)?\})?|./gsu;

const CHARACTERS = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));

interface Atom {
  readonly characters: ReadonlySet<string>;
  readonly loops: boolean;
  readonly optional: boolean;
}

const atomOf = (source: string, times: string, flags: string): Atom => {
  const one = new RegExp(`^${source}$`, flags.replace(/[gyd]/g, ''));
  return {
    characters: new Set(CHARACTERS.filter((character) => one.test(character))),
    loops: times === '*' || times === '+' || /^\{\d+,\}$/.test(times),
    optional: times === '*' || times === '?' || times.startsWith('{0'),
  };
};

/** @returns the two loops that share a character, as they are written */
function neighbouringLoops(source: string, flags: string): string | undefined {
  let before: { readonly atom: Atom; readonly text: string }[] = [];
  for (const [text, source_, times = ''] of source.matchAll(ATOM)) {
    if (source_ === undefined) before = [];
    else {
      const atom = atomOf(source_, times, flags);
      const shared = before.find(
        (one) =>
          one.atom.loops && atom.loops && [...atom.characters].some((each) => one.atom.characters.has(each)),
      );
      if (shared) return `${shared.text} and ${text}`;
      before = atom.optional ? [...before, { atom, text }] : [{ atom, text }];
    }
  }
  return undefined;
}

describe('regular expressions', () => {
  const found = files.flatMap((file) =>
    [...withoutComments(readFileSync(join(ROOT, file), 'utf8')).matchAll(LITERAL)].map(
      ([, source = '', flags = '']) => [file, source, flags] as const,
    ),
  );

  it('are found', () => {
    expect(found.length).toBeGreaterThan(60);
  });

  it('have no neighbouring loops over one character', () => {
    const loops = found.map(([file, source, flags]) => [file, source, neighbouringLoops(source, flags)]);
    expect(loops.filter(([, , shared]) => shared !== undefined)).toEqual([]);
  });

  it.each([
    ['[A-Za-z0-9+/_\\s-]*={0,2}\\s*', true],
    ['\\d+\\w*', true],
    ['\\d+\\.\\d*', false],
    ['a*b?a*', true],
    ['[^"]*"\\s*', false],
  ])('%s: %s', (source, shares) => {
    expect(neighbouringLoops(source, '') !== undefined).toBe(shares);
  });
});
