/**
 * The interop room: each habit of a client that departs from RFC 7643 and RFC 7644 is one small named rule, and the core
 * stays strict. Rules are pure and leave alone what they do not recognise, so that the core refuses it.
 */

/** Told the name of a rule each time the rule changed something, and of the data that it dropped. */
export type Note = (quirk: string, dropped?: readonly string[]) => void;

export interface Quirk<Context, Given, Meant = Given> {
  readonly name: string;
  /** Who sends it. */
  readonly source: string;
  /** What the client means; undefined where the rule has nothing to say. */
  readonly apply: (context: Context, given: Given) => Meant | undefined;
}

/** Applies the rules one after the other, each to what the ones before it made. */
export function rewrite<Context, Given>(
  rules: readonly Quirk<Context, Given>[],
  context: Context,
  given: Given,
  note: Note,
): Given {
  return rules.reduce((current, rule) => {
    const meant = rule.apply(context, current);
    if (meant === undefined) return current;
    note(rule.name);
    return meant;
  }, given);
}

/** Runs `change` and passes on what it notes; without a note nothing was changed, and `given` itself comes back. */
export function unlessUnchanged<Given, Meant>(
  given: Given,
  note: Note,
  change: (note: Note) => Meant,
): Given | Meant {
  const notes: Parameters<Note>[] = [];
  const meant = change((...one) => notes.push(one));
  for (const one of notes) note(...one);
  return notes.length === 0 ? given : meant;
}
