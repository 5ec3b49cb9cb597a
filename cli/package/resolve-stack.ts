/** Frames of a bundle as frames of its sources. */

import { SourceMap } from 'node:module';
import { FILES } from '../local-host/bundle.ts';

/** A file of the package, whatever folder it stood in, with its line and column. */
const PLACE = new RegExp(
  `(?:[^\\s()"]*[\\\\/])?(${Object.values(FILES).join('|').replaceAll('.', '\\.')}):(\\d+):(\\d+)`,
  'g',
);

/**
 * @param logged plain text, or a line of JSON in which line breaks are written as `\n`
 * @param mapOf the text of the source map of a file of the package
 */
export function resolveStack(logged: string, mapOf: (bundle: string) => string): string {
  const maps = new Map<string, SourceMap>();
  const mapFor = (bundle: string): SourceMap => {
    const known = maps.get(bundle) ?? new SourceMap(JSON.parse(mapOf(bundle)));
    maps.set(bundle, known);
    return known;
  };
  return logged
    .replaceAll('\\n', '\n')
    .replace(PLACE, (place, bundle: string, line: string, column: string) => {
      // Both count from 0 in a map.
      const entry = mapFor(bundle).findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in entry)) return place;
      return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
}
